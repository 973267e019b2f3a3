"""One bit and three values: best scales, TWN's threshold and the best one, and their errors."""

from oracle import *


def beyond(law, t):
    """P(|X| > t) and E[|X|; |X| > t]."""
    p, first = law.tail(t, 1)[:2]
    both = 2 if law.sided == "two" else 1
    return both * p, both * first


def scale(law, t):
    p, first = beyond(law, t)
    return first / p


def mse(law, t):
    p, first = beyond(law, t)
    return law.power() - first**2 / p


rows = []
for law in laws():
    mean = beyond(law, mpf(0))[1]
    twn = mpf(7) / 10 * mean
    slope = lambda t: 2 * t - scale(law, t)  # noqa: E731
    # The best threshold is looked for on a fine mesh, by the error itself, then refined to 60 digits.
    mesh = [law.scale * mpf(i) / 200 for i in range(1, 1200)]
    mesh = [t for t in mesh if beyond(law, t)[0] > 0]
    near = min(mesh, key=lambda t: mse(law, t))
    best = mp.findroot(slope, (near, near * mpf("1.001")))
    assert abs(best - near) < law.scale / 100 and abs(slope(best)) < mpf(10) ** -60, law.name
    rows.append(
        (
            law.name,
            mean,
            law.power() - mean**2,
            twn,
            scale(law, twn),
            mse(law, twn),
            best,
            scale(law, best),
            mse(law, best),
        )
    )

write(
    "few_levels.csv",
    [
        "Laws as in oracle.py. binary_scale = E|X|, binary_mse = E[X^2] - (E|X|)^2 (XNOR-Net, arXiv:1603.05279, equation 6).",
        "twn_*: threshold 0.7 E|X|, scale E[|X|; |X| > t]/P(|X| > t) (TWN, arXiv:1605.04711, equations 4 to 6).",
        "best_*: the threshold of the least error of three values, where 2 t = scale.",
    ],
    [
        "law",
        "binary_scale",
        "binary_mse",
        "twn_threshold",
        "twn_scale",
        "twn_mse",
        "best_threshold",
        "best_scale",
        "best_mse",
    ],
    rows,
)
