"""What activations do to a Gaussian signal and to an error: moments, error gains, Hermite coefficients.

Piecewise polynomials: incomplete raw moments by erfc, at 70 digits, where their cancellation does not
matter. Analytic activations: the trapezoidal rule over the whole line, which converges exponentially;
the spacing is halved until two results agree. An error of finite size is expanded into E[u(Y)^2] +
E[u(X)^2] - 2 E[u(X) u(Y)], which doubles could not do.
"""

from bisect import bisect

import oracle
from mpmath import mp, mpf

mp.dps = 70
Z = mpf(1)
ROOT = mp.sqrt(2)


def logistic(x):
    return 1 / (1 + mp.exp(-x))


def normal(x):
    return mp.erfc(-x / ROOT) / 2


K = mp.sqrt(2 / mp.pi)
CUBE = mpf("0.044715")


def gelu_tanh(x):
    return x * logistic(2 * K * (x + CUBE * x**3))


def gelu_tanh_slope(x):
    s = logistic(2 * K * (x + CUBE * x**3))
    return s + x * s * (1 - s) * 2 * K * (1 + 3 * CUBE * x * x)


SMOOTH = {  # value, derivative
    "sigmoid": (logistic, lambda x: logistic(x) * logistic(-x)),
    "tanh": (mp.tanh, lambda x: mp.sech(x) ** 2),
    "gelu": (lambda x: x * normal(x), lambda x: normal(x) + x * mp.npdf(x)),
    "gelu_tanh": (gelu_tanh, gelu_tanh_slope),
    "silu": (
        lambda x: x * logistic(x),
        lambda x: logistic(x) * (1 + x * logistic(-x)),
    ),
}


def staircase(n, c):
    return [(k + mpf(1) / 2) * c / n for k in range(n)], [[k * mpf(c) / n] for k in range(n + 1)]


PIECES = {  # breaks, coefficients of each piece
    "identity": ([], [[0, 1]]),
    "relu": ([0], [[0], [0, 1]]),
    "relu6": ([0, 6], [[0], [0, 1], [6]]),
    "leaky": ([0], [[0, mpf(0.01)], [0, 1]]),
    "abs": ([0], [[0, -1], [0, 1]]),
    "hard_swish": ([-3, 3], [[0], [0, mpf(1) / 2, mpf(1) / 6], [0, 1]]),
    "square": ([], [[0, 0, 1]]),
    "staircase": staircase(128, 6),
    "coarse": staircase(4, 6),
}


# --- Gaussian expectations ---------------------------------------------------------------------


def upper(t, top):
    """E[Z^k; Z > t], k = 0..top."""
    if t == -mp.inf:
        return [mpf(0) if k % 2 else mp.fac2(k - 1) if k else mpf(1) for k in range(top + 1)]
    if t == mp.inf:
        return [mpf(0)] * (top + 1)
    f = mp.npdf(t)
    out = [mp.erfc(t / ROOT) / 2, f]
    for k in range(2, top + 1):
        out.append(t ** (k - 1) * f + (k - 1) * out[k - 2])
    return out[: top + 1]


def multiply(p, q):
    out = [mpf(0)] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            out[i + j] += a * b
    return out


def in_z(p, mean, sigma):
    """The polynomial p(mean + sigma z) in z."""
    out = [mpf(0)]
    for a in reversed(p):
        out = multiply(out, [mpf(mean), mpf(sigma)])
        out[0] += a
    return out


def pieces_expectation(breaks, polynomials, mean, sigma, weight=(1,)):
    """E[sum of p_i(X) weight(Z)], X = mean + sigma Z."""
    first = bisect(breaks, mean - 20 * sigma)  # 1e-88 lies beyond
    last = bisect(breaks, mean + 20 * sigma)
    cuts = [(b - mean) / mpf(sigma) for b in breaks[first:last]]
    tails = [upper(t, len(polynomials[-1]) * 2 + len(weight)) for t in [-mp.inf, *cuts, mp.inf]]
    total = mpf(0)
    for i, p in enumerate(polynomials[first : last + 1]):
        q = multiply(in_z(p, mean, sigma), list(weight))
        total += sum(c * (tails[i][k] - tails[i + 1][k]) for k, c in enumerate(q))
    return total


def trapezoid(f, digits):
    """E[f(Z)] for an analytic f, by halving the spacing until nothing changes."""
    reach = mp.sqrt(2 * digits * mp.log(10)) + 3
    h, before = mpf(1) / 4, None
    while True:
        n = int(reach / h)
        now = h * sum(f(k * h) * mp.npdf(k * h) for k in range(-n, n + 1))
        if before is not None and abs(now - before) <= mpf(10) ** (3 - digits) * max(abs(now), mpf(10) ** -6):
            return now
        before, h = now, h / 2
        assert h > mpf(10) ** -4


def hermite(n):
    """The coefficients of He_n/sqrt(n!)."""
    a, b = [mpf(1)], [mpf(0), mpf(1)]
    for k in range(n):
        shifted = [mpf(0)] + b
        c = [shifted[i] - ((k + 1) * a[i] if i < len(a) else 0) for i in range(len(shifted))]
        a, b = b, c
    return [x / mp.sqrt(mp.factorial(n)) for x in a]


def derivative(p):
    return [k * a for k, a in enumerate(p)][1:] or [mpf(0)]


def moments(name, mean, sigma):
    """E[u], E[u^2], E[u'^2]."""
    if name in PIECES:
        breaks, polys = PIECES[name]
        slopes = [derivative(p) for p in polys]
        return (
            pieces_expectation(breaks, polys, mean, sigma),
            pieces_expectation(breaks, [multiply(p, p) for p in polys], mean, sigma),
            pieces_expectation(breaks, [multiply(p, p) for p in slopes], mean, sigma),
        )
    u, d = SMOOTH[name]
    with mp.workdps(50):
        at = lambda f: trapezoid(lambda z: f(mean + sigma * z), 45)
        return at(u), at(lambda x: u(x) ** 2), at(lambda x: d(x) ** 2)


def coefficients(name, mean, sigma, top):
    out = []
    for n in range(top + 1):
        h = hermite(n)
        if name in PIECES:
            out.append(pieces_expectation(*PIECES[name], mean, sigma, h))
        else:
            u = SMOOTH[name][0]
            with mp.workdps(50):
                out.append(trapezoid(lambda z: u(mean + sigma * z) * mp.polyval(h[::-1], z), 42))
    return out


# --- errors of finite size: (X, Y = X + e), e ~ N(0, s^2), correlation r of X and e ------------


def product(name, mean, sigma, s, r):
    """E[u(X) u(Y)]."""
    if name in SMOOTH:
        return smooth_product(name, mean, sigma, s, r)
    breaks, polys = PIECES[name]
    pull, rest = r * s / sigma, s * mp.sqrt(1 - r * r)

    def integrand(z):
        x = mean + sigma * z
        i = bisect(breaks, x)
        y = pieces_expectation(breaks, polys, x + pull * sigma * z, rest)
        return mp.polyval(list(reversed(polys[i])), x) * y * mp.npdf(z)

    marks = set()
    for b in breaks:
        marks.add((mpf(b) - mean) / sigma)
        centre = (b - mean) / (sigma + pull * sigma)  # X + e is centred on the break there
        for k in (0, 1, 2, 4, 8, 16) if rest < mpf("0.01") or len(breaks) < 9 else (0,):
            for sign in (-1, 1):
                marks.add(centre + sign * k * rest / (sigma * (1 + pull)))
    marks |= {mpf(k) for k in (-17, -12, -8, -4, -2, 0, 2, 4, 8, 12, 17)}
    marks = sorted(m for m in marks if abs(m) <= 17)
    apart = mp.mpf(10) ** -12
    marks = [m for i, m in enumerate(marks) if i == 0 or m - marks[i - 1] > apart]
    with mp.workdps(45):
        return mp.quad(integrand, marks, method="gauss-legendre")


def smooth_product(name, mean, sigma, s, r):
    u = SMOOTH[name][0]
    a, b = sigma + r * s, s * mp.sqrt(1 - r * r)  # Y = mean + a z1 + b z2
    with mp.workdps(32):
        before, h = None, mpf(1) / 4
        while True:
            n = int(12 / h)
            zs = [k * h for k in range(-n, n + 1)]
            w = [mp.npdf(z) * h for z in zs]
            now = mpf(0)
            for z, p in zip(zs, w):
                inner = sum(q * u(mean + a * z + b * t) for t, q in zip(zs, w))
                now += p * u(mean + sigma * z) * inner
            if before is not None and abs(now - before) < mpf(10) ** -27 * abs(now):
                return now
            before, h = now, h * 2 / 3
            assert h > mpf(1) / 40


def error(name, mean, sigma, s, r):
    """E[u(Y) - u(X)] and E[(u(Y) - u(X))^2]."""
    mean, sigma, s, r = map(mpf, (mean, sigma, s, r))
    y = mp.sqrt(sigma**2 + 2 * r * s * sigma + s**2)
    first, second, _ = moments(name, mean, sigma)
    first_y, second_y, _ = moments(name, mean, y)
    return first_y - first, second + second_y - 2 * product(name, mean, sigma, s, r)


NAMES = list(PIECES) + list(SMOOTH)
LAWS = [(0, s) for s in ("0.01", "0.3", "1", "2.5", "10")] + [("0.7", "1"), ("-1.5", "0.5"), ("-4", "0.75")]

NAMED = "leaky: slope 0.01 as a double; staircase: 128 steps to 6; coarse: 4 steps to 6; abs: |x|."


def double(text):
    return mpf(float(text))


def signals():
    rows = []
    for name in NAMES:
        for m, s in LAWS:
            m, s = double(m), double(s)
            first, second, slope = moments(name, m, s)
            rows.append((name, m, s, first, second, second - first**2, slope))
    oracle.write(
        "activations.csv",
        [
            "X ~ N(mean, sigma^2), u an activation: E[u], E[u^2], Var u, E[u'^2] (u' almost everywhere).",
            NAMED + " 45 digits or more.",
        ],
        ["activation", "mean", "sigma", "first", "second", "variance", "slope_square"],
        rows,
    )


def series():
    rows = []
    for name in NAMES:
        for m, s in ((0, 1), (0, "0.3"), ("0.7", 1)):
            m, s = double(m), double(s)
            rows += [(name, m, s, n, c) for n, c in enumerate(coefficients(name, m, s, 12))]
    oracle.write(
        "hermite.csv",
        [
            "c_n = E[u(mean + sigma Z) He_n(Z)]/sqrt(n!), Z ~ N(0, 1).",
            NAMED + " 40 digits or more.",
        ],
        ["activation", "mean", "sigma", "n", "coefficient"],
        rows,
    )


def errors():
    rows = []
    few = [(0, 1, "0.001", 0), (0, 1, "0.1", "-0.6")]
    more = few + [(0, 1, "0.1", 0), (0, "0.3", "0.5", "0.4"), ("0.7", 1, 1, 0)]
    for name in NAMES:
        for case in few if name == "staircase" else more:
            m, s, e, r = map(double, case)
            rows.append((name, m, s, e, r, *error(name, m, s, e, r)))
            print(name, case, mp.nstr(rows[-1][-1], 12), flush=True)
    oracle.write(
        "activation_errors.csv",
        [
            "e ~ N(0, error_sigma^2), correlation of X and e as given: E[u(X + e) - u(X)] and E[(u(X + e) - u(X))^2].",
            NAMED + " 20 digits or more.",
        ],
        ["activation", "mean", "sigma", "error_sigma", "correlation", "bias", "mean_square"],
        rows,
    )


if __name__ == "__main__":
    signals()
    series()
    errors()
