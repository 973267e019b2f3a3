"""Errors of the integer grids at optimal and at other steps; reads optimal_step.csv."""

from oracle import *

optimum = {}
for line in (FILES / "optimal_step.csv").read_text().splitlines():
    if line[0] != "#" and not line.startswith("law,"):
        name, kind, bits, _, step = line.split(",")[:5]
        optimum[name, kind, int(bits)] = float(step)

MANY, SOME = range(2, 13), (2, 3, 4, 6, 8, 12)
CLIPS = (2, 4, 8, 12)  # top level, in units of the sigma (root of the signal power) of the law
plan = []
for law in laws():
    if law.sided == "two":
        main = law.name in ("gaussian", "laplace", "uniform", "t5")
        kinds = ("SYMMETRIC", "FULL", "MIDRISE") if main else ("SYMMETRIC",)
        plan += [(law, kind, b, "optimal") for kind in kinds for b in (MANY if main else SOME)]
        bits = (2, 4, 8, 12) if main else (4, 8)
        plan += [(law, "SYMMETRIC", b, clip) for b in bits for clip in CLIPS]
        plan += [(law, "FULL", b, clip) for b in (4, 8) for clip in CLIPS if main]
        plan += [(law, "SYMMETRIC", b, "quarter") for b in (4, 8) if main]
    else:
        plan += [(law, "UNSIGNED", b, "optimal") for b in MANY]
        plan += [(law, "UNSIGNED", b, clip) for b in (4, 8) for clip in CLIPS]

rows = []
for law, kind, bits, what in plan:
    g = integer_levels(bits, kind)
    if what == "optimal":
        step = optimum[law.name, kind, bits]
    elif what == "quarter":  # far too wide for some, far too narrow for others
        step = 0.25
    else:
        step = float(what * mp.sqrt(law.power()) / g[-1])
    r = error_report(law, [x * mpf(step) for x in g])
    what = what if isinstance(what, str) else f"clip{what}"
    rows.append((law.name, kind, bits, what, mpf(step), *r.values()))

write(
    "integer_mse.csv",
    [
        "Exact error e = Q(X) - X of the integer grid k s (MIDRISE (k + 1/2) s), thresholds at midpoints.",
        "FULL: k = -2^(b-1)..2^(b-1)-1; SYMMETRIC: |k| <= 2^(b-1)-1; MIDRISE: k as FULL; UNSIGNED: 0..2^b-1.",
        "step is exactly a double (the nearest to the optimum, to clip/top level, or 0.25): parse it, use it as it is.",
        "overload: E[e^2] beyond outermost level -/+ s/2, granular: the rest, mse: their sum; bias E[e];",
        "signal_error E[X e]; skewness, kurtosis (3 for a Gaussian) of e about its mean; entropy of the codes in bits.",
        "Closed forms at 110 digits. The uniform law at its optimum has its ends on the outer edges up to the rounding",
        "of step: an overload (or an entropy of a boundary cell) of 1e-18 there is that rounding; compare it absolutely.",
    ]
    + [f"{law.name}: {law.note}" for law in laws()],
    ["law", "range", "bits", "at", "step", *r.keys()],
    rows,
)
