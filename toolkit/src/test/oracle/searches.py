"""Scales that toolkits search on data: alternating least squares as MNN runs it, squared error on a histogram as
NVIDIA's Model Optimizer does, isotone as PPQ does. Written from their definitions, value by value, in double
precision. Command, in toolkit/src/test/oracle: python searches.py (needs numpy==2.4.6)."""

from pathlib import Path

import numpy as np

FILE = Path(__file__).parents[1] / "resources" / "oracle" / "searches.csv"


def mnn(x, qmax, shrink, steps, ridge):
    scale = np.abs(x).max() / (shrink * qmax)
    for _ in range(steps):
        q = np.clip(np.copysign(np.floor(np.abs(x / scale) + 0.5), x), -qmax, qmax)
        scale = (q @ x) / (q @ q + ridge * len(x))
    return scale


def histogram(counts, qmax, start):
    centres = np.arange(len(counts)) + 0.5
    losses = []
    for i in range(start, len(counts)):
        q = np.minimum(np.round(centres * qmax / centres[i]), qmax)
        losses.append(float(((q * centres[i] / qmax - centres) ** 2 @ counts) / counts.sum()))
    best = int(np.argmin(losses))
    return start + best, losses[best]


def isotone(rows, qmax):
    intervals = []
    for row in rows:
        second, first = np.abs(np.sort(row)[-2:])
        lo, hi = second / (qmax - 0.51), 2 * (first - second)
        if lo < hi:
            intervals.append((lo, hi))
    ends = sorted({e for pair in intervals for e in pair if e > 0})
    inside = [sum(a <= e <= b for a, b in intervals) for e in ends]
    return ends[int(np.argmax(inside))], max(inside)


def main():
    with FILE.open("w", encoding="ascii", newline="\n") as out:
        out.write(f"# numpy {np.__version__}; python searches.py\n")
        out.write("search,qmax,data,answer,value\n")
        for seed in range(6):
            random = np.random.default_rng(seed)
            x = random.standard_normal(300) if seed % 2 else random.laplace(0, 1, 300)
            data = " ".join(map(repr, map(float, x)))
            for qmax in (7, 127):
                out.write(f"mnn_weights,{qmax},{data},{float(mnn(x, qmax, 1.25, 1000, 1e-9))!r},\n")
                out.write(f"mnn_activations,{qmax},{data},{float(mnn(x, qmax, 2.5, 300, 0))!r},\n")
            counts = np.histogram(np.abs(random.standard_normal(20000)), 512)[0]
            for qmax in (7, 127):
                best, loss = histogram(counts, qmax, 64)
                out.write(f"histogram,{qmax},{' '.join(map(str, counts))},{best},{loss!r}\n")
            rows = random.normal(1, 2, (40, 10)).astype(np.float32)
            scale, inside = isotone(rows.astype(float), 127)
            out.write(f"isotone,127,{' '.join(map(repr, map(float, rows.reshape(-1))))},{float(scale)!r},{inside}\n")


if __name__ == "__main__":
    main()
