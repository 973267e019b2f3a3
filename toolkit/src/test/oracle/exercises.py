"""Recomputes the numbers expected of the exercises, and compares exercises.json with them.

mpmath alone, nothing of the toolkit. Command, in toolkit/src/test/oracle: python exercises.py
(seen with mpmath 1.4.1, Python 3.11.7). It ends with status 1 if an entry does not agree.
"""

import json
import sys
from pathlib import Path

from mpmath import mp, mpf

mp.dps = 40
KEYS = Path(__file__).parents[2] / "main" / "resources" / "org" / "halfstep" / "notebook" / "exercises.json"


def gauss(a, b, level):
    """E[(X - level)^2; a < X <= b], X ~ N(0, 1), by its antiderivative."""

    def upper(t):  # integral from t to infinity
        if t == mp.inf:
            return mpf(0)
        q = mp.erfc(t / mp.sqrt(2)) / 2
        return (1 + level**2) * q + (t - 2 * level) * mp.npdf(t)

    return upper(a) - upper(b)


def laplace(a, b, level):
    """The same for the Laplace law with standard deviation 1, 0 <= a < b."""
    r = mp.sqrt(2)

    def upper(t):
        if t == mp.inf:
            return mpf(0)
        u = t - level
        return mp.exp(-r * t) / 2 * (u**2 + r * u + 1)

    return upper(a) - upper(b)


def parts(moment, bits, s):
    """Granular and overload part of the MSE of the symmetric grid with step s, for an even law."""
    top = 2 ** (bits - 1) - 1
    inner = sum(moment((k - mpf(1) / 2) * s, (k + mpf(1) / 2) * s, k * s) for k in range(1, top + 1))
    return 2 * (moment(mpf(0), s / 2, mpf(0)) + inner), 2 * moment((top + mpf(1) / 2) * s, mp.inf, top * s)


def best(moment, bits, guess):
    """The best step: a root of the MSE's derivative, next to the guess."""
    slope = lambda s: mp.diff(lambda t: sum(parts(moment, bits, t)), s)
    return mp.findroot(slope, (guess * mpf("0.95"), guess * mpf("1.05")), solver="anderson", tol=mpf(10) ** -36)


def overload_share():
    granular, overload = parts(gauss, 8, best(gauss, 8, mpf("0.031")))
    return overload / (granular + overload)


def bits_for(decibels):
    """The first width at which the best step of a Laplace law reaches so many dB."""
    guess = {2: "1.41", 3: "0.79", 4: "0.487", 5: "0.29", 6: "0.169", 7: "0.097", 8: "0.055", 9: "0.031"}
    for bits in sorted(guess):
        mse = sum(parts(laplace, bits, best(laplace, bits, mpf(guess[bits]))))
        if -10 * mp.log10(mse) >= decibels:
            return bits


def one_per_cent():
    """The step at which the series of an infinite grid differs from s^2/12 by 1 % of it."""
    term = lambda n, s: (-1) ** n * mp.exp(-2 * mp.pi**2 * n**2 / s**2) / n**2
    return mp.findroot(lambda s: abs(12 / mp.pi**2 * sum(term(n, s) for n in range(1, 9))) - mpf("0.01"), 2)


def mean_ratio():
    """E[(Q(X) - X)^2 / X^2] for X uniform on [-1, 1], step 2/255, levels k s with |k| <= 127."""
    s = mpf(2) / 255
    total = s / 2  # below s/2 the ratio is 1
    for k in range(1, 128):
        a, b, l = (k - mpf(1) / 2) * s, (k + mpf(1) / 2) * s, k * s
        total += (b - a) - 2 * l * mp.log(b / a) + l**2 * (1 / a - 1 / b)
    return total  # twice the half, times the density 1/2


def exponential_levels(n):
    """The least MSE of n levels for e^-x, x >= 0: levels are means of their cells, thresholds midpoints."""

    def gaps(*l):
        t = [mpf(0)] + [(a + b) / 2 for a, b in zip(l, l[1:])]
        mean = [a + 1 - (b - a) / mp.expm1(b - a) for a, b in zip(t, t[1:])] + [t[-1] + 1]
        return [m - x for m, x in zip(mean, l)]

    l = list(mp.findroot(gaps, [mpf(k) / 2 + mpf(1) / 4 + k * k / mpf(3) for k in range(n)]))
    t = [mpf(0)] + [(a + b) / 2 for a, b in zip(l, l[1:])] + [mp.inf]
    return sum(mp.quad(lambda x: (x - m) ** 2 * mp.exp(-x), [a, b]) for m, a, b in zip(l, t, t[1:]))


def gaussian_levels(decibels):
    """The least number of freely placed levels with which N(0, 1) reaches so many dB, by Lloyd-Max."""
    for n in range(48, 60):
        l = [mp.sqrt(6) * mp.erfinv(mpf(2 * k + 1 - n) / n) for k in range(n)]  # Panter and Dite
        for _ in range(9):  # Newton: the means of the cells less the levels
            t = [-mp.inf] + [(a + b) / 2 for a, b in zip(l, l[1:])] + [mp.inf]
            p = [mp.ncdf(b) - mp.ncdf(a) for a, b in zip(t, t[1:])]
            density = [mp.npdf(x) for x in t]
            mean = [(density[i] - density[i + 1]) / p[i] for i in range(n)]
            jacobian = mp.eye(n)
            for i in range(n):
                for edge, other in ((i, i - 1), (i + 1, i + 1)):
                    if 0 < edge < n:
                        rate = density[edge] * abs(t[edge] - mean[i]) / (2 * p[i])
                        jacobian[i, i] -= rate
                        jacobian[i, other] -= rate
            step = mp.lu_solve(jacobian, mp.matrix([m - x for m, x in zip(mean, l)]))
            l = [x + d for x, d in zip(l, step)]
        assert max(abs(d) for d in step) < mpf(10) ** -15
        if 1 - sum(q * x**2 for q, x in zip(p, l)) <= mpf(10) ** (-mpf(decibels) / 10):
            return n

def aciq_laplace(bits, mean_distance):
    """ACIQ's clip of a Laplace law with E|X| given: the root of a = b 3 4^M e^(-a/b)."""
    return mean_distance * mp.lambertw(3 * 4**bits).real


def aciq_gauss(bits):
    """ACIQ's clip of N(0, 1): where the derivative of its objective vanishes."""
    tail = lambda a: mp.quad(lambda x: (x - a) * mp.npdf(x), [a, a + 2, a + 8, a + 20])
    return mp.findroot(lambda a: a / (3 * mpf(4) ** bits) - 2 * tail(a), mpf("2.5"))


def aciq_cheap(decibels):
    """The first width at which ACIQ's clip loses less than so many dB of N(0, 1), 2^M cells on [-a, a]."""

    def mse(s):
        h = 2 ** (bits - 1)
        cells = [(k * s, (k + 1) * s if k < h - 1 else mp.inf, (k + mpf(1) / 2) * s) for k in range(h)]
        return 2 * sum(gauss(*cell) for cell in cells)

    for bits in range(2, 9):
        a = aciq_gauss(bits)
        s = a / 2 ** (bits - 1)
        slope = lambda t: mp.diff(mse, t)
        best = mp.findroot(slope, (s, s * mpf("1.05")), solver="secant", tol=mpf(10) ** -20)
        if 10 * mp.log10(mse(s) / mse(best)) < decibels:
            return bits


def gaussian_clip(c):
    """2 int_c^inf (x - c)^2 phi(x) dx, at digits enough for the difference."""
    with mp.workdps(900):
        return 2 * ((c**2 + 1) * mp.erfc(c / mp.sqrt(2)) / 2 - c * mp.npdf(c))


def midrise(bits, c, sigma):
    """The MSE of 2^bits levels from -c to c under N(0, sigma^2)."""
    half = 2 ** (bits - 1)
    s = 2 * mpf(c) / (2 * half - 1) / sigma
    ends = [k * s for k in range(half)] + [mp.inf]
    return 2 * sigma**2 * sum(gauss(ends[k], ends[k + 1], (k + mpf(1) / 2) * s) for k in range(half))


def tied_ranges():
    """The sigma at which 8 bits on [-2, 2] and on [-6, 6] lose the same."""
    difference = lambda g: mp.log(midrise(8, 2, g) / midrise(8, 6, g))
    return mp.findroot(difference, (mpf("0.64"), mpf("0.68")), solver="anderson", tol=mpf(10) ** -25)


def wrapped_code(x, bits, c):
    """x read back after its code was reduced modulo 2^bits."""
    s = 2 * mpf(c) / (2**bits - 1)
    half = 2 ** (bits - 1)
    return ((mp.floor(mpf(x) / s) + half) % (2 * half) - half + mpf(1) / 2) * s


def wrap_price(nu):
    """Wrap-around over clip error far out, for a density a x^-(nu + 1)."""
    turns = mp.nsum(lambda j: (2 * j - 1) ** (1 - nu), [1, mp.inf])
    return 4 * turns / nu / (mpf(1) / (nu - 2) - mpf(2) / (nu - 1) + mpf(1) / nu)


def student_bits(c):
    """The first width at which t5 of variance 1 loses more beyond c than s^2/12 P(|X| <= c) within."""
    pdf = lambda x: (1 + x**2 / 3) ** -3 * mp.gamma(3) / mp.gamma(mpf(5) / 2) / mp.sqrt(3 * mp.pi)
    outside = 2 * mp.quad(pdf, [c, 2 * c, 8 * c, 64 * c, mp.inf])
    clip = 2 * mp.quad(lambda x: (x - c) ** 2 * pdf(x), [c, 2 * c, 8 * c, 64 * c, mp.inf])
    bits = 2
    while (2 * mpf(c) / (2**bits - 1)) ** 2 / 12 * (1 - outside) > clip:
        bits += 1
    return bits


EXPECTED = {
    "00.1": lambda: 2 * (2**3 - 1) + 1,
    "00.2": lambda: 2 * mpf("0.05"),
    "00.3": lambda: best(gauss, 3, mpf("0.65")),
    "01.1": overload_share,
    "01.2": lambda: mpf(2) / 15,
    "01.3": lambda: bits_for(40),
    "01.4": one_per_cent,
    "01.5": mean_ratio,
    "04.1": lambda: mp.findroot(lambda s: 2 * sum(mp.exp(-2 * (mp.pi * n / s) ** 2) for n in range(1, 9)) - mpf("0.01"), 2),
    "04.2": lambda: -mp.sqrt(sum(parts(laplace, 4, best(laplace, 4, mpf("0.487"))))),
    "04.3": lambda: 2 * mpf(1) / 1,  # the largest s with 1 = m s/2
    "04.4": lambda: (mpf("0.7") / 80) / (mpf("0.7") / 12) ** 2,
    "05.1": lambda: mp.sqrt(2 / mp.pi),
    "05.2": lambda: (2 * mp.quad(lambda x: mp.cbrt(1 - x), [0, 1])) ** 3 / 12,
    "05.3": lambda: exponential_levels(3),
    "05.4": lambda: 20 * mp.log10(2) * (1 - mpf(2) / 3),
    "05.5": lambda: gaussian_levels(30),
    "06.1": lambda: aciq_laplace(8, mpf("0.2")),
    "06.2": lambda: aciq_gauss(5),
    "06.3": lambda: min(mp.polyroots([1, -2 - mpf(1) / 24, 1])),
    "06.4": lambda: aciq_cheap(mpf("0.01")),
    "03.1": tied_ranges,
    "03.2": lambda: wrapped_code("2.1", 8, 2),
    "03.3": lambda: wrap_price(3),
    "03.4": lambda: student_bits(8),
    "07.1": lambda: (1 + mp.ncdf(5)) / (mp.erfc(5 / mp.sqrt(2)) / 2),
    "07.2": lambda: gaussian_clip(mpf("10.5")),
    "07.3": lambda: (mpf(0) + 1 + 9) / 3 - (mpf(4) / 3) ** 2,
    "07.4": lambda: mp.log10(gaussian_clip(mpf(40))),
}

if __name__ == "__main__":
    keys = json.loads(KEYS.read_text())
    wrong = [name for name in EXPECTED if name not in keys]
    for name, compute in EXPECTED.items():
        value = mpf(compute())
        print(name, mp.nstr(value, 10))
        if name in keys and abs(value - mpf(repr(keys[name]["expected"]))) > abs(value) * mpf("1e-9"):
            wrong.append(name)
    if wrong:
        sys.exit(f"exercises.json does not agree: {', '.join(wrong)}")
