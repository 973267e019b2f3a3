"""Dot products of integers and powers of two, in Python's integers and fractions.

Numbers are rounded to LogQuant by comparing x^2 with 2^(2e-1), in fractions, and to APoT by trying all
levels; then products are shifted as the sources say, and the exact sums are computed from the levels.
Sums in the log domain follow the recursion of Miyashita et al. (2016), section 3, in integers, and beside
it the logarithm of the exact sum with 40 digits.

Command, in toolkit/src/test/oracle: python shifts.py
"""

import platform
import random
from fractions import Fraction as F
from itertools import product
from pathlib import Path

import mpmath
from mpmath import mp, mpf

mp.dps = 40
FILES = Path(__file__).resolve().parent.parent / "resources" / "oracle"


def two(e):
    return F(2) ** e


def log_quant(x, bits, fsr):
    """(sign, exponent), or None for 0: the value at or below the least exponent, the top is fsr - 1."""
    if x == 0:
        return None
    square = F(x) ** 2
    e = -200
    while square >= two(2 * e + 1):  # |x| >= 2^(e + 1/2)
        e += 1
    if e <= fsr - 2**bits:
        return None
    return (1 if x > 0 else -1), min(e, fsr - 1)


def value(code):
    return F(0) if code is None else code[0] * two(code[1])


def bitshift(r, e):
    return r << e if e >= 0 else r >> -e


TERMS = {2: [[0, 1, 2]], 3: [[0, 1, 3], [2]], 4: [[0, 2, 4], [1, 3, 5]], 5: [[0, 2, 5], [1, 3, 6], [4]]}
TERMS[6] = [[0, 3, 6], [1, 4, 7], [2, 5, 8]]


def apot(bits):
    """Magnitudes of bits - 1 bits: (level, exponents of its terms)."""
    terms = TERMS[bits - 1]
    top = sum(two(-min(t)) for t in terms)
    rows = {}
    for c in product(*[[None] + t for t in terms]):
        rows[sum(two(-e) for e in c if e is not None) / top] = c
    return sorted(rows.items()), top


def nearest_apot(x, bits):
    rows, _ = apot(bits)
    size = abs(F(x))
    i = min(range(len(rows)), key=lambda k: (abs(rows[k][0] - size), k % 2))  # ties to the even code
    return (-1 if x < 0 else 1), rows[i]


def dyadic(rng, scale):
    """A number that is exactly a float."""
    return F(round(rng.gauss(0, scale) * 4096), 4096)


def text(values):
    return " ".join(str(float(v)) if isinstance(v, F) else str(v) for v in values)


def linear_rows(rng):
    for case, bits, fsr, dropped in [
        ("integers", 3, 1, 0), ("integers", 4, 2, 0), ("integers", 4, 2, 9), ("integers", 5, 1, 0),
        ("integers", 5, 3, 25), ("integers", 6, 2, 50), ("integers", 2, 0, 1),
        ("powers", 3, 1, 0), ("powers", 4, 2, 0), ("powers", 4, 1, 17), ("powers", 5, 2, 0), ("powers", 5, 0, 41),
        ("powers", 6, 1, 90), ("additive", 3, 0, 0), ("additive", 4, 0, 0), ("additive", 4, 0, 2), ("additive", 5, 0, 0),
        ("additive", 6, 0, 3), ("additive", 7, 0, 0),
    ]:
        for n in (1, 7, 100):
            x = [dyadic(rng, 0.7) for _ in range(n)]
            x[0] = F(0) if n == 7 else x[0]
            least = fsr - 2**bits + 1
            if case == "integers":
                r = [rng.randint(-128, 127) for _ in range(n)]
                codes = [log_quant(v, bits, fsr) for v in x]
                got = sum(c[0] * bitshift(a, c[1] - least - dropped) for a, c in zip(r, codes) if c)
                exact = sum(a * value(c) for a, c in zip(r, codes))
                unit = two(least + dropped)
            elif case == "powers":
                r = [dyadic(rng, 0.7) for _ in range(n)]
                pairs = [(log_quant(a, bits, fsr), log_quant(v, bits, fsr)) for a, v in zip(r, x)]
                got = sum(a[0] * b[0] * bitshift(1, a[1] + b[1] - 2 * least - dropped) for a, b in pairs if a and b)
                exact = sum(value(a) * value(b) for a, b in pairs)
                unit = two(2 * least + dropped)
            else:
                r = [rng.randint(-128, 127) for _ in range(n)]
                _, top = apot(bits)
                low = max(max(t) for t in TERMS[bits - 1])
                levels = [nearest_apot(v, bits) for v in x]
                got = sum(s * bitshift(a, low - e - dropped) for a, (s, (_, c)) in zip(r, levels) for e in c if e is not None)
                exact = sum(a * s * level for a, (s, (level, _)) in zip(r, levels))
                unit = two(-low) / top * two(dropped)
            if dropped == 0:
                assert got * unit == exact
            yield [case, bits, fsr, dropped, text(r), text(x), got, mp.nstr(mpf(exact.numerator) / exact.denominator, 25)]


def log_domain(exponents, fraction):
    s = None
    for p in exponents:
        if s is None:
            s = p << fraction
        else:
            s = max(s, p << fraction) + bitshift(1 << fraction, -abs((s >> fraction) - p))
    return s


def tabulated(exponents, fraction):
    s = None
    for p in exponents:
        if s is None:
            s = p << fraction
        else:
            d = mpf(abs(s - (p << fraction))) / 2**fraction
            s = max(s, p << fraction) + int(mp.nint(2**fraction * mp.log(1 + mpf(2) ** -d, 2)))
    return s


def log_rows(rng):
    for fraction in (2, 4, 8, 12):
        for n, spread in [(1, 1), (2, 1), (2, 12), (16, 4), (100, 7), (300, 15), (300, 1)]:
            p = [rng.randint(0, spread - 1) for _ in range(n)]
            exact = sum(1 << e for e in p)
            yield [fraction, text(p), log_domain(p, fraction), tabulated(p, fraction), mp.nstr(mp.log(exact, 2), 25)]


def write(name, columns, rows):
    rows = list(rows)
    with open(FILES / (name + ".csv"), "w") as out:
        out.write(f"# Python {platform.python_version()}, mpmath {mpmath.__version__}; python shifts.py\n")
        out.write(",".join(columns) + "\n")
        for row in rows:
            out.write(",".join(str(c) for c in row) + "\n")
    print(name, len(rows), "rows")


write("shifts", ["case", "bits", "fsr", "dropped", "left", "x", "sum", "exact"], linear_rows(random.Random(1603)))
write("log_sums", ["fraction", "exponents", "shifting", "tabulated", "log2"], log_rows(random.Random(1025)))
