"""Partial moments of N(0,1) in its far tail, down to where doubles underflow: gaussian_far.csv.

Closed forms at 420 digits (see oracle.py); about, lo and hi are exactly doubles.
"""

from mpmath import mp, mpf

import oracle

mp.dps = 420  # what is below 10^-410 would be written as 0, and differences of tails lose a few digits
INF = mp.inf
LEAST = mpf(2) ** -1022  # the least normal double: below, a double has fewer digits

# Cells and tails from where quadrature of the density itself is easy to where phi is no double any more.
ENDS = [8.5, 12, 20, 27, 30.25, 33, 35, 36.5, 37, 37.4375]
WIDTHS = [2**-30, 2**-10, 0.0625, 0.25, 1, 6, INF]


def places():
    for lo in ENDS:
        for width in WIDTHS:
            hi = INF if width == INF else lo + width
            for about in (0, lo, lo + 1 / 16):
                yield about, lo, hi
                yield -about, -hi, -lo
    for lo in (37.75, 38.5, 40):  # far cells that only a far centre makes a double of
        yield 1e30, lo, INF
        yield -1e30, lo, lo + 1


def main():
    law = oracle.Law("gaussian", oracle.gaussian_tail)
    rows = []
    for about, lo, hi in places():
        flip = hi < 0
        a, b, c = (mpf(-about), mpf(-hi), mpf(-lo)) if flip else (mpf(about), mpf(lo), mpf(hi))
        m = law.moments(b, c, a)[:4]
        middle = min(max(a, b), c)
        left, right = law.moments(b, middle, a), law.moments(middle, c, a)
        size = [right[k] + (-1) ** k * left[k] for k in range(4)]
        if flip:
            m = [(-1) ** k * x for k, x in enumerate(m)]
        if size[0] * abs(a if a else 1) ** 3 < LEAST:
            continue
        rows.append([about, lo, hi] + m + size[1::2])
    oracle.write(
        "gaussian_far.csv",
        ["m0..m3 = E[(X - about)^k; lo < X <= hi] of N(0,1); a1, a3 the same of |X - about|."],
        ["about", "lo", "hi", "m0", "m1", "m2", "m3", "a1", "a3"],
        [[mpf(x) for x in row] for row in rows],
    )


if __name__ == "__main__":
    main()
