"""Levels and thresholds of number formats, from their definitions.

Levels are exact fractions, or 40 digits where quantiles come in. Written from the printed
definitions (Li et al. 2020 for powers of two and APoT, Miyashita et al. 2016 for LogQuant, Fang et al.
2020 for PWLQ, Dettmers et al. 2023 for NormalFloat), and where noted from what their programs compute.
"""

import itertools
import platform
from fractions import Fraction as F
from pathlib import Path

import mpmath
from mpmath import mp, mpf

mp.dps = 40
FILES = Path(__file__).resolve().parent.parent / "resources" / "oracle"


def two(e):
    return F(2) ** e


def mirrored(levels):
    return sorted({s * x for x in levels for s in (1, -1)})


def midpoints(levels):
    return [(a + b) / 2 for a, b in zip(levels, levels[1:])]


# --- powers of two ------------------------------------------------------------------------------


def pot(b):
    return mirrored([F(0)] + [two(-k) for k in range(2 ** (b - 1))])


def coded_pot(b):
    """A sign and a magnitude code of b - 1 bits, one of which is 0."""
    return mirrored([F(0)] + [two(-k) for k in range(2 ** (b - 1) - 1)])


def printed_pot(b):
    """The piecewise rule: level 2^k takes [2^k, 2^(k+1)), 0 what is below 2^(-b+1)."""
    powers = [two(k) for k in range(-b + 1, 1)]
    return mirrored([F(0)] + powers), sorted([-x for x in powers] + powers)


def log_quant(b, fsr):
    powers = [two(k) for k in range(fsr - 2**b + 1, fsr)]
    t = [mpf(x.numerator) / x.denominator / mp.sqrt(2) for x in powers]
    return mirrored([F(0)] + powers), sorted([-x for x in t] + t)


# --- APoT ---------------------------------------------------------------------------------------


def sums(terms):
    levels = sorted({sum(c) for c in itertools.product(*terms)})
    return [x / levels[-1] for x in levels]


def apot_terms(b, k):
    n = b // k
    return [[F(0)] + [two(-(i + j * n)) for j in range(2**k - 1)] for i in range(n)]


def apot_formula(b, k=2):
    return sums(apot_terms(b, k))


def apot_signed(b, k=2):
    return sums([mirrored(t) for t in apot_terms(b, k)])


# Exponents of the terms in the authors' program, by the number of magnitude bits.
PROGRAM = {
    2: [[1, 2, 3]],
    3: [[1, 2, 4], [3]],
    4: [[1, 3, 5], [2, 4, 6]],
    5: [[1, 3, 6], [2, 4, 7], [5]],
    6: [[1, 4, 7], [2, 5, 8], [3, 6, 9]],
}


def apot_usual(magnitude_bits):
    return sums([[F(0)] + [two(-e) for e in t] for t in PROGRAM[magnitude_bits]])


# --- PWLQ ---------------------------------------------------------------------------------------


def uniform(n, lo, hi):
    return [lo + (hi - lo) * k / (n - 1) for k in range(n)]


def pwlq(b, m, p):
    n = 2 ** (b - 1)
    return mirrored(uniform(n, F(0), p) + uniform(n, p, m))


def pwlq_program(b, m, p):
    """Centre k 2p/(2^b - 1) inside (-p, p), tails of 2^(b-1) levels; |x| = p belongs to the tails."""
    n = 2 ** (b - 1)
    step = 2 * p / (2**b - 1)
    centre = [k * step for k in range(-n + 1, n)]
    tail = uniform(n, p, m)
    left = [-x for x in reversed(tail)]
    t = midpoints(left) + [-p] + midpoints(centre) + [p] + midpoints(tail)
    return left + centre + tail, t


# --- NormalFloat --------------------------------------------------------------------------------


def normal_float(b):
    n = 2**b
    d = 1 - (mpf(1) / (2 * (n - 1)) + mpf(1) / (2 * n)) / 2

    def quantiles(k):  # k of k + 1 equidistant probabilities from d down to 1/2
        return [mp.sqrt(2) * mp.erfinv(2 * (d + j * (mpf(1) / 2 - d) / k) - 1) for j in range(k)]

    top = quantiles(1)[0]
    above, below = quantiles(n // 2), quantiles(n // 2 - 1)
    return sorted([x / top for x in above] + [mpf(0)] + [-x / top for x in below])


# --- files --------------------------------------------------------------------------------------


def number(x):
    if isinstance(x, F):
        x = mpf(x.numerator) / x.denominator
    return mpmath.nstr(x, 20, strip_zeros=True) if x else "0"


def write(name, about, header, rows):
    lines = [f"# {line}" for line in about]
    lines += [
        f"# Made by Python {platform.python_version()} fractions and mpmath {mpmath.__version__} ({mp.dps} digits).",
        "# Command, in toolkit/src/test/oracle: python formats.py",
        header,
    ]
    (FILES / name).write_text("\n".join(lines + [",".join(r) for r in rows]) + "\n")
    print(name, len(rows), "rows")


def table():
    for b in range(1, 7):
        yield "pot", b, "", pot(b), None
        if b > 1:
            yield "pot-coded", b, "", coded_pot(b), None
        yield "pot-printed", b, "", *printed_pot(b)
    for b, fsr in [(2, 1), (3, 0), (4, 1), (4, -3), (5, 4)]:
        yield "log", b, f"fsr={fsr}", *log_quant(b, fsr)
    for b in (2, 4, 6, 8):
        yield "apot-formula", b, "base=2", apot_formula(b), None
    yield "apot-formula", 6, "base=3", apot_formula(6, 3), None
    yield "apot-formula", 3, "base=1", apot_formula(3, 1), None
    yield "apot-signed", 4, "base=2", apot_signed(4), None
    yield "apot-signed", 3, "base=3", apot_signed(3, 3), None
    for b in PROGRAM:
        yield "apot-unsigned", b, "", apot_usual(b), None
        yield "apot", b + 1, "", mirrored(apot_usual(b)), None
    for b, m, p in [(2, 1.0, 0.25), (3, 3.0, 1.25), (4, 0.8, 0.2), (5, 4.0, 1.4), (8, 0.8, 0.2)]:
        yield "pwlq", b, f"m={m} p={p}", pwlq(b, F(m), F(p)), None
        yield "pwlq-reference", b, f"m={m} p={p}", *pwlq_program(b, F(m), F(p))
    for b in (2, 3, 4, 5, 8):
        yield "nf-formula", b, "", normal_float(b), None


rows = []
for name, bits, parameters, levels, t in table():
    t = midpoints(levels) if t is None else t
    assert len(t) == len(levels) - 1
    for i, x in enumerate(levels):
        above = number(t[i]) if i < len(t) else ""
        rows.append((name, str(bits), parameters, str(i), number(x), above))
write(
    "format_levels.csv",
    [
        "Levels and the threshold above each. m and p are exactly the doubles that these decimals are read as."
    ],
    "format,bits,parameters,index,level,upper",
    rows,
)
