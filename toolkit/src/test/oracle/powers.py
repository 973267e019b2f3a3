"""Sums of powers and of rounding errors over floats, exact in rational numbers.

Value i of a set is k 2^s with k = (40503 i + 12345) mod 65536 - 32768 and s = i mod span - offset: a
float without rounding. Rounding is that of numpy's float32, one operation at a time:
y = step * clip(rint(x / step), -127, 127), or with x * (1 / step). A sum is rounded once, by Python,
from the exact rational number.
"""

import platform
from fractions import Fraction
from pathlib import Path

import numpy as np

SETS = [  # name, values, span, offset, step
    ("one", 1, 1, 3, 0.5),
    ("even", 5000, 1, 12, 0.05),
    ("block", 4096 + 77, 20, 22, 0.3),
    ("wide", 9001, 200, 140, 1e-3),
    ("tiny", 4500, 3, 135, 2e-38),
    ("huge", 4500, 3, -108, 1e36),
]

rows = []
for name, n, span, offset, step in SETS:
    exact = [
        Fraction((40503 * i + 12345) % 65536 - 32768) * Fraction(2) ** (i % span - offset)
        for i in range(n)
    ]
    x = np.array([float(v) for v in exact], np.float32)
    assert all(Fraction(float(a)) == b for a, b in zip(x, exact))
    powers = [float(sum(v**p for v in exact)) for p in (1, 2, 3, 4)]
    s = np.float32(step)
    for how in ("divide", "multiply"):
        with np.errstate(over="ignore"):
            quotient = x / s if how == "divide" else x * (np.float32(1) / s)
        y = s * np.clip(np.rint(quotient), np.float32(-127), np.float32(127))
        assert y.dtype == np.float32
        e = [Fraction(float(b)) - a for a, b in zip(exact, y)]
        xe = float(sum(a * b for a, b in zip(exact, e)))
        sizes = float(sum(abs(a * b) for a, b in zip(exact, e)))
        xy = sum(a * Fraction(float(b)) for a, b in zip(exact, y))
        yy = sum(Fraction(float(b)) ** 2 for b in y)
        rows.append(
            [name, n, span, offset, repr(float(s)), how]
            + [repr(v) for v in powers]
            + [repr(xe), repr(sizes), repr(float(sum(e))), repr(float(sum(map(abs, e))))]
            + [repr(float(sum(v * v for v in e))), repr(float(max(map(abs, e))))]
            + [repr(float(xy)), repr(float(yy))]
        )

out = Path(__file__).parent / "../resources/oracle/powers.csv"
with out.open("w") as f:
    print("# Sums over floats k 2^s, k = (40503 i + 12345) mod 65536 - 32768, s = i mod span - offset:", file=f)
    print("# of x, x^2, x^3, x^4, and for e = y - x of x e, |x e|, e, |e|, e^2, the greatest |e|, x y, y^2.", file=f)
    print("# y = step clip(rint(x / step), -127, 127) in float32, or x (1 / step) for multiply.", file=f)
    print(f"# Made by Python {platform.python_version()} (fractions), numpy {np.__version__} (float32 rounding).", file=f)
    print("# Command, in toolkit/src/test/oracle: python powers.py", file=f)
    print("set,n,span,offset,step,how,x1,x2,x3,x4,xe,xe_sizes,e,e_sizes,ee,maximum,xy,yy", file=f)
    for row in rows:
        print(*row, sep=",", file=f)
