"""ACIQ's clips and what they cost; Panter-Dite constants; decibels per bit."""

from oracle import *

known = {law.name: law for law in laws()}
optimum, sqnr = {}, {}
for line in (FILES / "optimal_step.csv").read_text().splitlines():
    if line[0] != "#" and not line.startswith("law,"):
        name, kind, bits, _, step, mse, db = line.split(",")[:7]
        optimum[name, kind, int(bits)], sqnr[name, kind, int(bits)] = mpf(mse), mpf(db)


def clip(law, exponent):
    """argmin_a 2 int_a^inf (x-a)^2 p + a^2 / (3 4^exponent), in units of the law."""

    def slope(a):
        t = law.tail(a, 1)
        return 2 * a / (3 * mpf(4) ** exponent) - 4 * (t[1] - a * t[0])

    with mp.workdps(50):
        lo, hi = mpf(10) ** -3, mpf(40)  # the objective is convex: one root
        for _ in range(40):
            a = (lo + hi) / 2
            lo, hi = (a, hi) if slope(a) < 0 else (lo, a)
        return root(slope, a, mpf(10) ** -38)


rows = []
for name in ("gaussian", "laplace"):
    law = known[name]
    for bits in range(0, 10):
        a = clip(law, bits)
        if name == "laplace":
            assert abs(a / law.scale - mp.lambertw(3 * mpf(4) ** bits).real) < mpf(10) ** -30
        tail = 2 * about_point(law.tail(a), a)[2]
        model = tail + a**2 / (3 * mpf(4) ** bits)
        if bits:  # the grid the model has in mind: 2^bits cells that fill [-a, a]
            levels = [x * 2 * a / 2**bits for x in integer_levels(bits, "MIDRISE")]
            exact = mse_of(law, levels)
        else:
            exact = law.power()
        best = optimum.get((name, "MIDRISE", bits))
        loss = 10 * mp.log10(exact / best) if best else ""
        rows.append((name, bits, a, a / law.scale, model, tail, exact, best or "", loss))

write(
    "aciq.csv",
    [
        "ACIQ: clip a minimizes 2 int_a^inf (x - a)^2 p(x) dx + a^2 / (3 4^M), M bits, two-sided, sigma = 1.",
        "One-sided (after ReLU), M bits on [0, a]: the clip of the row M + 1. Laplace: clip_over_b = W(3 4^M).",
        "model: the minimum; tail: its first term. exact: MSE of the midrise grid of 2^M levels and step 2a/2^M;",
        "optimal: least MSE of a midrise grid (optimal_step.csv), loss_db: 10 log10(exact / optimal).",
    ],
    ["law", "bits", "clip", "clip_over_b", "model", "tail", "exact", "optimal", "loss_db"],
    rows,
)


def gg_constant(b):  # density k exp(-|x/a|^b)
    a = known[f"gg{b}"].scale
    b = mpf(b)
    k = b / (2 * a * mp.gamma(1 / b))
    return k * (2 * a * mpf(3) ** (1 / b) * mp.gamma(1 + 1 / b)) ** 3 / 12


rows = []
t5 = 8 / (3 * mp.pi * mp.sqrt(5)) * (mp.sqrt(5) * mp.pi) ** 3 / 12  # variance 5/3
lo = known["logistic"].scale  # density sech^2(x / 2 lo) / (4 lo)
with mp.workdps(50):
    sech = 2 * lo * mp.beta(HALF, mpf(1) / 3)  # int sech^(2/3)(x / 2 lo) dx
    assert (
        abs(
            sech
            / mp.quad(lambda x: mp.sech(x / 2 / lo) ** (mpf(2) / 3), [-400, -40, -4, 0, 4, 40, 400])
            - 1
        )
        < 1e-25
    )
constants = {
    "gaussian": (mp.sqrt(3) * mp.pi / 2, "sqrt(3) pi / 2"),
    "laplace": (mpf(9) / 2, "9/2"),
    "uniform": (mpf(1), "1"),
    "t5": (t5 * 3 / 5, "2 pi^2 / 3"),
    "logistic": (sech**3 / (4 * lo) / 12, "B(1/2; 1/3)^3 / (2 pi^2)"),
    "gg1.5": (gg_constant("1.5"), ""),
    "gg3": (gg_constant("3"), ""),
}
assert abs(constants["t5"][0] - 2 * mp.pi**2 / 3) < mpf(10) ** -90
for name, (value, text) in constants.items():
    rows.append((name, value, text))
write(
    "panter_dite.csv",
    ["C = (int p^(1/3) dx)^3 / 12, unit variance: the Lloyd-Max MSE tends to C / N^2."]
    + [f"{n}: {known[n].note}" for n in constants],
    ["law", "constant", "closed_form"],
    rows,
)

rows = []
for name in ("gaussian", "laplace", "uniform", "t5", "logistic", "gg1.5", "gg3"):
    for bits in range(3, 13):
        rows.append(
            (
                name,
                bits,
                *(
                    sqnr[name, k, bits] - sqnr[name, k, bits - 1]
                    for k in ("SYMMETRIC", "FULL", "MIDRISE")
                ),
            )
        )
write(
    "db_per_bit.csv",
    [
        "SQNR at b bits minus SQNR at b - 1 bits, in dB, each at its MSE-optimal step; from optimal_step.csv.",
        "Good to 17 digits. Limits: 6.02, reached slowly unless the law is bounded; t5: 6.02 * 3/5 = 3.61.",
    ],
    ["law", "bits", "symmetric", "full", "midrise"],
    rows,
)
