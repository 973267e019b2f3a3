"""The greatest of n numbers: probabilities, mean and variance, from the distribution function to the n-th power.

Nothing of the density: E[M] is the integral of 1 - F^n less that of F^n left of 0, E[M^2] of 2x(1 - F^n) and
-2x F^n; at 40 digits. For the folded Laplace law both are harmonic sums, used as a check.
"""

from oracle import *

mp.dps = 40


def normal(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


def student(x, nu=5):
    tail = mp.betainc(mpf(nu) / 2, HALF, 0, nu / (nu + x * x), regularized=True) / 2
    return tail if x < 0 else 1 - tail


LAWS = {
    "gaussian": (normal, -mp.inf),
    "folded": (lambda x: mp.erf(x / mp.sqrt(2)) if x > 0 else mpf(0), mpf(0)),
    "folded_laplace": (lambda x: -mp.expm1(-x) if x > 0 else mpf(0), mpf(0)),
    "student5": (student, -mp.inf),
    "uniform": (lambda x: min(max(x, mpf(0)), mpf(1)), mpf(0)),
}
COUNTS = [2, 3, 10, 64, 1000, 10**6]


def where(name, f, p):
    """The point where F reaches p, by bisection: only to place the panels."""
    lo, hi = mpf(-60), mpf(10) ** 4
    for _ in range(80):
        middle = (lo + hi) / 2
        lo, hi = (middle, hi) if f(middle) < p else (lo, middle)
    return hi


def moments(name, f, start, n):
    panels = [where(name, f, mpf(p) ** (mpf(1) / n)) for p in ("1e-12", "1e-3", "0.5", "0.999", "1")]
    panels[-1] = mpf(1) if name == "uniform" else 3 * panels[-2]
    end = [] if name == "uniform" else [10 * panels[-1], mp.inf]
    right = [mpf(0)] + [x for x in panels if x > 0] + end
    left = [] if start == 0 else [-mp.inf, mpf(-8)] + [x for x in panels if -8 < x < 0] + [mpf(0)]
    above = lambda x: -mp.expm1(n * mp.log(f(x))) if f(x) > 0 else mpf(1)
    mean = mp.quad(above, right)
    square = mp.quad(lambda x: 2 * x * above(x), right)
    if left:
        mean -= mp.quad(lambda x: f(x) ** n, left)
        square -= mp.quad(lambda x: 2 * x * f(x) ** n, left)
    return mean, square - mean**2


rows = []
for name, (f, start) in LAWS.items():
    for n in COUNTS:
        mean, variance = moments(name, f, start, n)
        if name == "folded_laplace":
            assert abs(mean - mp.harmonic(n)) < mpf(10) ** -16 * mean
            assert abs(variance - (mp.zeta(2) - mp.zeta(2, n + 1))) < mpf(10) ** -14 * variance
        if name == "uniform":
            assert abs(mean - mpf(n) / (n + 1)) < mpf(10) ** -20
        for p in (1e-6, 0.5, 1 - 1e-6):
            x = mpf(float(where(name, f, mpf(p) ** (mpf(1) / n))))
            g = f(x)
            rows.append((name, str(n), x, g**n, -mp.expm1(n * mp.log(g)), mean, variance))
write(
    "extremes.csv",
    ["P(M <= x), P(M > x), mean and variance of the greatest of n; folded: |N(0,1)|; folded_laplace: exponential, mean 1."],
    ["law", "count", "x", "cdf", "survival", "mean", "variance"],
    rows,
)
