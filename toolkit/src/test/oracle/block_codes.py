"""Blocks of numbers as bits: MX formats in the four roundings of the scale, NVFP4, NF4.

Command, in toolkit/src/test/oracle: python block_codes.py (needs ml_dtypes==0.6.0, numpy==2.4.6).
Elements and scales are converted by ml_dtypes in float32; the scale of an MX block comes from the bits of the block's
largest magnitude, as the OCP standard and torchao define it. One row is a block: the numbers, the bits of its scale
(E8M0, E4M3, or of the float), the bits of the elements, of NF4 the index. -0 is written as 0.
"""

from pathlib import Path

import ml_dtypes
import numpy

FILE = Path(__file__).parents[1] / "resources" / "oracle" / "block_codes.csv"
ELEMENTS = {  # type, emax, mantissa bits, largest
    "E2M1": (ml_dtypes.float4_e2m1fn, 2, 1, 6.0),
    "E2M3": (ml_dtypes.float6_e2m3fn, 2, 3, 7.5),
    "E3M2": (ml_dtypes.float6_e3m2fn, 4, 2, 28.0),
    "E4M3": (ml_dtypes.float8_e4m3fn, 8, 3, 448.0),
    "E5M2": (ml_dtypes.float8_e5m2, 15, 2, 57344.0),
}
NF4 = [
    -1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635, -0.18477343022823334,
    -0.09105003625154495, 0.0, 0.07958029955625534, 0.16093020141124725, 0.24611230194568634, 0.33791524171829224,
    0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1.0,
]
random = numpy.random.default_rng(20261121)


def exponent(m, mode, emax, mantissa, largest):
    """The power of two of a block by the bits of its float32 maximum m."""
    bits = int(numpy.float32(m).view(numpy.int32))
    if mode == "EVEN":
        bits += 1 << (23 - mantissa - 1)
    if mode == "RCEIL":
        bits = int((numpy.float32(m) / numpy.float32(largest)).view(numpy.int32))
        emax = 0
    up = mode in ("CEIL", "RCEIL") and bits & 0x7FFFFF != 0
    return (bits >> 23) - 127 + up - emax


def bits(values):
    """Bits of small floats; those of -0 as 0."""
    codes = values.view(numpy.uint8).astype(int)
    return numpy.where(values.astype(numpy.float32) == 0, 0, codes)


def block(n, k):
    x = random.normal(size=n) * 2.0 ** random.integers(-12, 13)
    if k % 3 == 1:  # a maximum where modes differ
        x[random.integers(n)] = 2.0 ** random.integers(-5, 6) * random.choice([1, 1.5, 1.75, 1.875, 1.96875])
        x = numpy.clip(x, -4, 4)
    return x.astype(numpy.float32)


def main():
    rows = []
    for name, (kind, emax, mantissa, largest) in ELEMENTS.items():
        for mode in ("FLOOR", "CEIL", "EVEN", "RCEIL"):
            for k in range(9):
                x = block(32, k)
                e = exponent(numpy.abs(x).max(), mode, emax, mantissa, largest)
                u = numpy.clip(x / numpy.float32(2.0**e), -largest, largest)
                scale = numpy.array([2.0**e], numpy.float32).astype(ml_dtypes.float8_e8m0fnu).view(numpy.uint8)[0]
                rows.append((f"MX{name}", mode, x, int(scale), bits(u.astype(kind))))
    for k in range(20):
        x = block(16, k)
        amax = numpy.abs(x).max() / numpy.float32(6)
        scale = numpy.clip(amax, 2.0**-6, 448).astype(numpy.float32).astype(ml_dtypes.float8_e4m3fn)
        u = numpy.clip(x * (numpy.float32(1) / scale.astype(numpy.float32)), -6, 6)
        rows.append(("NVFP4", "", x, int(scale.view(numpy.uint8)), bits(u.astype(ml_dtypes.float4_e2m1fn))))
        x = block(64, k)
        scale = numpy.abs(x).max()
        u = (x / scale).astype(numpy.float64)
        index = numpy.abs(u[:, None] - numpy.array(NF4)).argmin(1)
        rows.append(("NF4", "", x, int(scale.view(numpy.int32)), index))
    with FILE.open("w", encoding="ascii", newline="\n") as out:
        out.write(f"# ml_dtypes {ml_dtypes.__version__}, numpy {numpy.__version__}; python block_codes.py\n")
        out.write("format,mode,values,scale,codes\n")
        for name, mode, x, scale, codes in rows:
            out.write(f"{name},{mode},{' '.join(str(v) for v in x)},{scale},{' '.join(str(int(c)) for c in codes)}\n")


if __name__ == "__main__":
    main()
