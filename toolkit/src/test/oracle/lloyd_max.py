"""Lloyd-Max quantizers: levels, thresholds, MSE."""

from oracle import *

known = {law.name: law for law in laws()}
scale = known["laplace"].scale
t5 = known["t5"].scale
lo = known["logistic"].scale
c5 = 8 / (3 * mp.pi * mp.sqrt(5))
plan = [
    (
        "gaussian",
        mp.npdf,
        lambda p: mp.sqrt(6) * mp.erfinv(2 * p - 1),
        (2, 3, 4, 8, 16, 32, 64, 128, 256),
    ),
    (
        "laplace",
        lambda x: mp.exp(-abs(x) / scale) / (2 * scale),
        lambda p: -3 * scale * mp.sign(p - HALF) * mp.log(1 - abs(2 * p - 1)),
        (2, 3, 4, 8, 16, 32, 64, 128, 256),
    ),
    (
        "logistic",
        lambda x: mp.sech(x / lo / 2) ** 2 / (4 * lo),
        lambda p: -3 * lo * mp.sign(p - HALF) * mp.log(1 - abs(2 * p - 1)),
        (2, 3, 4, 8, 16, 32),
    ),
    (
        "t5",
        lambda x: c5 / t5 * (1 + (x / t5) ** 2 / 5) ** -3,
        lambda p: t5 * mp.sqrt(5) * mp.tan(mp.pi * (p - HALF)),
        (2, 3, 4, 8, 16, 32),
    ),
]


def lloyd(law, levels, rounds):
    """Plain Lloyd iteration, low precision: an independent road to the same fixed point."""
    for _ in range(rounds):
        tails = [law.tail(t, 1) for t in [-mp.inf] + midpoints(levels) + [mp.inf]]
        levels = [(a[1] - b[1]) / (a[0] - b[0]) for a, b in zip(tails, tails[1:])]
    return levels


rows = []
for name, pdf, quantile, sizes in plan:
    law = known[name]
    for n in sizes:
        levels = lloyd_max(law, pdf, n, [quantile((k + HALF) / n) for k in range((n + 1) // 2, n)])
        if n <= 8:  # asymmetric starts reach no lower MSE
            for shift in (-0.7, 0.3, 1.1):
                with mp.workdps(20):
                    other = lloyd(law, [mpf(shift) + x * 1.1 for x in levels], 400)
                assert mse_of(law, other) > mse_of(law, levels) * (1 - mpf(10) ** -12), (
                    name,
                    n,
                    other,
                )
        mse = mse_of(law, levels)
        with mp.workdps(40):
            assert (
                abs(
                    mse
                    - law.power()
                    + sum(  # the centroid condition: MSE = power - E[Q^2]
                        (a[0] - b[0]) * l * l
                        for l, a, b in zip(
                            levels,
                            *(lambda t: (t, t[1:]))(
                                [law.tail(x, 1) for x in [-mp.inf] + midpoints(levels) + [mp.inf]]
                            ),
                        )
                    )
                )
                < mpf(10) ** -35
            )
        for k in range(n // 2, n):
            upper = (levels[k] + levels[k + 1]) / 2 if k < n - 1 else mp.inf
            rows.append((name, n, k, levels[k], upper, mse))

write(
    "lloyd_max.csv",
    [
        "Lloyd-Max quantizer of N levels: level k (k = 0..N-1, increasing), the threshold above it, the MSE.",
        "Only the upper half is listed: level N-1-k = -level k. Newton on level = centroid, 50 digits, residual < 1e-35.",
        "Up to N = 8, Lloyd's iteration from asymmetric starts was seen to reach no lower MSE.",
    ]
    + [f"{name}: {known[name].note}" for name, *_ in plan],
    ["law", "levels", "index", "level", "upper_threshold", "mse"],
    rows,
)
