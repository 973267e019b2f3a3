"""The least error of LQ-Nets' levels, all sums of +-v_1..+-v_n, under symmetric laws: local minima by L-BFGS-B
from many random bases in double precision, the best one settled by Newton's method in mpmath.

Only the Gaussian and the Laplace law (variance 1), closed forms of their partial moments. Sums are sorted and
thresholds are midpoints, so any basis has an error; it is the error that is minimized, not alternated.
"""

import itertools
import platform
from pathlib import Path

import mpmath
import numpy
import scipy
from mpmath import mp, mpf
from scipy import optimize, special

mp.dps = 40
FILES = Path(__file__).resolve().parent.parent / "resources" / "oracle"
R2 = numpy.sqrt(2)


def gauss(t):
    """P(X > t), E[X; X > t] for t >= 0."""
    return special.erfc(t / R2) / 2, numpy.exp(-t * t / 2) / numpy.sqrt(2 * numpy.pi)


def laplace(t):
    e = numpy.exp(-R2 * t) / 2
    return e, e * (t + 1 / R2)


def exact(law, t):
    if law == "gaussian":
        return mp.erfc(t / mp.sqrt(2)) / 2, mp.npdf(t)
    e = mp.exp(-mp.sqrt(2) * t) / 2
    return e, e * (t + 1 / mp.sqrt(2))


def codes(n):
    return numpy.array(list(itertools.product((-1, 1), repeat=n)), dtype=float)


def upper(v, n):
    """Levels above 0 with their codes, in order; 0 is a threshold."""
    b = codes(n)
    levels = b @ v
    order = numpy.argsort(levels)[2 ** (n - 1):]
    return levels[order], b[order]


def error_and_gradient(law, v, n):
    levels, b = upper(v, n)
    t = numpy.concatenate(([0.0], (levels[1:] + levels[:-1]) / 2))
    p, m = law(t)
    p, m = -numpy.diff(p, append=0), -numpy.diff(m, append=0)
    mse = 1 + 2 * numpy.sum(levels**2 * p - 2 * levels * m)
    return mse, 4 * ((levels * p - m) @ b)


def settle(name, v, n):
    b = [[mpf(int(x)) for x in row] for row in upper(v, n)[1]]

    def pull(*w):
        levels = [sum(x * y for x, y in zip(row, w)) for row in b]
        t = [mpf(0)] + [(x + y) / 2 for x, y in zip(levels, levels[1:])]
        tails = [exact(name, x) for x in t] + [(mpf(0), mpf(0))]
        cells = [(x[0] - y[0], x[1] - y[1]) for x, y in zip(tails, tails[1:])]
        return [sum((l * p - m) * row[i] for l, (p, m), row in zip(levels, cells, b)) for i in range(n)], levels, cells

    root = mp.findroot(lambda *w: pull(*w)[0], [mpf(float(x)) for x in v], tol=1e-60)
    _, levels, cells = pull(*root)
    mse = 1 + 2 * sum(l * l * p - 2 * l * m for l, (p, m) in zip(levels, cells))
    return sorted(abs(x) for x in root), mse


def main():
    rows = []
    for name, law in (("gaussian", gauss), ("laplace", laplace)):
        for n in (1, 2, 3, 4):
            rng = numpy.random.default_rng(n)
            found = []
            for _ in range(400 if n < 4 else 1500):
                start = rng.uniform(0.05, 1.8, n)
                r = optimize.minimize(lambda v: error_and_gradient(law, v, n), start, jac=True, method="L-BFGS-B")
                found.append((r.fun, tuple(numpy.sort(numpy.abs(r.x)))))
            basis, mse = settle(name, numpy.array(min(found)[1]), n)
            assert abs(mse - mpf(min(found)[0])) < 1e-9, (name, n, mse, min(found))
            rows.append([name, str(n), ";".join(mp.nstr(x, 20) for x in basis), mp.nstr(mse, 20)])
    lines = [
        "# The best basis of LQ-Nets weights (its values in order) and its mean squared error, variance 1.",
        f"# Made by mpmath {mpmath.__version__} ({mp.dps} digits), Python {platform.python_version()},"
        f" numpy {numpy.__version__}, scipy {scipy.__version__} (the search).",
        "# Command, in toolkit/src/test/oracle: python lq_optima.py",
        "law,bits,basis,mse",
    ]
    (FILES / "lq_optima.csv").write_text("\n".join(lines + [",".join(r) for r in rows]) + "\n")
    print(*rows, sep="\n")


main()
