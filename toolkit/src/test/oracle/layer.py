"""The error of one layer's output: parts of its variance, its skewness and excess kurtosis.

The layer sums n products e_w x' + w e_x of independent weights and inputs. Every joint moment
E[w^i e_w^j], E[x'^i e_x^j] is a sum over cells of closed-form partial moments at 110 digits,
expanded into raw moments; the toolkit integrates about the levels in doubles. For the smallest
grids the moments of the term are checked by quadrature over both densities.
"""

import itertools

from oracle import *

named = {law.name: law for law in laws()}




def joint(law, levels, shift=mpf(0)):
    """E[q^i e^j] for i + j <= 4, q the level, e = q - x, x = X + shift."""
    t = midpoints(levels)
    edges = [-mp.inf] + t + [mp.inf]
    m = {(i, j): mpf(0) for i in range(5) for j in range(5 - i)}
    for k, level in enumerate(levels):
        lo, hi = edges[k] - shift, edges[k + 1] - shift
        d = law.moments(lo, hi, level - shift)
        for i, j in m:
            m[i, j] += mpf(level) ** i * (-1) ** j * d[j]
    return m


def signal(m, i, j):
    return sum(mp.binomial(i, k) * (-1) ** k * m[i - k, j + k] for k in range(i + 1))


def cumulants(raw):
    m1, m2, m3, m4 = raw
    var = m2 - m1**2
    k3 = m3 - 3 * m1 * m2 + 2 * m1**3
    k4 = m4 - 4 * m1 * m3 + 6 * m1**2 * m2 - 3 * m1**4 - 3 * var**2
    return m1, var, k3, k4


def layer(n, w, x):
    """w, x: joint moments of weight and input."""
    both, first, second = [], [], []
    for k in range(1, 5):
        terms = [
            mp.binomial(k, j) * signal(w, k - j, j) * x[j, k - j] for j in range(k + 1)
        ]
        both.append(sum(terms))
        first.append(terms[k])
        second.append(terms[0])
    m, v, k3, k4 = cumulants(both)
    _, vw, _, k4w = cumulants(first)
    _, vx, _, k4x = cumulants(second)
    cross = signal(w, 1, 1) * x[1, 1] - first[0] * second[0]
    # bias of an output at given weights: sum of e_w E[x'] + w E[e_x]
    a, b = x[1, 0], x[0, 1]
    mean = w[0, 1] * a + signal(w, 1, 0) * b
    square = w[0, 2] * a**2 + signal(w, 2, 0) * b**2 + 2 * signal(w, 1, 1) * a * b
    power = signal(w, 2, 0) * signal(x, 2, 0) * n - n * (signal(w, 1, 0) * signal(x, 1, 0)) ** 2
    return {
        "mean": n * m,
        "weight_term": n * vw,
        "activation_term": n * vx,
        "cross_term": 2 * n * cross,
        "variance": n * v,
        "between_outputs": n * (square - mean**2),
        "skewness": k3 / v ** (3 * HALF) / mp.sqrt(n),
        "excess_kurtosis": k4 / v**2 / n,
        "weight_kurtosis": k4w / vw**2 / n,
        "activation_kurtosis": k4x / vx**2 / n,
        "signal_variance": power,
    }


def check_by_quadrature():
    """The term's moments as a double sum of integrals over cells of the densities."""
    levels = [mpf(k) * mpf("0.8") for k in (-1, 0, 1)]
    w = joint(named["gaussian"], levels)
    x = joint(named["laplace"], levels)
    edges = [-mp.inf] + midpoints(levels) + [mp.inf]
    with mp.workdps(20):
        lap = lambda t: mp.exp(-mp.sqrt(2) * abs(t)) / mp.sqrt(2)
        for k in (1, 2, 3, 4):
            total = mpf(0)
            for (i, a), (j, b) in itertools.product(enumerate(levels), repeat=2):
                # (e_w b + w e_x)^k with e_w = a - w, e_x = b - x: expand in powers of w and x
                for p in range(k + 1):
                    fw = lambda t: mp.npdf(t) * ((a - t) * b) ** (k - p) * t**p
                    fx = lambda t: lap(t) * (b - t) ** p
                    ends = lambda c: [
                        s for s in (edges[c], 0, edges[c + 1]) if edges[c] <= s <= edges[c + 1]
                    ]
                    total += mp.binomial(k, p) * mp.quad(fw, ends(i)) * mp.quad(fx, ends(j))
            direct = sum(
                mp.binomial(k, q) * signal(w, k - q, q) * x[q, k - q] for q in range(k + 1)
            )
            assert abs(total - direct) < mpf(10) ** -14, (k, total, direct)


check_by_quadrature()
cases = [  # n, weight law, bits, kind, step, shift; input law, bits, kind, step, shift
    (1, "gaussian", 4, "SYMMETRIC", "0.34", 0, "gaussian", 4, "SYMMETRIC", "0.34", 0),
    (9, "gaussian", 8, "SYMMETRIC", "0.03125", 0, "rectified", 8, "UNSIGNED", "0.015625", 0),
    (64, "gaussian", 2, "SYMMETRIC", "1.2", 0, "rectified", 2, "UNSIGNED", "0.7", 0),
    (256, "uniform", 4, "FULL", "0.21", 0, "folded", 4, "UNSIGNED", "0.2", 0),
    (1024, "laplace", 8, "SYMMETRIC", "0.06", 0, "gaussian", 8, "FULL", "0.03", "0.25"),
    (16, "gaussian", 3, "MIDRISE", "0.55", "0.5", "laplace", 4, "SYMMETRIC", "0.4", "-0.75"),
    (100, "t5", 6, "SYMMETRIC", "0.2", 0, "gg3", 5, "SYMMETRIC", "0.15", "1.5"),
]
rows = []
for n, wl, wb, wk, ws, wm, xl, xb, xk, xs, xm in cases:
    step = lambda s: mpf(float(s))  # the double that the test parses
    w = joint(named[wl], [mpf(k) * step(ws) for k in integer_levels(wb, wk)], step(wm))
    x = joint(named[xl], [mpf(k) * step(xs) for k in integer_levels(xb, xk)], step(xm))
    got = layer(n, w, x)
    rows.append((n, wl, wb, wk, str(ws), str(wm), xl, xb, xk, str(xs), str(xm), *got.values()))
write(
    "layer.csv",
    [
        "Error of one output of Y = W X, n independent products: W = law + mean on an integer grid, X likewise.",
        "Steps and means are the doubles nearest to the decimals. cross_term = 2 n Cov(e_w x'; w e_x).",
        "between_outputs: variance over weights of the mean error of an output at given weights.",
    ],
    "summands,weight_law,weight_bits,weight_kind,weight_step,weight_mean,input_law,input_bits,input_kind,"
    "input_step,input_mean".split(",") + list(got),
    rows,
)
