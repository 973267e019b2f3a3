"""Curves of the reference run: noise over signal in a deep network, simulated with numpy.

W ~ N(0, 1/k), input ~ N(0, 1). Every layer: y = W x; twin y' = Q(W) x'. Between layers: u(y), divided by its root mean
square (of the sample, or of the tensor), quantized (twin only), then, for mean and std, centred and divided by the
standard deviation. NSR of a seed = sum (y' - y)^2 / sum y^2 over the batch. Scales are MSE-optimal for the law:
N(0, 1/k) for weights, N(0, 1) for the input and the identity, max(Z, 0) / sqrt(1/2) for ReLU (codes 0..255).
"""

import sys
from pathlib import Path

import numpy as np
from scipy import integrate, optimize, stats

HERE = Path(__file__).resolve().parent
LAYERS = [1, 2, 4, 8, 16, 32, 64, 128]
RUNS = [  # width, activation, norm, batch, seeds
    (64, "identity", "sample-rms", 32, 64),
    (64, "relu", "sample-rms", 32, 64),
    (64, "relu", "sample-meanstd", 32, 64),
    (64, "identity", "tensor", 32, 64),
    (256, "identity", "sample-rms", 64, 24),
    (256, "relu", "sample-rms", 64, 24),
    (256, "relu", "sample-meanstd", 64, 24),
    (256, "identity", "tensor", 64, 24),
    (1024, "identity", "sample-rms", 64, 8),
    (1024, "relu", "sample-rms", 64, 8),
    (1024, "relu", "sample-meanstd", 64, 8),
]


def gaussian_mse(s, low, high):
    """E[(Q(Z) - Z)^2; Z > 0 if low is 0], cell by cell in closed form (doubles suffice: 1e-12 here)."""
    total = 0.0
    for k in range(low, high + 1):
        a = -np.inf if k == low and low < 0 else max((k - 0.5) * s, 0.0 if low == 0 else -np.inf)
        b = np.inf if k == high else (k + 0.5) * s
        l = k * s
        if a > 12 or b < -12:
            continue
        a, b = max(a, -13.0), min(b, 13.0)
        total += integrate.fixed_quad(lambda z: (z - l) ** 2 * stats.norm.pdf(z), a, b, n=40)[0]
    return total


def best_step(low, high, guess):
    return optimize.minimize_scalar(lambda s: gaussian_mse(s, low, high), bounds=(guess / 2, guess * 2), method="bounded", options={"xatol": 1e-9}).x


SIGNED = best_step(-127, 127, 0.031)
UNSIGNED = best_step(0, 255, 0.017) * np.sqrt(2)  # of max(Z, 0) / sqrt(1/2)


def quantize(x, s, low, high):
    s = np.float32(s)
    return np.clip(np.rint(x / s), low, high) * s


def between(y, act, norm, twin):
    u = np.maximum(y, 0) if act == "relu" else y
    axis = None if norm == "tensor" else 0  # columns are samples
    rms = np.sqrt(np.mean(u.astype(np.float64) ** 2, axis=axis, keepdims=True))
    h = (u / rms).astype(np.float32)
    if twin:
        h = quantize(h, UNSIGNED, 0, 255) if act == "relu" else quantize(h, SIGNED, -127, 127)
    if norm in ("tensor", "sample-meanstd"):
        mean = np.mean(h, axis=axis, keepdims=True, dtype=np.float64)
        std = np.std(h, axis=axis, keepdims=True, dtype=np.float64)
        h = ((h - mean) / std).astype(np.float32)
    return h


def curve(k, act, norm, batch, seed):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((k, batch), dtype=np.float32)
    twin = quantize(x, SIGNED, -127, 127)
    nsr, kurtosis = [], []
    for layer in range(1, 129):
        w = rng.standard_normal((k, k), dtype=np.float32) / np.float32(np.sqrt(k))
        y, z = w @ x, quantize(w, SIGNED / np.sqrt(k), -127, 127) @ twin
        if layer in LAYERS:
            e = z.astype(np.float64) - y
            nsr.append((e**2).sum() / (y.astype(np.float64) ** 2).sum())
            kurtosis.append(stats.kurtosis(e, axis=None))
        x, twin = between(y, act, norm, False), between(z, act, norm, True)
    return nsr, kurtosis


def main():
    rows = []
    for k, act, norm, batch, seeds in RUNS:
        runs = [curve(k, act, norm, batch, 1000 * i + k) for i in range(seeds)]
        nsr, kurtosis = (np.array([r[j] for r in runs]) for j in (0, 1))
        se = lambda a: a.std(axis=0, ddof=1) / np.sqrt(seeds)
        for i, n in enumerate(LAYERS):
            log = np.log(nsr)
            values = [nsr.mean(0)[i], se(nsr)[i], np.median(nsr, 0)[i], log.mean(0)[i], se(log)[i], kurtosis.mean(0)[i], se(kurtosis)[i]]
            rows.append([k, act, norm, batch, seeds, n] + [f"{v:.10g}" for v in values])
            print(*rows[-1], flush=True)
    head = [
        __doc__.split("\n")[0],
        f"numpy {np.__version__}; python {sys.version.split()[0]}; command: python depth.py",
        f"PCG64 seeded with 1000 i + k; steps: signed {SIGNED:.12g}, unsigned {UNSIGNED:.12g}; se = between seeds",
    ]
    path = HERE.parent / "resources" / "oracle" / "depth.csv"
    path.write_text("".join(f"# {h}\n" for h in head) + "width,activation,norm,batch,seeds,layer,nsr,nsr_se,nsr_median,log_nsr,log_nsr_se,kurtosis,kurtosis_se\n" + "".join(",".join(map(str, r)) + "\n" for r in rows))


if __name__ == "__main__":
    main()
