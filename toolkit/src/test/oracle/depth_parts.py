"""Parts, kurtosis and scatter of the noise in the reference run at 6 bits, simulated with numpy.

The network of depth.py. With h, h' what enters a layer in the network and its twin before rounding (and before the
centring that follows the rounding), q the rounding: immediate = Q(W) q(h) - W h, accumulated = W (h' - h), cross = the
rest, as powers over the signal's. kurtosis = excess kurtosis of e = y' - y over all entries of a network. log_variance
= variance over samples and networks of log(|e|^2/|y|^2) of a sample. correlation = sum y y' / sqrt(sum y^2 sum y'^2).
"""

import sys
from pathlib import Path

import numpy as np
from scipy import optimize, stats

from depth import gaussian_mse

HERE = Path(__file__).resolve().parent
LAYERS = [1, 2, 4, 8, 16]
WIDTH, BATCH, SEEDS = 128, 256, 96
RUNS = [("identity", "sample-rms"), ("relu", "sample-rms"), ("relu", "sample-meanstd")]
NAMES = ["immediate", "accumulated", "cross", "kurtosis", "log_variance", "correlation"]


def best_step(low, high, guess):
    return optimize.minimize_scalar(lambda s: gaussian_mse(s, low, high), bounds=(guess / 2, guess * 2), method="bounded", options={"xatol": 1e-9}).x


SIGNED = best_step(-31, 31, 0.1)
UNSIGNED = best_step(0, 63, 0.055) * np.sqrt(2)  # of max(Z, 0) / sqrt(1/2)


def quantize(x, s, low, high):
    return np.clip(np.rint(x / s), low, high) * s


def rounded(h, act):
    return quantize(h, UNSIGNED, 0, 63) if act == "relu" else quantize(h, SIGNED, -31, 31)


def centred(h, norm):
    return (h - h.mean(axis=0)) / h.std(axis=0) if norm == "sample-meanstd" else h


def normalized(y, act):
    u = np.maximum(y, 0) if act == "relu" else y
    return u / np.sqrt(np.mean(u**2, axis=0))


def network(act, norm, seed):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((WIDTH, BATCH))  # in double: no rounding but the one that is studied
    twin, clean, alone = quantize(x, SIGNED, -31, 31), x, quantize(x, SIGNED, -31, 31)
    rows = []
    for layer in range(1, LAYERS[-1] + 1):
        w = rng.standard_normal((WIDTH, WIDTH)) / np.sqrt(WIDTH)
        wq = quantize(w, SIGNED / np.sqrt(WIDTH), -31, 31)
        y, z = w @ x, wq @ twin
        if layer in LAYERS:
            e, power = z - y, (y**2).sum()
            immediate, accumulated = wq @ alone - y, w @ (clean - x)
            parts = [(v**2).sum() / power for v in (immediate, accumulated, e - immediate - accumulated)]
            logs = np.log((e**2).sum(axis=0) / (y**2).sum(axis=0))
            rows.append(parts + [stats.kurtosis(e, axis=None), logs, (y * z).sum() / np.sqrt(power * (z**2).sum())])
        h, k = normalized(y, act), normalized(z, act)
        x, clean = centred(h, norm), centred(k, norm)
        twin, alone = centred(rounded(k, act), norm), centred(rounded(h, act), norm)
    return rows


def main():
    lines = []
    for act, norm in RUNS:
        runs = [network(act, norm, 1000 * i + 6) for i in range(SEEDS)]
        for i, layer in enumerate(LAYERS):
            row = [act, norm, WIDTH, BATCH, SEEDS, layer]
            for j, name in enumerate(NAMES):
                values = [r[i][j] for r in runs]
                if name == "log_variance":  # one network's contribution: squares about the mean of all
                    values = ((np.array(values) - np.mean(values)) ** 2).mean(axis=1)
                row += [f"{np.mean(values):.10g}", f"{np.std(values, ddof=1) / np.sqrt(SEEDS):.4g}"]
            lines.append(",".join(map(str, row)))
            print(lines[-1], flush=True)
    head = [
        __doc__.split("\n")[0],
        f"numpy {np.__version__}; python {sys.version.split()[0]}; command: python depth_parts.py",
        f"PCG64 seeded with 1000 i + 6; steps: signed {SIGNED:.12g}, unsigned {UNSIGNED:.12g}; se = between networks",
    ]
    names = ",".join(f"{n},{n}_se" for n in NAMES)
    path = HERE.parent / "resources" / "oracle" / "depth_parts.csv"
    path.write_text("".join(f"# {h}\n" for h in head) + f"activation,norm,width,batch,seeds,layer,{names}\n" + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
