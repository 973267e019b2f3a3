"""Scales of least p-norm and of least relative error: losses.csv.

The slope of the loss over the scale is integrated at 30 digits, each half cell by itself, and its root
found by bisection around the minimum that a scan of the loss shows.
"""

from mpmath import mp, mpf

import oracle

mp.dps = 30
DENSITIES = {
    "gaussian": mp.npdf,
    "laplace": lambda x: mp.exp(-mp.sqrt(2) * abs(x)) / mp.sqrt(2),
}


def half_cells(top, s):
    """Upper halves of a symmetric grid k s, |k| <= top: (level, from, to), split at the level."""
    yield 0, mpf(0), s / 2
    for k in range(1, top + 1):
        yield k, (k - mpf(1) / 2) * s, k * s
        if k < top:
            yield k, k * s, (k + mpf(1) / 2) * s
        else:
            for a, b in ((0, 1), (1, 4), (4, 16), (16, mp.inf)):
                yield k, k * s + a, k * s + b


def total(pdf, top, s, f):
    """Twice the sum over half cells of the integral of f(x, k) pdf(x)."""
    return 2 * mp.fsum(
        mp.quad(lambda x: f(x, k) * pdf(x), [a, b]) for k, a, b in half_cells(top, s)
    )


def optimum(pdf, top, loss, slope):
    def value(s):
        return total(pdf, top, s, lambda x, k: loss(x, k * s))

    def derivative(s):
        return total(pdf, top, s, lambda x, k: k * slope(x, k * s))

    steps = [mpf(2) ** (mpf(i) / 8 - 5) * 7 / top for i in range(48)]
    with mp.workdps(10):
        best = min(range(1, 47), key=lambda i: value(steps[i]))
    lo, hi = steps[best - 1], steps[best + 1]
    for _ in range(200):
        middle = (lo + hi) / 2
        if derivative(middle) > 0:
            hi = middle
        else:
            lo = middle
        if hi - lo < mpf(10) ** -18 * hi:
            break
        # Secant steps would be fewer; bisection cannot leave the minimum that was bracketed.
    s = (lo + hi) / 2
    return s, value(s)


def norm(p):
    return (
        lambda x, l: abs(x - l) ** p,
        lambda x, l: -p * mp.sign(x - l) * abs(x - l) ** (p - 1),
    )


RELATIVE = (
    lambda x, l: (1 - l / x) ** 2,
    lambda x, l: -2 * (1 - l / x) / x,
)

rows = []
for name, pdf in DENSITIES.items():
    for bits in (3, 4):
        for label, (loss, slope) in {"1": norm(1), "3": norm(3), "4": norm(4), "relative": RELATIVE}.items():
            s, value = optimum(pdf, 2 ** (bits - 1) - 1, loss, slope)
            rows.append([name, bits, label, s, value])

oracle.write(
    "losses.csv",
    [
        "Scale of the SYMMETRIC integer grid with the least loss, thresholds at midpoints, and that loss.",
        "loss p: E|Q(X) - X|^p; loss relative: E[((Q(X) - X)/X)^2]. Unit variance.",
    ],
    ["law", "bits", "loss", "scale", "value"],
    rows,
)
