"""Element-wise formats: globally optimal scale and errors, and the errors at scale 1."""

from oracle import *

rows = []
for law in laws():
    if law.name not in ("gaussian", "laplace", "t5"):
        continue
    for name, g in FORMATS.items():
        small = float(min(x for x in g if x > 0))
        lo, hi = 0.3 / float(g[-1]), 4 / small
        octaves = int(numpy.log2(hi / lo)) + 1
        found = minima(law, g, lo, hi, 128 * octaves)
        near = [s for value, s in found if value < found[0][0] * (1 + 1e-6)]
        exact = []
        for guess in near:
            s = optimal_scale(law, g, guess)
            exact.append((mse_of(law, [x * s for x in g]), s))
        exact.sort()
        mse, scale = exact[0]
        if len(exact) > 1:
            gap = exact[1][0] / mse - 1
        else:
            gap = found[1][0] / found[0][0] - 1 if len(found) > 1 else mp.inf
        r = error_report(law, [x * scale for x in g])
        one = error_report(law, g)
        assert abs(r["mse"] / mse - 1) < mpf(10) ** -60
        assert abs(r["signal_error"] + mse) < mpf(10) ** -28  # E[x e] = -MSE at the optimum
        rows.append(
            (
                law.name,
                name,
                len(g),
                g[-1],
                scale,
                len(found),
                gap,
                mse,
                10 * mp.log10(1 / mse),
                r["granular"],
                r["overload"],
                r["bias"],
                r["entropy"],
                one["mse"],
                one["granular"],
                one["overload"],
            )
        )

write(
    "formats_mse.csv",
    [
        "Nearest level (thresholds at midpoints, saturating) of scale times the format's levels.",
        "scale: global minimum of the MSE over all octaves; minima: local minima met; gap: MSE of the second best over that",
        "of the best, minus 1. With gap below 1e-12 only the MSE can be compared in doubles, not the octave of the scale.",
        "overload: beyond the outermost level by half its inner cell. *_at_1: at scale 1.",
        "E4M3: 4 exponent bits, bias 7, top 448; E5M2 top 57344; E3M2 top 28; E2M3 top 7.5; E2M1 top 6; subnormals included, -0 = 0.",
        "NF4: the 16 tabled levels; PoTb: 0, +-2^-j, j = 0..2^(b-1)-2; APoT_B2, B3, B4: 0, +- the levels of B magnitude bits:",
    ]
    + [
        f"  {k}: " + " ".join(number(x) for x in FORMATS[k] if x > 0)
        for k in ("APoT_B2", "APoT_B3", "APoT_B4")
    ]
    + [f"{law.name}: {law.note}" for law in laws() if law.name in ("gaussian", "laplace", "t5")],
    [
        "law",
        "format",
        "levels",
        "top",
        "scale",
        "minima",
        "gap",
        "mse",
        "sqnr_db",
        "granular",
        "overload",
        "bias",
        "entropy",
        "mse_at_1",
        "granular_at_1",
        "overload_at_1",
    ],
    rows,
)
