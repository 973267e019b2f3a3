"""Noise of a small layer, by brute force over samples and outputs: second_moments.csv.

Weights, inputs and steps are exact in binary, so that every program has the same ones: W[j][i] = ((37 i + 11 j) mod 23
- 11) / 16, x[i][t] = max(0, ((29 i + 53 t + i t) mod 61 - 20) / 32), five outputs, seven inputs, forty samples.
Quantized is round(v / step) step, halves to even, clipped at code limits. Nothing here forms a matrix of moments.
"""

import platform
from pathlib import Path

import numpy

TARGET = Path(__file__).resolve().parent.parent / "resources" / "oracle" / "second_moments.csv"
M, N, T = 5, 7, 40
w = numpy.array([[((37 * i + 11 * j) % 23 - 11) / 16 for i in range(N)] for j in range(M)])
x = numpy.array([[max(0.0, ((29 * i + 53 * t + i * t) % 61 - 20) / 32) for t in range(T)] for i in range(N)])


def rounded(v, step, low, high):
    return numpy.clip(numpy.rint(v / step), low, high) * step


rows = []
for weight_step, input_step, top in [(0.125, 0.09375, 15), (0.25, 0.0625, 15), (0.1875, 0.28125, 7), (0.09375, 0.375, 3)]:
    wq, xq = rounded(w, weight_step, -7, 7), rounded(x, input_step, 0, top)
    ew, e = wq - w, xq - x
    power = numpy.mean((wq @ xq - w @ x) ** 2)
    # Uncorrelated errors: the mean over independent shuffles of samples is a double sum over samples, input by input.
    uncorrelated = numpy.mean((ew @ x + wq @ e.mean(axis=1, keepdims=True)) ** 2)
    uniform = numpy.mean((ew @ x) ** 2)
    for j in range(M):
        for i in range(N):
            rest = e[i] - e[i].mean()
            uncorrelated += (wq[j, i] ** 2 * numpy.mean(rest**2) + 2 * ew[j, i] * wq[j, i] * numpy.mean(x[i] * rest)) / M
            uniform += wq[j, i] ** 2 * numpy.count_nonzero(x[i]) / T * input_step**2 / 12 / M
    rows.append((weight_step, input_step, top, power, uncorrelated, uniform))

about = [
    "Power of the error of a small layer, mean over 5 outputs and 40 samples; second_moments.py says of which.",
    "power: of W' x' - W x. uncorrelated: errors of different inputs uncorrelated. uniform: step^2/12 where x is not 0.",
    f"Made by numpy {numpy.__version__}, Python {platform.python_version()}.",
    "Command, in toolkit/src/test/oracle: python second_moments.py",
]
lines = [f"# {line}" for line in about] + ["weight_step,input_step,top,power,uncorrelated,uniform"]
lines += [",".join(repr(float(v)) if k != 2 else str(v) for k, v in enumerate(row)) for row in rows]
TARGET.write_text("\n".join(lines) + "\n")
print(f"{TARGET.name}: {len(rows)} rows")
