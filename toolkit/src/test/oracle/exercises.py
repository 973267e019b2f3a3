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


EXPECTED = {
    "00.1": lambda: 2 * (2**3 - 1) + 1,
    "00.2": lambda: 2 * mpf("0.05"),
    "00.3": lambda: best(gauss, 3, mpf("0.65")),
    "01.1": overload_share,
    "01.2": lambda: mpf(2) / 15,
    "01.3": lambda: bits_for(40),
    "01.4": one_per_cent,
    "01.5": mean_ratio,
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
