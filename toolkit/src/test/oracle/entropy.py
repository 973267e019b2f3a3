"""Windows chosen by Kullback-Leibler divergence, as toolkits choose them, on histograms of known laws.

ONNX Runtime: by the package itself (onnxruntime.quantization.calibrate, HistogramCollector.get_entropy_threshold).
The others: written from their definitions, bin by bin, without running sums, in double precision; NVIDIA's divergence
by scipy.stats.entropy. Command, in toolkit/src/test/oracle: python entropy.py
(needs numpy==2.4.6, scipy==1.17.1, onnx==1.23.2, onnxruntime==1.31.1; two minutes).
"""

import math
from pathlib import Path

import numpy as np
import onnxruntime
import scipy
from onnxruntime.quantization.calibrate import HistogramCollector
from scipy import stats

FILE = Path(__file__).parents[1] / "resources" / "oracle" / "entropy.csv"


def samples(law, n, seed):
    random = np.random.default_rng(seed)
    x = {
        "gauss": random.standard_normal,
        "laplace": lambda k: random.laplace(0, 1 / math.sqrt(2), k),
        "relu": lambda k: np.maximum(random.standard_normal(k), 0),
        "t5": lambda k: random.standard_t(5, k),
        "uniform": lambda k: random.uniform(-1, 1, k),
    }[law](n)
    return x.astype(np.float32)


def magnitudes(x, bins, zeros):
    a = np.abs(x.astype(np.float64))
    top = a.max()
    if not zeros:
        a = a[a > 0]
    return np.bincount(np.minimum((a / top * bins).astype(int), bins - 1), minlength=bins)


def ort(counts, levels):
    edges = np.arange(len(counts) + 1, dtype=np.float32)  # edge i is i: the answer is a place
    collector = HistogramCollector("entropy", False, len(counts), levels, 99.999, "same")
    lo, hi = collector.get_entropy_threshold(
        (counts, edges, np.float32(-1), np.float32(len(counts) + 1)), levels
    )
    return int(lo), int(hi)


def nvidia(counts, levels):
    n = counts.copy()
    n[0] = n[1]
    divergences = []
    for size in range(levels, len(n) + 1):
        cell = np.arange(size) * levels // size
        filled = n[:size] > 0
        merged = np.bincount(cell, n[:size], levels)
        bins = np.bincount(cell, filled, levels)
        q = np.where(filled, merged[cell] / np.maximum(bins[cell], 1), 0)
        p = n[:size].astype(float)
        p[-1] += n[size:].sum()
        divergences.append(stats.entropy(p, q))
    d = np.array(divergences)
    least = len(d) - 1 - int(np.argmin(d[::-1]))
    return levels + least, d[least]


def ppq(counts, levels):
    n = counts.copy()
    empty = int(len(n) * 0.002)
    n[:empty] = 0
    n[empty] = 1
    best = (math.inf, 0)
    for size in range(levels, len(n) + 1, levels):
        p = n[:size].astype(float)
        p[-1] += n[size:].sum()
        p /= n.sum()
        groups = n[:size].reshape(levels, -1)
        q = np.where(groups > 0, (groups.sum(1) / np.maximum((groups > 0).sum(1), 1))[:, None], 0).reshape(-1)
        q = q / q.sum()
        best = min(best, (float(p @ (np.log10(p + 1e-30) - np.log10(q + 1e-30))), size))
    return best[1], best[0]


def fractional(p, levels, eps):
    best = (math.inf, 0)
    for size in range(levels, len(p)):
        width = size / levels
        q = np.full(size, eps)
        lower = np.arange(size)
        for cell in range(levels):
            start, end = cell * width, (cell + 1) * width if cell < levels - 1 else size
            a, b = int(start), min(math.ceil(end), size)
            part = np.minimum(lower[a:b] + 1, end) - np.maximum(lower[a:b], start)
            q[a:b] += part * (part @ p[a:b]) / (end - start)
        clipped = p[:size] + eps
        clipped[-1] += p[size:].sum()
        best = min(best, (float(clipped @ np.log(clipped / q)), size))
    return best[1], best[0]


def mnn(counts, levels):
    p = counts + 1e-7
    return fractional(p / p.sum(), levels, 0.0)


def ncnn(counts, levels):
    return fractional(counts / counts.sum(), levels, 1e-4)


def main():
    cases = [
        (law, n, bins, levels, 100 * i + 7)
        for i, (law, n) in enumerate(
            (law, n) for law in ("gauss", "laplace", "relu", "t5", "uniform") for n in (2_000, 200_000)
        )
        for bins, levels in ((2048, 128), (512, 128), (640, 16))
    ]
    with FILE.open("w", encoding="ascii", newline="\n") as out:
        out.write(
            f"# onnxruntime {onnxruntime.__version__}, numpy {np.__version__}, scipy {scipy.__version__};"
            " python entropy.py\n"
        )
        out.write(
            "law,n,bins,levels,signed_counts,ort_from,ort_to,counts,nvidia,nvidia_kl,ppq,ppq_kl,"
            "counts_without_zeros,mnn,mnn_kl,ncnn,ncnn_kl\n"
        )
        for law, n, bins, levels, seed in cases:
            x = samples(law, n, seed)
            top = float(np.abs(x).max())
            signed = np.histogram(x, bins, range=(-top, top))[0]
            counts, nonzero = magnitudes(x, bins, True), magnitudes(x, bins, False)
            cells = [law, n, bins, levels, " ".join(map(str, signed)), *ort(signed, levels)]
            cells += [" ".join(map(str, counts)), *nvidia(counts, levels), *ppq(counts, levels)]
            cells += [" ".join(map(str, nonzero)) if (nonzero != counts).any() else "same"]
            cells += [*mnn(nonzero, levels), *ncnn(nonzero, levels)]
            out.write(",".join(repr(float(c)) if isinstance(c, float) else str(c) for c in cells) + "\n")
            print(law, n, bins, levels, *[c for c in cells[5:] if not isinstance(c, str)], flush=True)


if __name__ == "__main__":
    main()
