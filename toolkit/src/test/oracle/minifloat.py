"""Codes, values and rounding of small floats as ml_dtypes has them; nothing is computed here."""

import platform
from pathlib import Path

import ml_dtypes
import numpy

FILES = Path(__file__).resolve().parent.parent / "resources" / "oracle"
FORMATS = [
    "float8_e4m3fn",
    "float8_e5m2",
    "float6_e3m2fn",
    "float6_e2m3fn",
    "float4_e2m1fn",
    "float8_e3m4",
    "float8_e4m3",
    "float8_e4m3fnuz",
    "float8_e5m2fnuz",
    "float8_e4m3b11fnuz",
]


def write(name, about, header, rows):
    lines = [f"# {line}" for line in about]
    lines += [
        f"# Made by ml_dtypes {ml_dtypes.__version__}, numpy {numpy.__version__},"
        f" Python {platform.python_version()}.",
        "# Command, in toolkit/src/test/oracle: python minifloat.py",
        header,
    ]
    (FILES / name).write_text("\n".join(lines + [",".join(map(str, r)) for r in rows]) + "\n")
    print(name, len(rows), "rows")


def values(dtype):
    bits = ml_dtypes.finfo(dtype).bits
    codes = numpy.arange(2**bits, dtype=numpy.uint8)
    return codes, codes.view(dtype).astype(numpy.float64)


def inputs(dtype, random):
    """Ties and their neighbours, beyond the ends, specials, and random floats of all sizes."""
    levels = numpy.unique(values(dtype)[1])
    levels = levels[numpy.isfinite(levels)].astype(numpy.float32)
    ties = ((levels[1:] + levels[:-1]) / 2).astype(numpy.float32)
    ties = random.choice(ties, min(len(ties), 40), replace=False)
    top = float(ml_dtypes.finfo(dtype).max)
    beyond = numpy.outer(
        [1, -1],
        top
        * numpy.array(
            [
                1,
                1.01,
                1.03,
                1.0357142857142858,
                1.04,
                1.0625,
                1.071428571428571,
                1.125,
                1.25,
                2,
                1e6,
            ]
        ),
    )
    beyond = beyond.ravel().astype(numpy.float32)
    around = [
        numpy.nextafter(t, s * numpy.float32(numpy.inf))
        for s in (-1, 1)
        for t in numpy.concatenate([ties, beyond])
    ]
    low = numpy.log2(float(ml_dtypes.finfo(dtype).smallest_subnormal)) - 3
    sizes = 2.0 ** random.uniform(low, numpy.log2(top) + 2, 120)
    signs = random.choice([-1.0, 1.0], 120)
    special = [0.0, -0.0, numpy.inf, -numpy.inf, 1e-40, -1e-40]
    return numpy.concatenate([ties, beyond, around, sizes * signs, special]).astype(numpy.float32)


codes, rounded = [], []
random = numpy.random.default_rng(8)
for name in FORMATS:
    dtype = getattr(ml_dtypes, name)
    codes += [(name, int(c), repr(float(v))) for c, v in zip(*values(dtype))]
    x = inputs(dtype, random)
    with numpy.errstate(all="ignore"):
        y = x.astype(dtype).view(numpy.uint8)
    rounded += [(name, f"{bits:08x}", int(c)) for bits, c in zip(x.view(numpy.uint32), y)]

write(
    "minifloat_codes.csv",
    ["The value of every code; -0.0 is minus zero."],
    "format,code,value",
    codes,
)
write(
    "minifloat_rounding.csv",
    [
        "The code that a float (its bits in hexadecimal) is cast to, without saturation where the format has",
        "infinity or NaN: random floats, ties, their neighbours, values beyond the largest, infinities, zeros.",
    ],
    "format,float,code",
    rounded,
)
