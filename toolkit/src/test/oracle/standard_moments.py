"""Centred partial moments of the laws over narrow cells, wide intervals and tails: standard_moments.csv.

Closed forms at 260 digits (see oracle.py); about, lo and hi are exactly doubles.
"""

import mpmath
from mpmath import mp, mpf

import oracle
from oracle import generalized_tail, logistic_tail, student_tail

mp.dps = 260  # tails of 1e-143 come out of differences of ones
INF = mp.inf


def general(shape):
    """Like generalized_tail for any shape, by the incomplete gamma function throughout."""
    b = mpf(shape)
    norm = 2 * mp.gamma(1 / b)
    return lambda u, top=4: [mp.gammainc((k + 1) / b, u**b) / norm for k in range(5)]


def dilog_free(u, top=4):
    """logistic_tail is right for u > 0; at 0 the polylogarithms are zeta values."""
    return logistic_tail(u, 4)


LAWS = [
    ("gaussian", 0, oracle.gaussian_tail),
    ("laplace", 0, oracle.laplace_tail),
    ("logistic", 0, dilog_free),
    *[("student", nu, student_tail(nu)) for nu in (0.5, 1, 2, 2.0625, 3, 4.03125, 5, 17.5, 40, 1000)],
    *[("power", b, general(b)) for b in (0.3, 0.5, 0.75, 1.5, 2.5, 3, 8, 40.5)],
    ("rectified", 0, oracle.gaussian_tail),
    ("folded", 0, oracle.gaussian_tail),
]

# (about, lo, hi)
PLACES = [
    (0, -INF, INF),
    (0.5, -INF, INF),
    (0, 0, INF),
    (0, -INF, -0.75),
    (0.0078125, 0, 0.015625),
    (0, -0.015625, 0.015625),
    (0, -0.25, 0.25),
    (0.5, 0.25, 0.75),
    (-0.5, -0.75, -0.25),
    (0.75, 1e-6, 0.9),
    (1.015625, 1, 1.03125),
    (-2.5, -2.75, -2.25),
    (3, 2.9990234375, 3.0009765625),
    (1, 0.3, 12.5),
    (4, 4.0625, INF),
    (-8, -INF, -8.03125),
    (6, 5.984375, 6.015625),
    (30, 30.25, INF),
    (12, 12.03125, 1e9),
    (0, -3, 1e12),
    (200, 0.5, 3),
]


def digits(x):
    return "inf" if x == INF else "-inf" if x == -INF else repr(float(x))


def heavy(law, parameter, lo, hi, k):
    """A moment of Student's law that does not exist."""
    return law == "student" and k >= parameter and (lo == -INF or hi == INF)


def student_cell(nu, lo, hi, about):
    """By quadrature where raw moments are infinite and their differences are not."""
    c = mp.gamma(mpf(nu + 1) / 2) / (mp.sqrt(nu * mp.pi) * mp.gamma(mpf(nu) / 2))
    f = lambda x: c * (1 + x * x / nu) ** (-mpf(nu + 1) / 2)
    marks = [lo] + [mpf(s) * 10**e for s in (-1, 1) for e in range(-1, 13)] + [mpf(0), about, hi]
    marks = sorted(set(x for x in marks if lo <= x <= hi))
    with mp.workdps(40):
        m = [mp.quad(lambda x: (x - about) ** k * f(x), marks) for k in range(5)]
        a = [mp.quad(lambda x: abs(x - about) ** k * f(x), marks) for k in range(5)]
    return m, a


def row(name, parameter, law, about, lo, hi):
    about, lo, hi = mpf(about), mpf(lo), mpf(hi)
    if hi < 0:  # the mirror image: exact, where a difference from the whole is not
        m, a = cell(name, parameter, law, -about, -hi, -lo)
        m = [(-1) ** k * x for k, x in enumerate(m)]
    else:
        m, a = cell(name, parameter, law, about, lo, hi)
    numbers = [mpmath.nstr(x, 20) if mp.isfinite(x) else digits_of(x) for x in m + a[1::2]]
    return [name, digits(parameter), digits(about), digits(lo), digits(hi)] + numbers


def cell(name, parameter, law, about, lo, hi):
    if name == "student" and parameter <= 4 and lo > -INF and hi < INF:
        m, a = student_cell(parameter, lo, hi, about)
    else:
        m = law.moments(lo, hi, about)
        c = min(max(about, lo), hi)
        left, right = law.moments(lo, c, about), law.moments(c, hi, about)
        a = [right[k] + (-1) ** k * left[k] for k in range(5)]
    for k in range(5):
        if heavy(name, parameter, lo, hi, k):
            if k % 2 == 0:
                m[k] = a[k] = INF
            else:
                both = lo == -INF and hi == INF
                m[k], a[k] = mp.nan if both else INF if hi == INF else -INF, INF
    return m, a


def digits_of(x):
    return "nan" if mp.isnan(x) else "inf" if x > 0 else "-inf"


def main():
    rows = []
    for name, parameter, tail in LAWS:
        sided = name if name in ("rectified", "folded") else "two"
        law = oracle.Law(name, tail, 1, sided)
        for about, lo, hi in PLACES:
            if sided != "two" and hi <= 0:
                continue
            rows.append(row(name, parameter, law, about, lo, hi))
        print(name, parameter, flush=True)
    oracle.write(
        "standard_moments.csv",
        [
            "E[(X - about)^k; lo < X <= hi], k = 0..4, and a1, a3 the same of |X - about|, of standard laws:",
            "gaussian N(0,1), laplace scale 1, logistic scale 1, student (parameter = degrees of freedom),",
            "power (density ~ exp(-|x|^parameter)), rectified max(N(0,1), 0), folded |N(0,1)|.",
        ],
        ["law", "parameter", "about", "lo", "hi", "m0", "m1", "m2", "m3", "m4", "a1", "a3"],
        rows,
    )


if __name__ == "__main__":
    main()
