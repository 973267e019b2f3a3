"""Stochastic rounding under a law: bias, mean squared error between the levels and beyond them."""

from oracle import *

GRIDS = {
    "int4": [mpf(k) for k in range(-7, 8)],
    "int8": [mpf(k) for k in range(-127, 128)],
    "uint4": [mpf(k) for k in range(16)],
}
GRIDS["e2m1"] = [s * mpf(v) for s in (-1, 1) for v in (0, 0.5, 1, 1.5, 2, 3, 4, 6) if s > 0 or v > 0]
GRIDS["e2m1"].sort()
STEPS = {"int4": (0.5, 0.125), "int8": (0.03125, 0.0078125), "uint4": (0.25, 0.0625), "e2m1": (0.5, 0.25)}

rows = []
for law in laws():
    for name, unit in GRIDS.items():
        for step in STEPS[name]:
            levels = [u * mpf(step) for u in unit]
            granular = mpf(0)
            for left, right in zip(levels, levels[1:]):
                m = law.moments(left, right)
                granular += -m[2] + (left + right) * m[1] - left * right * m[0]  # (x - l)(r - x)
            low = law.moments(-mp.inf, levels[0], levels[0])
            high = law.moments(levels[-1], mp.inf, levels[-1])
            rows.append((law.name, name, mpf(step), -low[1] - high[1], granular, low[2] + high[2], law.power()))

write(
    "stochastic.csv",
    [
        "Laws as in oracle.py; levels: the unit levels of the grid times step. Between neighbours l < r the value x goes to r with",
        "probability (x - l)/(r - l). bias = E[Q - X]; granular, overload: E[(Q - X)^2] between and beyond the outermost levels; power = E[X^2].",
    ],
    ["law", "grid", "step", "bias", "granular", "overload", "power"],
    rows,
)
