"""Widrow's formula corrected and as printed, against the exact error; the tail integral P3."""

from oracle import *

known = {law.name: law for law in laws()}
rows = []


def formula(law, step, top, edge):
    inner = law.tail(-edge)[0] - law.tail(edge)[0]
    tail = about_point(law.tail(edge), top)[2]
    assert law.sided == "two"
    return step**2 / 12 * inner + 2 * tail, tail


for name in ("gaussian", "laplace", "uniform"):
    law = known[name]
    for bits in (4, 8):
        half = 2 ** (bits - 1)
        g = integer_levels(bits, "SYMMETRIC")
        guess, _ = scan(law, g, 0.3 / half, 40.0 / half)
        steps = [float(optimal_scale(law, g, guess))]
        steps += (
            [0.125, 0.25, 0.5, 1.0] if bits == 4 else [0.0078125, 0.015625, 0.03125, 0.0625, 0.125]
        )
        for step in steps:
            s = mpf(step)
            exact = mse_of(law, [x * s for x in g])
            corrected, _ = formula(law, s, (half - 1) * s, (half - HALF) * s)
            printed, _ = formula(law, s, (half - HALF) * s, half * s)
            rows.append(
                (
                    name,
                    bits,
                    s,
                    exact,
                    corrected,
                    printed,
                    corrected / exact - 1,
                    printed / exact - 1,
                )
            )
deviation = [r[-1] for r in rows if r[:3] == ("gaussian", 4, 0.25)][0]
assert abs(deviation + mpf("0.24")) < 0.005, deviation

write(
    "widrow.csv",
    [
        "SYMMETRIC integer grid, step s, top level c = (2^(b-1)-1) s. exact: E[(Q(X) - X)^2].",
        "corrected: s^2/12 P(|X| < c + s/2) + 2 int_{c+s/2}^inf (x - c)^2 p(x) dx.",
        "printed: the same with c = (2^(b-1) - 1/2) s (127.5 s at 8 bits), so with the edge at 2^(b-1) s.",
        "*_deviation: formula/exact - 1. step is exactly a double (the first of each block: nearest to the optimum).",
    ]
    + [f"{n}: {known[n].note}" for n in ("gaussian", "laplace", "uniform")],
    [
        "law",
        "bits",
        "step",
        "exact",
        "corrected",
        "printed",
        "corrected_deviation",
        "printed_deviation",
    ],
    rows,
)

# The Gaussian clip error, and what doubles make of the ways to write it.
tails = []
law = known["gaussian"]
for tenth in list(range(0, 41, 5)) + [45, 50, 60, 70, 80, 90, 100, 110, 120]:
    c = mpf(tenth) / 10
    exact = 2 * about_point(law.tail(c), c)[2]
    t0, phi = law.tail(c)[:2]
    assert abs(2 * ((c**2 + 1) * t0 - c * phi) / exact - 1) < mpf(10) ** -40
    with mp.workdps(30):
        quad = mp.quad(lambda t: t * t * mp.exp(-c * t - t * t / 2), [0, HALF, 1, 2, 4, 8, 16])
        quad *= 2 * mp.npdf(c)
        assert abs(quad / exact - 1) < mpf(10) ** -25, (c, quad)
    x = float(c)
    f = numpy.exp(-x * x / 2) / numpy.sqrt(2 * numpy.pi)
    by_erfc = 2 * ((x * x + 1) * special.erfc(x / numpy.sqrt(2)) / 2 - x * f)
    up = 0.5 * (1 + special.erf(x / numpy.sqrt(2)))  # P1 = Phi
    p1, p2, p3 = up, x * up + f, ((x * x + 1) * up + x * f) / 2  # at the lower limit x = c
    by_p3 = 2 * ((x * x + 1) - ((x - x) ** 2 * p1 - 2 * ((x - x) * p2 - p3)))
    tails.append((c, exact, mpf(float(by_erfc)) / exact - 1, mpf(float(by_p3)) / exact - 1))

write(
    "gaussian_clip.csv",
    [
        "clip: 2 int_c^inf (x - c)^2 phi(x) dx = 2 [(c^2 + 1) Q(c) - c phi(c)], N(0,1).",
        "erfc_double: relative deviation of (c^2+1) erfc(c/sqrt2) - 2 c phi(c) in doubles (scipy erfc);",
        "p3_double: of 2 [(c^2 + 1) - 2 P3(c)], P3 = [(x^2+1) Phi + x phi]/2, Phi = (1 + erf)/2, in doubles.",
        "The last two columns depend on the library: they are exhibits, not oracles.",
    ],
    ["c", "clip", "erfc_double", "p3_double"],
    tails,
)
