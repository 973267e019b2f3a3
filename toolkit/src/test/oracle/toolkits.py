"""Ranges, scales and zero points that toolkits choose for the same batches, from data to scale.

From the packages themselves: ONNX Runtime (onnxruntime.quantization), PyTorch (HistogramObserver and qparams), NVIDIA's
Model Optimizer (HistogramCalibrator), AIMET (encoding analyzers), Brevitas (stats and searches), torchao
(AffineQuantizedMSEObserver), PPQ (observers). Transcribed from their definitions, value by value, because there is no
package, or it needs a whole model or a GPU: MNN, ncnn, MQBench, NNCF's quantiles, Distiller, AIMET's entropy (C++),
NVIDIA's squared error (CUDA), the quantizer in Brevitas' squared error. Modules that the packages import but these
parts never call are replaced by empty ones.

The data come from the linear congruential generator of observers.py, which the test has, too. Command, in
toolkit/src/test/oracle: ATEN_CPU_CAPABILITY=default python toolkits.py (needs onnxruntime==1.31.1, onnx==1.23.2,
torch==2.15.0, nvidia-modelopt==0.47.0, aimet-torch==2.42.0, brevitas==0.13.4 with dependencies==2.0.1, torchao==0.18.0,
ppq==0.6.6, numpy==2.4.6, scipy==1.17.1; the last six packages were installed without their dependencies).
"""

import contextlib
import importlib.abc
import importlib.machinery
import io
import math
import os
import sys
import warnings
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import MagicMock

warnings.simplefilter("ignore")

import numpy as np
import onnxruntime
import torch
from onnx import TensorProto
from onnxruntime.quantization import calibrate
from onnxruntime.quantization import quant_utils
from torch.ao.quantization import HistogramObserver, MinMaxObserver

FILE = Path(__file__).parents[1] / "resources" / "oracle" / "toolkits.csv"
f32 = np.float32


class Empty(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Stands in for modules that are imported and not used."""

    names = {"pulp", "huggingface_hub", "omegaconf", "torchvision", "bokeh", "onnxscript", "onnx_ir"}

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in self.names:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        module = MagicMock(name=spec.name)
        module.__path__, module.__spec__ = [], spec
        return module

    def exec_module(self, module):
        pass


sys.meta_path.insert(0, Empty())
with contextlib.redirect_stdout(io.StringIO()):
    from aimet_torch.quantization import encoding_analyzer as aimet
    from brevitas.core.stats import stats_op as brevitas
    from modelopt.torch.quantization.calib import histogram as modelopt
    from torchao.quantization.observer import AffineQuantizedMSEObserver
    from torchao.quantization.granularity import PerTensor
    from torchao.quantization.quant_primitives import MappingType


def ppq_module():
    """PPQ's observers: their package wants an old onnx, these files only need its configuration."""
    for name in [n for n in sys.modules if n.split(".")[0] in ("onnx", "google")]:
        del sys.modules[name]
    Empty.names |= {"onnx", "google"}
    with contextlib.redirect_stdout(io.StringIO()):
        from ppq.quantization.observer import range as ranges
        from ppq.quantization.observer.order import TorchIsotoneObserver
        from ppq import core
    Empty.names -= {"onnx", "google"}
    return ranges, TorchIsotoneObserver, core


PPQ, PPQ_ISOTONE, PPQ_CORE = ppq_module()


# --- data: the generator of observers.py ------------------------------------------------------------


def batches(kind, seed, sizes, scales):
    state, out = seed, []
    for size, scale in zip(sizes, scales):
        x = np.empty(size, dtype=f32)
        for i in range(size):
            total = 0.0
            for _ in range(4):
                state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
                total += (state >> 40) / 2**24
            v = total - 2
            if kind == "tail":
                v = v * v * v  # a few far values, most near 0
            v *= scale
            if kind == "relu":
                v = max(v, 0.0)
            elif kind == "offset":
                v += 3 * scale
            elif kind == "below":
                v -= 5 * scale
            elif kind == "constant":
                v = 0.75 * scale
            x[i] = v
        out.append(x)
    return out


# --- toolkits: each yields (name, argument, lo, hi) or (name, argument, scale, zero) ------------------------------


def ort(data):
    def collector(method, absolute, bins, levels, percentile):
        it = calibrate.HistogramCollector(method, absolute, bins, levels, percentile, "same")
        with contextlib.redirect_stdout(io.StringIO()):
            for x in data:
                it.collect({"t": x})
        return it

    with contextlib.redirect_stdout(io.StringIO()):
        for bins, levels in ((128, 128), (512, 128), (600, 64)):
            try:
                lo, hi = collector("entropy", False, bins, levels, 99.9).compute_entropy()["t"][:2]
                yield "ort_entropy", f"{bins} {levels}", float(lo), float(hi)
            except AssertionError:  # too few counts for its smoothing
                pass
        for percent in (99.999, 99.0, 90.0):
            lo, hi = collector("percentile", True, 2048, 128, percent).compute_percentile()["t"][:2]
            yield "ort_percentile_symmetric", percent, float(lo), float(hi)
            lo, hi = collector("percentile", False, 2048, 128, percent).compute_percentile()["t"][:2]
            yield "ort_percentile", percent, float(lo), float(hi)


TYPES = {
    "INT8": TensorProto.INT8,
    "UINT8": TensorProto.UINT8,
    "INT16": TensorProto.INT16,
    "UINT16": TensorProto.UINT16,
    "INT4": TensorProto.INT4,
    "UINT4": TensorProto.UINT4,
}


def ort_params(data):
    x = np.concatenate(data)
    for name, kind in TYPES.items():
        for symmetric in (False, True):
            for reduced in (False, True):
                for least in (None, 0.0001, 3.0):
                    zero, scale = quant_utils.compute_data_quant_params(x, kind, symmetric, reduced, least)
                    yield "ort_params", f"{name} {int(symmetric)} {int(reduced)} {least or 0}", float(scale), int(zero)
    zero, scale = quant_utils.snap_zero_point_to_uint8(x.min(), x.max())
    yield "ort_restricted", "", float(scale), int(zero)


def pytorch(data):
    it = HistogramObserver(bins=2048)
    for x in data:
        it(torch.from_numpy(x))
    lo, hi = it._non_linear_param_search()
    yield "torch_histogram", 256, float(lo), float(hi)
    both = torch.from_numpy(np.array([np.concatenate(data).min(), np.concatenate(data).max()], f32))
    for dtype in (torch.qint8, torch.quint8):
        for scheme in (torch.per_tensor_affine, torch.per_tensor_symmetric):
            for name, more in (
                ("default", {}),
                ("reduced", {"reduce_range": True}),
                ("custom", {"quant_min": -20 if dtype == torch.qint8 else 0, "quant_max": 100}),
                ("eps", {"eps": 0.01}),
            ):
                if name == "reduced" and dtype == torch.quint8 and scheme == torch.per_tensor_symmetric:
                    continue  # refused
                m = MinMaxObserver(dtype=dtype, qscheme=scheme, **more)
                m(both)
                scale, zero = m.calculate_qparams()
                symmetric = int(scheme == torch.per_tensor_symmetric)
                yield "torch_params", f"{m.quant_min} {m.quant_max} {symmetric} {name}", float(scale), int(zero)


def nvidia(data):
    if not np.any(data[0]):
        return  # it stops with an error at a first batch of zeros
    for bins in (2048, 300):
        it = modelopt.HistogramCalibrator(num_bins=bins)
        for x in data:
            it.collect(torch.from_numpy(x))
        counts, edges = it._calib_hist.int().numpy().copy(), it._calib_bin_edges.numpy().copy()
        for percent in (99.99, 99.0):
            amax = modelopt._compute_amax_percentile(counts.copy(), edges, percent)
            yield "nvidia_percentile", f"{bins} {percent}", float(amax), 0
        yield "nvidia_histogram", bins, float(edges[-1]), " ".join(map(str, counts))
        for bits, unsigned in ((8, False), (4, False), (8, True)):
            if bins == 300:
                amax = modelopt._compute_amax_entropy(counts.copy(), edges, bits, unsigned)
                yield "nvidia_entropy", f"{bins} {bits} {int(unsigned)}", float(amax), 0
            centres = ((edges[1:] + edges[:-1]) / 2)[: len(counts)].astype(np.float64)
            yield "nvidia_mse", f"{bins} {bits} {int(unsigned)}", nvidia_mse(counts, centres, bits, unsigned), 0


def nvidia_mse(counts, centres, bits, unsigned):
    """Its kernel needs CUDA: here in double."""
    top = 2 ** (bits - 1 + int(unsigned)) - 1
    losses = []
    for i in range(128, len(centres)):
        q = np.clip(np.round(centres * (top / centres[i])), -top, top)
        losses.append(((q * centres[i] / top - centres) ** 2 * counts).mean())
    return float(f32(centres[128 + int(np.argmin(losses))]))


def aimet_maps(data):
    def run(it, steps, symmetric):
        for x in data:
            it.update_stats(torch.from_numpy(x))
        lo, hi = it.compute_encodings(steps, symmetric)
        scale = (float(hi) - float(lo)) / steps
        return scale, -round(float(lo) / scale)

    for steps in (255, 254, 15, 3):
        for symmetric in (False, True):
            tail = f"{steps} {int(symmetric)}"
            yield "aimet_minmax", tail, *run(aimet.MinMaxEncodingAnalyzer((1,)), steps, symmetric)
            if steps != 3:
                yield "aimet_sqnr", tail, *run(aimet.SqnrEncodingAnalyzer((1,)), steps, symmetric)
                yield "aimet_tf_enhanced", tail, *run(aimet.TfEnhancedEncodingAnalyzer((1,)), steps, symmetric)
                for percent in (99.0, 100.0):
                    it = aimet.PercentileEncodingAnalyzer((1,), percentile=percent)
                    yield "aimet_percentile", f"{tail} {percent}", *run(it, steps, symmetric)
    it = aimet._HistogramObserver((1,), num_bins=100)
    for x in data:
        it.merge_stats(it.collect_stats(torch.from_numpy(x)), torch.from_numpy(x))
    h = it.get_stats()[0]
    counts = " ".join(str(int(n)) for n in h.histogram)
    yield "aimet_histogram", 100, float(h.bin_edges[0]), counts


def aimet_entropy(data):
    """EntropyEncodingAnalyzer.cpp on one batch of 512 bins, transcribed."""
    x = data[0].astype(np.float64)
    if x.min() == x.max():
        return
    it = aimet._HistogramObserver((1,), num_bins=512)
    it.merge_stats(it.collect_stats(torch.from_numpy(data[0])), torch.from_numpy(data[0]))
    hist = it.get_stats()[0].histogram.numpy().astype(np.float64)
    for symmetric in (False, True):
        lo, hi, h = float(f32(x.min())), float(f32(x.max())), hist
        if symmetric:
            top = max(-lo, hi)
            moved = np.zeros(512)
            for i, n in enumerate(h):
                a = lo + i * (hi - lo) / 512
                wide = 2 * top / 512
                j = min(int((a + top) / wide), 511)
                kept = min(math.floor((-top + wide * (j + 1) - a) / ((hi - lo) / 512) * n + 0.5), n)
                moved[j] += kept
                moved[min(int((a + wide + top) / wide), 511)] += n - kept
            lo, hi, h = -top, top, moved
        yield "aimet_entropy", int(symmetric), *shrink(h, lo, hi, symmetric)


def shrink(h, lo, hi, symmetric):
    width, a, b = (hi - lo) / len(h), 0, len(h) - 1
    best = (math.inf, lo, hi)
    while b - a + 1 >= 255:
        size = b - a + 1
        window = h[a : b + 1]
        p = window.copy()
        p[0] += h[:a].sum()
        p[-1] += h[b + 1 :].sum()
        edges = [math.ceil(j * (size / 255)) for j in range(255)] + [size]
        q = np.zeros(size)
        for i, j in zip(edges, edges[1:]):
            full = window[i:j] != 0
            if full.any():
                q[i:j][full] = window[i:j].sum() / full.sum()
        if q.sum() == 0:
            break
        for d in (p, q):
            empty = d == 0
            less = 1e-4 * empty.sum() / (~empty).sum()
            if less < 1:
                d[empty] += 1e-4
                d[~empty] -= less
        p, q = p / p.sum(), q / q.sum()
        good = (p > 0) & (q > 0)
        kl = float((p[good] * np.log(p[good] / q[good])).sum())
        if kl < best[0]:
            best = (kl, lo + a * width, lo + (b + 1) * width)
        if symmetric:
            a, b = a + 1, b - 1
            continue
        losses = [h[a] + h[b], h[a] + h[a + 1], h[b] + h[b - 1]]
        side = losses.index(min(losses))
        if (side == 0 and lo + (a + 1) * width > 0) or (side == 1 and lo + (a + 2) * width > 0):
            side = 2
        elif (side == 0 and lo + b * width < 0) or (side == 2 and lo + (b - 1) * width < 0):
            side = 1
        a, b = [(a + 1, b - 1), (a + 2, b), (a, b - 2)][side]
    return best[1:]


def brevitas_thresholds(data):
    x = torch.from_numpy(np.concatenate(data))
    for percent in (99.999, 99.0):
        yield "brevitas_percentile", percent, float(brevitas.AbsPercentile(percent, None)(x)), 0
    if x.abs().max() == 0:
        return
    for signed, qmax in ((True, 127), (False, 255)):
        it = brevitas.KLMinimizerThreshold(signed, lambda: torch.tensor(8.0))
        yield "brevitas_entropy", qmax, float(it(x)), 0
    for lo, hi, divisor in ((-127, 127, 127), (-128, 127, 128), (-7, 7, 7)):

        def loss(t):
            s = t / divisor
            return torch.sum(((torch.clamp(torch.round(x / s), lo, hi) * s - x).double()) ** 2)

        top = x.abs().max()
        best, least = brevitas.mse_fib_search(top / 20, top, loss, 20)
        yield "brevitas_fibonacci", f"{lo} {hi} {divisor}", float(best), float(least)
        best, least = brevitas.mse_grid_search(top / 20, top, loss, 20)
        yield "brevitas_grid", f"{lo} {hi} {divisor}", float(best), float(least)


def torchao(data):
    x = torch.from_numpy(np.concatenate(data))
    for lo, hi, dtype in ((-128, 127, torch.int8), (-8, 7, torch.int8), (0, 255, torch.uint8)):
        for kind in (MappingType.SYMMETRIC, MappingType.ASYMMETRIC):
            if lo == 0 and kind == MappingType.SYMMETRIC:
                continue  # its zero point is not PyTorch's
            it = AffineQuantizedMSEObserver(
                kind, dtype, PerTensor(), quant_min=lo, quant_max=hi, eps=2.0**-23, steps=100, run_once=True
            )
            it(x)
            symmetric = int(kind == MappingType.SYMMETRIC)
            yield "torchao_mse", f"{lo} {hi} {symmetric}", float(it.min_val), float(it.max_val)


def mqbench(data):
    """MSEObserver on one tensor, with PyTorch's own qparams and fake quantization."""
    x = torch.from_numpy(np.concatenate(data))
    for lo, hi, symmetric in ((-128, 127, 1), (0, 255, 0), (-8, 7, 0)):
        dtype = torch.quint8 if lo == 0 else torch.qint8
        scheme = torch.per_tensor_symmetric if symmetric else torch.per_tensor_affine
        it = MinMaxObserver(dtype=dtype, qscheme=scheme, quant_min=lo, quant_max=hi)
        for p in (2.0, 2.4):
            best, ends = 1e10, (x.min(), x.max())
            for i in range(95):
                a, b = x.min() * (1.0 - i * 0.01), x.max() * (1.0 - i * 0.01)
                scale, zero = it._calculate_qparams(a, b)
                q = torch.fake_quantize_per_tensor_affine(x, scale.item(), int(zero.item()), lo, hi)
                score = (q - x).double().abs().pow(p).mean()
                if score < best:
                    best, ends = score, (a, b)
            yield "mqbench_mse", f"{lo} {hi} {symmetric} {p}", float(ends[0]), float(ends[1])
    ends = None
    for x in map(torch.from_numpy, data):
        low, high = torch.aminmax(x)
        top = torch.max(-low, high)
        clip, total = top, 0
        if top > 0:
            for i, n in enumerate(torch.histc(x.abs(), bins=2048, min=0.0, max=top.item())):
                if total + n >= 0.99999 * x.numel():
                    clip = (i + 0.5) * (top / 2048)
                    break
                total += n
        now = max(low, -clip), min(high, clip)
        ends = now if ends is None else tuple(v * 0.9 + w * (1.0 - 0.9) for v, w in zip(ends, now))
    yield "mqbench_quantile", "", float(ends[0]), float(ends[1])


def nncf(data):
    for outliers in (1e-4, 0.02):
        lo = np.mean([np.quantile(x.astype(np.float64), outliers) for x in data])
        hi = np.mean([np.quantile(x.astype(np.float64), 1 - outliers) for x in data])
        yield "nncf_quantile", outliers, float(lo), float(hi)


def ppq(data):
    P = PPQ_CORE.QuantizationProperty

    def config(symmetric, lo, hi, bits=8, power=False):
        kind = P.SYMMETRICAL if symmetric else P.ASYMMETRICAL
        policy = PPQ_CORE.QuantizationPolicy(P.PER_TENSOR + P.LINEAR + kind + (P.POWER_OF_2 if power else 0))
        return PPQ_CORE.TensorQuantizationConfig(policy=policy, num_of_bits=bits, quant_min=lo, quant_max=hi)

    def run(observer, **more):
        c = config(**more)
        c.state = PPQ_CORE.QuantizationStates.INITIAL
        it = observer(SimpleNamespace(name="t"), c)
        for _ in range(2 if issubclass(observer, PPQ.TorchHistObserver) else 1):
            for x in data:
                it.observe(torch.from_numpy(x))
            it.render_quantization_config()
        return float(c.scale), int(c.offset)

    signed, unsigned = {"symmetric": True, "lo": -128, "hi": 127}, {"symmetric": False, "lo": 0, "hi": 255}
    for power in (False, True):
        for kind in (signed, unsigned):
            tail = f"{int(kind['symmetric'])} {int(power)}"
            yield "ppq_minmax", tail, *run(PPQ.TorchMinMaxObserver, power=power, **kind)
            yield "ppq_percentile", tail, *run(PPQ.TorchPercentileObserver, power=power, **kind)
        if any(np.any(x) for x in data):
            yield "ppq_entropy", f"8 {int(power)}", *run(PPQ.TorchHistObserver, power=power, **signed)
    if any(np.any(x) for x in data):
        small = {"symmetric": True, "lo": -8, "hi": 7, "bits": 4}
        yield "ppq_entropy", "4 0", *run(PPQ.TorchHistObserver, **small)
        yield "ppq_mse", "-128 127", *run(PPQ.TorchMSEObserver, **signed)
        yield "ppq_mse", "-8 7", *run(PPQ.TorchMSEObserver, **small)


def ppq_isotone(data):
    P = PPQ_CORE.QuantizationProperty
    rows = np.concatenate(data)
    rows = rows[: len(rows) // 10 * 10].reshape(-1, 10)
    policy = PPQ_CORE.QuantizationPolicy(P.PER_TENSOR + P.LINEAR + P.SYMMETRICAL)
    c = PPQ_CORE.TensorQuantizationConfig(policy=policy, num_of_bits=8, quant_min=-128, quant_max=127)
    c.state = PPQ_CORE.QuantizationStates.INITIAL
    it = PPQ_ISOTONE(SimpleNamespace(name="t"), c)
    it.observe(torch.from_numpy(rows))
    with contextlib.redirect_stdout(io.StringIO()):
        it.render_quantization_config()
    yield "ppq_isotone", "127 10", float(c.scale), 0


def distiller(data):
    x = np.concatenate(data).astype(np.float64)
    mean = x.mean()
    gauss = {4: 2.55914, 8: 3.92404}
    spread = {"GAUSS": x.std(ddof=1), "LAPLACE": np.abs(x - mean).mean()}
    from scipy.special import erfc, lambertw
    from scipy.optimize import brentq

    def unit(family, m):
        if family == "LAPLACE":
            return float(lambertw(3 * 4**m).real)
        phi = lambda a: math.exp(-a * a / 2) / math.sqrt(2 * math.pi)
        return brentq(lambda a: a / (3 * 4**m) - 2 * (phi(a) - a * erfc(a / math.sqrt(2)) / 2), 0.1, 12)

    assert abs(unit("GAUSS", 8) - gauss[8]) < 1e-5 and abs(unit("GAUSS", 4) - gauss[4]) < 1e-5
    for family, s in spread.items():
        for bits in (4, 8):
            stats = " ".join(repr(float(v)) for v in (x.min(), x.max(), mean, s))
            a = unit(family, bits) * s
            yield "distiller_clip", f"{family} {bits} 1 0 {stats}", -abs(mean) - a, abs(mean) + a
            lo = max(x.min(), mean - a)
            yield "distiller_clip", f"{family} {bits} 0 0 {stats}", lo, lo + 2 * a
            a = unit(family, bits + 1) * s
            lo = max(x.min(), mean - a)
            yield "distiller_clip", f"{family} {bits} 0 1 {stats}", lo, lo + a


def mobile(data):
    """MNN and ncnn: two passes over the data, 2048 bins of |x|, 128 fractional cells."""
    x = np.concatenate(data)
    top = f32(np.abs(x).max())
    if top <= 1e-5:
        return
    yield "ncnn_weights", 0, float(top) / 127, 0
    yield "ncnn_weights", 1, float(top) / 31, 0
    c = 0.5 * 0.35 * (1 + math.sqrt(math.pi * math.log(4)))
    for bits, alpha in ((8, 3.92403714), (6, 3.28691474)):
        sigma = float(top) * 2 * c / math.sqrt(2 * math.log(len(x)))
        yield "ncnn_aciq", bits, alpha * sigma / (2 ** (bits - 1) - 1), 0
    for name, keep, place in (
        ("mnn", np.abs(x) > 1e-6, lambda a: (a * f32(f32(2048) / top))),
        ("ncnn", x != 0, lambda a: a / top * f32(2048)),
    ):
        bins = np.minimum(place(np.abs(x[keep])).astype(int), 2047)
        p = np.bincount(bins, minlength=2048).astype(np.float64)
        if name == "mnn":
            p += 1e-7
        p /= p.sum()
        eps = 0 if name == "mnn" else 1e-4
        best = (math.inf, 128)
        for size in range(128, 2048):
            ref = p[:size] + eps
            ref[-1] += p[size:].sum()
            cuts = np.arange(129) * size / 128
            running = np.concatenate([[0], np.cumsum(p[:size])])
            mass = np.diff(np.interp(cuts, np.arange(size + 1), running)) / np.diff(cuts)
            marks = np.union1d(cuts, np.arange(size + 1))
            cell = np.minimum(np.searchsorted(cuts, marks[:-1], "right") - 1, 127)
            q = np.bincount(np.minimum(marks[:-1].astype(int), size - 1), mass[cell] * np.diff(marks), size) + eps
            kl = float((ref * np.log(ref / q)).sum())
            if kl < best[0]:
                best = (kl, size)
        yield f"{name}_entropy", "", (best[1] + 0.5) * float(top) / 2048 / 127, 0


KINDS = [
    ("plain", (3000,), (1.0,)),
    ("plain", (800, 900, 700), (1.0, 0.6, 2.2)),
    ("tail", (4000,), (1.0,)),
    ("tail", (1500, 1500), (1.0, 3.0)),
    ("relu", (3000,), (1.0,)),
    ("relu", (700, 800), (0.5, 1.5)),
    ("offset", (2500,), (1.0,)),
    ("below", (2500,), (0.7,)),
    ("plain", (2000,), (1e-7,)),
    ("plain", (2000,), (1e4,)),
    ("constant", (50,), (1.0,)),
    ("constant", (50,), (0.0,)),
]
TOOLKITS = [
    ort, ort_params, pytorch, nvidia, aimet_maps, aimet_entropy, brevitas_thresholds, torchao, mqbench, nncf, ppq,
    ppq_isotone, distiller, mobile,
]  # fmt: skip


def main():
    assert os.environ.get("ATEN_CPU_CAPABILITY") == "default"
    torch.set_num_threads(1)
    names = "onnxruntime torch nvidia-modelopt aimet-torch brevitas torchao ppq numpy scipy"
    versions = ", ".join(f"{n} {version(n)}" for n in names.split())
    with FILE.open("w", encoding="ascii", newline="\n") as out:
        out.write(f"# {versions}; ATEN_CPU_CAPABILITY=default python toolkits.py\n")
        out.write("kind,seed,sizes,scales,choice,argument,first,second\n")
        for seed, (kind, sizes, scales) in enumerate(KINDS, 1):
            data = batches(kind, seed, sizes, scales)
            for toolkit in TOOLKITS:
                for choice, argument, first, second in toolkit(data):
                    row = [kind, seed, " ".join(map(str, sizes)), " ".join(map(str, scales)), choice, argument]
                    out.write(",".join(map(str, [*row, repr(float(first)), second])) + "\n")
            print(kind, seed, flush=True)


if __name__ == "__main__":
    main()
