"""What observers of toolkits hold after the same batches: the packages themselves for ONNX Runtime and PyTorch,
definitions in exact fractions or in float32 for the rest. The data come from a linear congruential generator that the
test has, too. Command, in toolkit/src/test/oracle: ATEN_CPU_CAPABILITY=default python observers.py
(needs onnxruntime==1.31.1, onnx==1.23.2, torch==2.15.0, numpy==2.4.6, mpmath)."""

import contextlib
import io
import math
import os
import warnings
import zlib
from fractions import Fraction
from pathlib import Path

import mpmath
import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import calibrate
from torch.ao.quantization import HistogramObserver, MovingAverageMinMaxObserver

FILE = Path(__file__).parents[1] / "resources" / "oracle" / "observers.csv"
f32 = np.float32


def batches(kind, seed, sizes, scales):
    """Sums of four uniform numbers, about 0; `ticks` are rounded to sixteenths, which lie on edges of bins."""
    state, out = seed, []
    for size, scale in zip(sizes, scales):
        x = np.empty(size, dtype=f32)
        for i in range(size):
            total = 0.0
            for _ in range(4):
                state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
                total += (state >> 40) / 2**24
            v = (total - 2) * scale
            if kind == "relu":
                v = max(v, 0.0)
            elif kind == "ticks":
                v = math.floor(v * 16) / 16
            elif kind == "offset":
                v += 3
            x[i] = v
        out.append(x)
    return out


def words(values):
    return " ".join(repr(float(v)).removesuffix(".0") for v in values)


def crc(edges):
    return zlib.crc32(np.asarray(edges, dtype=">f4").tobytes())


def ort_histogram(data, bins, absolute, percentile):
    collector = calibrate.HistogramCollector("percentile", absolute, bins, 128, percentile, "same")
    with contextlib.redirect_stdout(io.StringIO()):
        for x in data:
            collector.collect({"t": x})
        lo, hi = collector.compute_percentile()["t"][:2]
    counts, edges = collector.get_histogram_dict()["t"][:2]
    assert edges.dtype == np.float32
    return counts, edges, float(lo), float(hi)


class Session:
    def get_outputs(self):
        return [type("Output", (), {"name": n})() for n in ("t_ReduceMin", "t_ReduceMax")]


def ort_ends(data, chunk, symmetric, moving=True):
    it = calibrate.MinMaxCalibrater.__new__(calibrate.MinMaxCalibrater)
    it.moving_average, it.averaging_constant, it.symmetric = moving, 0.01, symmetric
    it.calibrate_tensors_range, it.num_model_outputs, it.model_original_outputs = None, 0, set()
    it.infer_session = Session()
    for at in range(0, len(data), chunk):
        it.intermediate_outputs = [[np.array([x.min()]), np.array([x.max()])] for x in data[at : at + chunk]]
        result = it.compute_data()
    lo, hi = result["t"].range_value
    return float(lo[0]), float(hi[0])


def torch_moving(data, c):
    it = MovingAverageMinMaxObserver(averaging_constant=c)
    for x in data:
        it(torch.from_numpy(x))
    return float(it.min_val), float(it.max_val)


def mqbench(data, ratio):
    lo = hi = None
    for x in map(torch.from_numpy, data):
        low, high = torch.aminmax(x)
        lo = low if lo is None else lo * ratio + low * (1.0 - ratio)
        hi = high if hi is None else hi * ratio + high * (1.0 - ratio)
    return float(lo), float(hi)


def mnn(data):
    keep, limit, ends = f32(0.99), f32(127), None
    for x in data:
        lo, hi = min(f32(0), x.min()), max(f32(0), x.max())
        scale = (hi - lo) / (f32(2) * limit)
        place = (f32(0) - lo) / scale - limit
        zero = f32(math.copysign(math.floor(abs(float(place)) + 0.5), place))
        now = min(f32(0), (-limit - zero) * scale), max(f32(0), (limit - zero) * scale)
        ends = now if ends is None else tuple(v * keep + n * (f32(1) - keep) for v, n in zip(ends, now))
    return float(ends[0]), float(ends[1])


def torch_histogram(data, bins):
    it = HistogramObserver(bins=bins)
    for x in data:
        it(torch.from_numpy(x))
    return it.histogram.numpy(), float(it.min_val), float(it.max_val)


def samples(data, size, k):
    lows = [np.float64(x.reshape(-1, size).min(axis=1)).mean() for x in data]
    highs = [np.float64(x.reshape(-1, size).max(axis=1)).mean() for x in data]
    every = np.concatenate(data).astype(np.float64)
    mean, sigma = every.mean(), every.std(ddof=1)
    return np.mean(lows), np.mean(highs), max(every.min(), mean - k * sigma), min(every.max(), mean + k * sigma)


def moments(data):
    mpmath.mp.dps = 60
    x = [Fraction(float(v)) for v in np.concatenate(data)]
    n = len(x)
    mean = sum(x) / n
    m2, m3, m4 = (sum((v - mean) ** k for v in x) / n for k in (2, 3, 4))
    number = lambda q: mpmath.mpf(q.numerator) / q.denominator
    return [number(mean), number(m2), number(m3) / number(m2) ** 1.5, number(m4 / m2**2)]


def growing(data, bins):
    x = [Fraction(float(v)) for v in np.concatenate(data)]
    e = -149
    while True:
        w = Fraction(2) ** e
        i = [math.floor(v / w) for v in (min(x), max(x))]
        if i[1] - i[0] < bins and max(map(abs, i)) <= 2**24:
            break
        e += 1
    counts = np.bincount([math.floor(v / w) - i[0] for v in x], minlength=i[1] - i[0] + 1)
    return counts, float(w), float(i[0] * w)


STREAMS = [
    ((300, 200, 400), (1.0, 0.7, 3.3)),
    ((500, 500), (1.0, 1.0)),
    ((50, 700, 30, 200), (0.125, 40.0, 3.0, 55.5)),
    ((60, 90), (0.0, 2.5)),
]


def rows():
    seed = 0
    for kind in ("plain", "relu", "ticks", "offset"):
        for number, (sizes, scales) in enumerate(STREAMS):
            seed += 1
            data = batches(kind, seed, sizes, scales)
            stream = [kind, seed, " ".join(map(str, sizes)), " ".join(map(str, scales))]
            plenty = kind in ("plain", "ticks") and number < 2
            for bins in (7, 128, 2048) if plenty else (7,) if number == 2 and kind != "plain" else (7, 128):
                percentile = 99.999 if bins == 2048 else 97.0
                for absolute in (False, True):
                    counts, edges, lo, hi = ort_histogram(data, bins, absolute, percentile)
                    name = "ort_absolute" if absolute else "ort_signed"
                    yield [name, *stream, bins, percentile, words(counts), crc(edges), lo, hi]
                counts, lo, hi = torch_histogram(data, bins)
                yield ["torch", *stream, bins, "", words(counts), "", lo, hi]
            yield ["ort_minmax", *stream, "", "", "", "", *ort_ends(data, 2, False, moving=False)]
            counts, width, first = growing(data, 100)
            yield ["growing", *stream, 100, "", words(counts), "", width, first]
            yield ["moments", *stream, "", "", " ".join(mpmath.nstr(m, 20) for m in moments(data)), "", "", ""]
            if kind != "relu" and number != 3:
                yield ["samples", *stream, 10, 2.0, words(samples(data, 10, 2.0)), "", "", ""]
        for count in (5, 23, 300):
            seed += 1
            sizes, scales = [20] * count, [1 + 0.25 * (i % 7) for i in range(count)]
            data = batches(kind, seed, sizes, scales)
            stream = [kind, seed, " ".join(map(str, sizes)), " ".join(map(str, scales))]
            for c in (0.01, 0.3):
                yield ["torch_moving", *stream, "", c, "", "", *torch_moving(data, c)]
            yield ["mqbench", *stream, "", 0.9, "", "", *mqbench(data, 0.9)]
            yield ["mnn", *stream, "", "", "", "", *mnn(data)]
            for chunk in (1, 3, 8, 300):
                for symmetric in (False, True):
                    ends = ort_ends(data, chunk, symmetric)
                    yield ["ort_moving", *stream, chunk, int(symmetric), "", "", *ends]


def main():
    assert os.environ.get("ATEN_CPU_CAPABILITY") == "default"
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    versions = f"onnxruntime {onnxruntime.__version__}, torch {torch.__version__}, numpy {np.__version__}"
    with FILE.open("w", encoding="ascii", newline="\n") as out:
        out.write(f"# {versions}; ATEN_CPU_CAPABILITY=default python observers.py\n")
        out.write("observer,kind,seed,sizes,scales,bins,argument,values,edges,lo,hi\n")
        for row in rows():
            out.write(",".join(map(str, row)) + "\n")


if __name__ == "__main__":
    main()
