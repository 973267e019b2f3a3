"""Laws, grids and exact quantization errors in arbitrary precision, shared by the oracle scripts.

Everything is a closed form in mpmath. A law is known by its upper partial moments
T_k(t) = E[X^k; X > t], k = 0..4; the moment of a cell is a difference of two of them. Such
differences, and the expansion of (level - x)^k into raw moments, cancel badly, so the working
precision is 110 digits, which leaves more than 45 in the worst case used here (narrow cells at 12
sigma). Nothing of this is shared with the code under test, which integrates about the levels.

scipy appears only in `scan`, which looks for the global optimum in double precision.
"""

import platform
import sys
from pathlib import Path

import mpmath
import numpy
import scipy
from mpmath import mp, mpf
from scipy import optimize, special

mp.dps = 110
FILES = Path(__file__).resolve().parent.parent / "resources" / "oracle"
HALF = mpf(1) / 2


# --- laws: tail(u, top) = [T_0..T_top..] of the standard law for u >= 0 -----------------------------


def gaussian_tail(u, top=4):
    q = mp.erfc(u / mp.sqrt(2)) / 2
    f = mp.npdf(u)
    return [q, f, u * f + q, (u * u + 2) * f, (u**3 + 3 * u) * f + 3 * q]


def laplace_tail(u, top=4):
    f = mp.exp(-u) / 2
    out = [f]
    for k in range(1, 5):
        out.append(u**k * f + k * out[-1])
    return out


def uniform_tail(u, top=4):
    u = min(u, mpf(1))
    return [(1 - u ** (k + 1)) / (2 * (k + 1)) for k in range(5)]


def student_tail(nu):
    """Student-t with nu degrees of freedom, density c (1 + x^2/nu)^-a with a = (nu + 1)/2."""
    nu = mpf(nu)
    a = (nu + 1) / 2
    c = mp.gamma(a) / (mp.sqrt(mp.pi) * mp.gamma(nu / 2))  # density of v = x / sqrt(nu)

    def even(v, b):  # integral of (1 + t^2)^-b from v to infinity
        if b <= HALF:
            return mp.inf
        if b == int(b):  # elementary: reduce down to the arc tangent
            out = mp.atan(1 / v) if v else mp.pi / 2
            for j in range(2, int(b) + 1):
                out = ((2 * j - 3) * out - v / (1 + v * v) ** (j - 1)) / (2 * j - 2)
            return out
        if v > 1:
            h = mp.hyp2f1(b, b - HALF, b + HALF, -1 / (v * v))
            return v ** (1 - 2 * b) / (2 * b - 1) * h
        whole = mp.beta(HALF, b - HALF) / 2
        return whole - v * mp.hyp2f1(HALF, b, 3 * HALF, -v * v)

    def odd(v, b):  # integral of t (1 + t^2)^-b
        return (1 + v * v) ** (1 - b) / (2 * (b - 1)) if b > 1 else mp.inf

    def tail(u, top=4):
        v = u / mp.sqrt(nu)
        e = [even(v, a), even(v, a - 1), even(v, a - 2)]
        o = [odd(v, a), odd(v, a - 1)]
        m = [e[0], o[0], e[1] - e[0], o[1] - o[0], e[2] - 2 * e[1] + e[0]]
        return [c * nu ** (mpf(k) / 2) * m[k] if nu > k else mp.inf for k in range(5)]

    return tail


def logistic_tail(u, top=4):
    z = -mp.exp(-u)
    p = [mp.log1p(-z)] + [-mp.polylog(n, z) for n in range(2, top + 1)]
    s = -z / (1 - z)
    out = [s]
    for k in range(1, top + 1):  # u^k S(u) + k int_u^inf t^(k-1) S(t) dt
        out.append(
            u**k * s
            + k
            * sum(
                mp.factorial(k - 1) / mp.factorial(k - 1 - j) * u ** (k - 1 - j) * p[j]
                for j in range(k)
            )
        )
    return out


def generalized_tail(shape):
    """Generalized Gaussian, density proportional to exp(-|x|^shape)."""
    b = mpf(shape)
    norm = 2 * mp.gamma(1 / b)

    def tail(u, top=4):
        x = u**b
        e = mp.exp(-x)
        got = {}
        for k in range(
            top + 1
        ):  # Gamma(a + 2, x) from Gamma(a, x) where the orders differ by 2 or 1
            a = (k + 1) / b
            if a == 1:
                got[k] = e
            elif b == mpf(3) / 2 and k == 2:
                got[k] = (1 + x) * e
            elif b == mpf(3) / 2 and k >= 3:
                g = got[k - 3]
                got[k] = (a - 1) * ((a - 2) * g + x ** (a - 2) * e) + x ** (a - 1) * e
            elif b == 3 and k >= 3:
                got[k] = (a - 1) * got[k - 3] + x ** (a - 1) * e
            else:
                got[k] = mp.gammainc(a, x)
        return [got[k] / norm for k in range(top + 1)]

    return tail


class Law:
    """A law symmetric about 0, or its rectified (max(X, 0)) or folded (|X|) image."""

    def __init__(self, name, tail, scale=1, sided="two", note="", double=None):
        self.name, self.scale, self.note, self.double = name, mpf(scale), note, double
        self._tail, self.sided, self._cache = tail, sided, {}
        whole = tail(mpf(0))
        self._whole = {
            "two": [2 * whole[k] if k % 2 == 0 else mpf(0) for k in range(5)],
            "rectified": [mpf(1)] + whole[1:],
            "folded": [2 * w for w in whole],
        }[sided]

    def tail(self, t, top=4):
        """E[X^k; X > t] for k = 0..4 (or to a lower top, where that is cheaper)."""
        if t == mp.inf:
            return [mpf(0)] * 5
        if t == -mp.inf:
            return [w * self.scale**k for k, w in enumerate(self._whole)]
        u = t / self.scale
        key = (abs(u), mp.prec, top)
        if key not in self._cache:
            if len(self._cache) > 20000:
                self._cache.clear()
            self._cache[key] = self._tail(abs(u), top)
        v = self._cache[key]
        if u < 0:
            if self.sided == "two":
                v = [w - (-1) ** k * m for k, (w, m) in enumerate(zip(self._whole, v))]
            else:
                v = self._whole
        elif self.sided == "folded":
            v = [2 * m for m in v]
        return [m * self.scale**k for k, m in enumerate(v)]

    def moments(self, lo, hi, about=0):
        """E[(X - about)^k; lo < X <= hi] for k = 0..4."""
        return about_point([a - b for a, b in zip(self.tail(lo), self.tail(hi))], about)

    def power(self):
        return self._whole[2] * self.scale**2

    def mean(self):
        return self._whole[1] * self.scale


def about_point(raw, c):
    return [
        sum(mp.binomial(k, j) * raw[j] * (-c) ** (k - j) for j in range(k + 1)) if c else raw[k]
        for k in range(len(raw))
    ]


def laws():
    """The laws of the integer files. `double` gives (T_0, T_1) in double precision, for scans."""
    erfc, sqrt, exp = special.erfc, numpy.sqrt, numpy.exp
    rt2, rt3 = mp.sqrt(2), mp.sqrt(3)

    def gauss(t):
        return erfc(t / sqrt(2)) / 2, exp(-t * t / 2) / sqrt(2 * numpy.pi)

    def lap(t):
        return exp(-t) / 2, (1 + t) * exp(-t) / 2

    def uni(t):
        t = numpy.minimum(t, 1)
        return (1 - t) / 2, (1 - t * t) / 4

    def stu(t):
        return special.stdtr(5, -t), 5 / 4 * 8 / (3 * numpy.pi * sqrt(5)) * (1 + t * t / 5) ** -2

    def logi(t):
        s = 1 / (1 + exp(t))
        return s, t * s + numpy.log1p(exp(-t))

    def gg(b):
        return lambda t: (
            special.gammaincc(1 / b, t**b) / 2,
            special.gammaincc(2 / b, t**b) * special.gamma(2 / b) / special.gamma(1 / b) / 2,
        )

    def gg_scale(b):
        return mp.sqrt(mp.gamma(1 / mpf(b)) / mp.gamma(3 / mpf(b)))

    t5 = student_tail(5)
    return [
        Law("gaussian", gaussian_tail, 1, "two", "N(0,1)", gauss),
        Law("laplace", laplace_tail, 1 / rt2, "two", "sigma 1: b = 1/sqrt(2)", lap),
        Law("uniform", uniform_tail, rt3, "two", "on [-sqrt(3), sqrt(3)]", uni),
        Law(
            "t5", t5, mp.sqrt(mpf(3) / 5), "two", "Student-t nu=5 times sqrt(3/5): variance 1", stu
        ),
        Law("t5plain", t5, 1, "two", "Student-t nu=5 as it is: variance 5/3", stu),
        Law("logistic", logistic_tail, rt3 / mp.pi, "two", "scale sqrt(3)/pi: variance 1", logi),
        Law(
            "gg1.5",
            generalized_tail(1.5),
            gg_scale(1.5),
            "two",
            "generalized Gaussian exp(-|x/a|^1.5), a = sqrt(Gamma(2/3)/Gamma(2)): variance 1",
            gg(1.5),
        ),
        Law(
            "gg3",
            generalized_tail(3),
            gg_scale(3),
            "two",
            "generalized Gaussian exp(-|x/a|^3), a = sqrt(Gamma(1/3)/Gamma(1)): variance 1",
            gg(3),
        ),
        Law(
            "rectified",
            gaussian_tail,
            1,
            "rectified",
            "max(X, 0), X ~ N(0,1): atom 1/2 at 0",
            gauss,
        ),
        Law("folded", gaussian_tail, 1, "folded", "|X|, X ~ N(0,1): half-normal", gauss),
    ]


# --- grids -------------------------------------------------------------------------------------


def integer_levels(bits, kind):
    """Unit levels: the step is 1."""
    h = 2 ** (bits - 1)
    if kind == "FULL":
        ks = range(-h, h)
    elif kind == "SYMMETRIC":
        ks = range(1 - h, h)
    elif kind == "UNSIGNED":
        ks = range(2 * h)
    else:
        return [mpf(k) + HALF for k in range(-h, h)]
    return [mpf(k) for k in ks]


def midpoints(levels):
    return [(a + b) / 2 for a, b in zip(levels, levels[1:])]


def minifloat(exponent_bits, mantissa_bits, largest):
    """All finite values of a float format, with subnormals; the bias is 2^(e-1) - 1."""
    least = 2 - 2 ** (exponent_bits - 1)  # exponent of the least normal
    one = 2**mantissa_bits
    up = [mpf(m) / one * mpf(2) ** least for m in range(1, one)]
    e = least
    while mpf(2) ** e <= largest:
        up += [(1 + mpf(m) / one) * mpf(2) ** e for m in range(one)]
        e += 1
    up = [x for x in up if x <= largest]
    assert up[-1] == largest
    return mirror(up)


def mirror(up):
    return [-x for x in reversed(up)] + [mpf(0)] + up


def powers_of_two(bits):
    """0 and +-2^-j, j = 0..2^(bits-1)-2: 2^bits - 1 levels."""
    return mirror([mpf(2) ** -j for j in range(2 ** (bits - 1) - 2, -1, -1)])


def fractions(text):
    return [mpf(int(a)) / int(b or 1) for a, _, b in (x.partition("/") for x in text.split())]


NF4 = [
    mpf(float(x))
    for x in "-1 -.6961928009986877 -.5250730514526367 -.39491748809814453 -.28444138169288635"
    " -.18477343022823334 -.09105003625154495 0 .07958029955625534 .16093020141124725"
    " .24611230194568634 .33791524171829224 .44070982933044434 .5626170039176941"
    " .7229568362236023 1".split()
]
FORMATS = {
    "E4M3": minifloat(4, 3, 448),
    "E5M2": minifloat(5, 2, 57344),
    "E3M2": minifloat(3, 2, 28),
    "E2M3": minifloat(2, 3, 7.5),
    "E2M1": minifloat(2, 1, 6),
    "NF4": NF4,
    "PoT3": powers_of_two(3),
    "PoT4": powers_of_two(4),
    "PoT5": powers_of_two(5),
    "APoT_B2": mirror(fractions("1/4 1/2 1")),
    "APoT_B3": mirror(fractions("1/10 2/10 3/10 4/10 6/10 8/10 1")),
    "APoT_B4": mirror(
        fractions("1/48 1/24 1/16 1/12 1/8 1/6 3/16 1/4 1/3 3/8 1/2 2/3 11/16 3/4 1")
    ),
}


# --- exact errors ------------------------------------------------------------------------------


def error_report(law, levels, thresholds=None, overload=None):
    """All moments of e = Q(x) - x. Overload: beyond outermost level -/+ its inner half cell."""
    t = midpoints(levels) if thresholds is None else thresholds
    lo, hi = overload or (2 * levels[0] - t[0], 2 * levels[-1] - t[-1])
    edges = [-mp.inf] + t + [mp.inf]
    tails = [law.tail(x) for x in edges]
    e = [mpf(0)] * 5
    xe = entropy = mpf(0)
    for i, l in enumerate(levels):
        raw = [a - b for a, b in zip(tails[i], tails[i + 1])]
        m = about_point(raw, l)
        for k in range(5):
            e[k] += (-1) ** k * m[k]
        xe += l * raw[1] - raw[2]
        if raw[0] > mpf(10) ** (20 - mp.dps):
            entropy -= raw[0] * mp.log(raw[0], 2)
    over = law.moments(-mp.inf, lo, levels[0])[2] + law.moments(hi, mp.inf, levels[-1])[2]
    var = e[2] - e[1] ** 2
    return {
        "bias": e[1],
        "granular": e[2] - over,
        "overload": over,
        "mse": e[2],
        "signal_power": law.power(),
        "signal_error": xe,
        "skewness": (e[3] - 3 * e[1] * e[2] + 2 * e[1] ** 3) / var ** (3 * HALF),
        "kurtosis": (e[4] - 4 * e[1] * e[3] + 6 * e[1] ** 2 * e[2] - 3 * e[1] ** 4) / var**2,
        "entropy": entropy,
    }


def quadratic(law, levels, scale, digits=45):
    """(E[xQ], E[Q^2]) / (scale, scale^2) by Abel summation over midpoint thresholds."""
    with mp.workdps(digits):
        xq, qq = levels[0] * law.mean(), levels[0] ** 2 * mpf(1)
        for a, b in zip(levels, levels[1:]):
            t = law.tail((a + b) / 2 * scale, 1)
            xq += (b - a) * t[1]
            qq += (b * b - a * a) * t[0]
        return xq, qq


def optimal_scale(law, levels, guess, digits=45):
    """Root of dMSE/ds = 2 (s E[g^2] - E[x g]), midpoint thresholds, next to the guess."""

    def slope(s):
        xq, qq = quadratic(law, levels, s, digits)
        return s * qq - xq

    with mp.workdps(digits):
        return root(slope, guess, mpf(10) ** (15 - digits))


def root(f, guess, tolerance):
    """The root next to the guess at which f changes from - to +: widening bracket, then Illinois."""
    w = mpf(10) ** -12
    a, b = guess * (1 - w), guess * (1 + w)
    fa, fb = f(a), f(b)
    while fa > 0 or fb < 0:
        w *= 10
        assert w < 1e-3, f"left the minimum found by the scan: {guess}"
        if fa > 0:
            a, fa, b, fb = guess * (1 - w), f(guess * (1 - w)), a, fa
        else:
            a, fa, b, fb = b, fb, guess * (1 + w), f(guess * (1 + w))
    ga, gb, side = fa, fb, 0
    while True:
        c = (a * gb - b * ga) / (gb - ga)
        fc = f(c)
        if fc == 0 or min(c - a, b - c) < tolerance * c:
            return c
        if fc < 0:
            a, ga, gb, side = c, fc, gb / 2 if side < 0 else gb, -1
        else:
            b, gb, ga, side = c, fc, ga / 2 if side > 0 else ga, 1


def lloyd_max(law, pdf, n, start, digits=50):
    """Levels of the symmetric Lloyd-Max quantizer: level = centroid of its cell, midpoint thresholds.

    Newton on G_k = centroid_k - l_k for the levels above 0; the threshold (n even) or the level
    (n odd) at 0 is fixed, because for a law with a kink at 0 the full system is singular there.
    `start`: the upper levels; 100 of Lloyd's rounds precede. The Jacobian is tridiagonal.
    """
    m, odd = n // 2, n % 2

    def cells(upper):
        first = upper[0] / 2 if odd else mpf(0)
        t = [first] + midpoints(upper) + [mp.inf]
        tails = [law.tail(x, 1) for x in t]
        mass = [a[0] - b[0] for a, b in zip(tails, tails[1:])]
        return t, mass, [(a[1] - b[1]) / p for a, b, p in zip(tails, tails[1:], mass)]

    upper = [mpf(x) for x in start]
    with mp.workdps(25):
        for _ in range(100):
            upper = cells(upper)[2]
    with mp.workdps(digits):
        for _ in range(60):
            t, mass, c = cells(upper)
            below, main, above = [mpf(0)] * m, [mpf(-1)] * m, [mpf(0)] * m
            for k in range(m):
                if k > 0 or odd:
                    d = pdf(t[k]) * (c[k] - t[k]) / mass[k] / 2
                    below[k] += d
                    main[k] += d
                if k < m - 1:
                    d = pdf(t[k + 1]) * (t[k + 1] - c[k]) / mass[k] / 2
                    above[k] += d
                    main[k] += d
            step = thomas(below, main, above, [l - x for l, x in zip(upper, c)])
            moved = [a + b for a, b in zip(upper, step)]
            while moved[0] <= 0 or any(a >= b for a, b in zip(moved, moved[1:])):
                step = [x / 2 for x in step]
                moved = [a + b for a, b in zip(upper, step)]
            upper = moved
            if max(abs(x) for x in step) < mpf(10) ** (10 - digits):
                return [-x for x in reversed(upper)] + [mpf(0)] * odd + upper
    raise ArithmeticError("Newton did not settle")


def thomas(below, main, above, right):
    n = len(main)
    c, d = [mpf(0)] * n, [mpf(0)] * n
    for k in range(n):
        m = main[k] - (below[k] * c[k - 1] if k else 0)
        c[k] = above[k] / m
        d[k] = (right[k] - (below[k] * d[k - 1] if k else 0)) / m
    for k in range(n - 2, -1, -1):
        d[k] -= c[k] * d[k + 1]
    return d


def mse_of(law, levels):
    """E[(Q(X) - X)^2] for midpoint thresholds, cell by cell."""
    total = mpf(0)
    tails = [law.tail(x) for x in [-mp.inf] + midpoints(levels) + [mp.inf]]
    for k, l in enumerate(levels):
        m = [a - b for a, b in zip(tails[k], tails[k + 1])]
        total += m[2] - 2 * l * m[1] + l * l * m[0]
    return total


def minima(law, levels, lo, hi, points=400):
    """(mse, scale) of the local minima of the MSE over the scale, best first, in double precision."""
    g = numpy.array([float(x) for x in levels])
    c, power, mean = float(law.scale), float(law.power()), float(law.mean())

    t = (g[:-1] + g[1:]) / 2
    base, up = g[numpy.sum(t < 0)], t >= 0
    weight = {"two": 1, "rectified": up, "folded": 2 * up}[law.sided]
    gaps, squares = weight * numpy.diff(g), weight * numpy.where(up, 1, -1) * numpy.diff(g * g)

    def xq_qq(s):  # outwards from 0: the sums have no large terms that cancel
        t0, t1 = law.double(numpy.abs(t) * s / c)
        return base * mean + c * numpy.sum(gaps * t1), base * base + numpy.sum(squares * t0)

    def mse(s):
        xq, qq = xq_qq(s)
        return power - 2 * s * xq + s * s * qq

    def slope(s):
        xq, qq = xq_qq(s)
        return s * qq - xq

    grid = numpy.geomspace(lo, hi, points)
    values = numpy.array([mse(s) for s in grid])
    found = []
    for i in range(1, points - 1):
        if values[i] >= (1 - 1e-9) * min(values[i - 1], values[i + 1]):
            continue
        best = optimize.minimize_scalar(
            mse,
            bounds=(grid[i - 1], grid[i + 1]),
            method="bounded",
            options={"xatol": 1e-10 * grid[i]},
        ).x
        for w in (1e-7, 1e-6, 1e-5):
            if slope(best * (1 - w)) < 0 < slope(best * (1 + w)):
                best = optimize.brentq(
                    slope, best * (1 - w), best * (1 + w), xtol=1e-300, rtol=1e-15
                )
                break
        found.append((mse(best), best))
    return sorted(found)


def scan(law, levels, lo, hi):
    """Scale of the global minimum of the MSE, and how many local ones the scan met."""
    found = minima(law, levels, lo, hi)
    return found[0][1], len(found)


# --- files -------------------------------------------------------------------------------------


def number(x):
    """Twenty significant digits."""
    if isinstance(x, (str, int)):
        return str(x)
    if abs(x) < mpf(10) ** (10 - mp.dps):  # what cancels to the last working digits is 0
        return "0"
    if mp.isinf(x) or mp.isnan(x):
        return "inf" if x > 0 else "-inf" if x < 0 else "nan"
    return mpmath.nstr(x, 20, min_fixed=-5, max_fixed=6, strip_zeros=True)


def write(name, about, header, rows):
    script = Path(sys.argv[0]).name
    lines = [f"# {line}" for line in about]
    lines += [
        f"# Made by mpmath {mpmath.__version__} ({mp.dps} digits), Python {platform.python_version()},"
        f" numpy {numpy.__version__}, scipy {scipy.__version__} (scans and cross-checks only).",
        f"# Command, in toolkit/src/test/oracle: python {script}",
        ",".join(header),
    ]
    lines += [",".join(number(x) for x in row) for row in rows]
    FILES.mkdir(parents=True, exist_ok=True)
    target = FILES / name
    target.write_text("\n".join(lines) + "\n")
    print(f"{name}: {len(rows)} rows, {target.stat().st_size} bytes")
