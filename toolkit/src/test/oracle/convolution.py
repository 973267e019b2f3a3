"""Two-dimensional convolutions of small integers: convolution.csv.

Every image and kernel is a formula in the position, so that the file holds results only. scipy correlates plane by
plane: the image is padded by hand, dilation puts zeros between weights, strides drop results. All numbers are integers
below 2^53, so the order of sums does not matter. If PyTorch is installed, its conv2d must agree.
"""

import platform
from pathlib import Path

import numpy
import scipy
from scipy.signal import correlate2d

# batch, channels, height, width, outputs, kernel h, w, stride y, x, pads top, left, bottom, right, dilation y, x,
# groups, zero point
CASES = [
    (1, 1, 3, 3, 1, 2, 2, 1, 1, 0, 0, 0, 0, 1, 1, 1, 0),
    (1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 0),
    (2, 3, 7, 6, 4, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0),
    (1, 3, 7, 6, 4, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 17),
    (1, 2, 9, 11, 7, 3, 5, 2, 3, 1, 2, 1, 2, 1, 1, 1, 5),
    (1, 2, 9, 8, 3, 3, 2, 1, 1, 2, 1, 2, 1, 2, 3, 1, 3),
    (1, 4, 6, 6, 6, 3, 3, 2, 2, 0, 1, 2, 3, 1, 1, 2, 9),
    (2, 5, 8, 7, 5, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 5, 100),
    (1, 3, 10, 9, 6, 5, 5, 2, 1, 2, 2, 2, 2, 1, 1, 3, 127),
    (3, 8, 5, 4, 9, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 0),
    (1, 60, 4, 4, 8, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 11),
    (1, 1, 2, 2, 2, 3, 3, 1, 1, 3, 3, 3, 3, 1, 1, 1, 7),
    (1, 1, 1, 40, 1, 1, 7, 5, 5, 0, 3, 0, 3, 1, 1, 1, 1),
    (1, 2, 12, 12, 13, 4, 4, 4, 4, 0, 0, 0, 0, 1, 1, 1, 0),
]
HEADER = (
    "batch,channels,height,width,outputs,kernel_height,kernel_width,stride_y,stride_x,top,left,bottom,right,"
    "dilation_y,dilation_x,groups,zero,signed,result"
)


def codes(n, factor, low, high):
    i = numpy.arange(n, dtype=numpy.int64)
    return (i * i * factor + 5 * i + 3) % 65521 % (high - low + 1) + low


def convolve(case, signed):
    b, c, h, w, o, kh, kw, sy, sx, top, left, bottom, right, dy, dx, g, zero = case
    x = codes(b * c * h * w, 7, *((-128, 127) if signed else (0, 255))).reshape(b, c, h, w).astype(float)
    k = codes(o * (c // g) * kh * kw, 11, -128, 127).reshape(o, c // g, kh, kw).astype(float)
    padded = numpy.pad(x, ((0, 0), (0, 0), (top, bottom), (left, right)), constant_values=zero)
    wide = numpy.zeros((o, c // g, (kh - 1) * dy + 1, (kw - 1) * dx + 1))
    wide[:, :, ::dy, ::dx] = k
    y = numpy.array(
        [
            [
                sum(
                    correlate2d(padded[n, m // (o // g) * (c // g) + l], wide[m, l], "valid")
                    for l in range(c // g)
                )[::sy, ::sx]
                for m in range(o)
            ]
            for n in range(b)
        ]
    )
    try:
        import torch

        other = torch.nn.functional.conv2d(
            torch.from_numpy(padded), torch.from_numpy(k), stride=(sy, sx), dilation=(dy, dx), groups=g
        )
        assert (other.numpy() == y).all(), case
    except ImportError:
        pass
    return y.astype(numpy.int64).ravel()


def main():
    lines = [
        "# Convolutions of x[i] = (7 i^2 + 5 i + 3) mod 65521 mod 256 - 128 (signed) or without - 128 (unsigned)",
        "# with w[i] = (11 i^2 + 5 i + 3) mod 65521 mod 256 - 128; outside of x stands the zero point.",
        f"# Made by scipy {scipy.__version__} (signal.correlate2d), numpy {numpy.__version__},"
        f" Python {platform.python_version()}.",
        "# Command, in toolkit/src/test/oracle: python convolution.py",
        HEADER,
    ]
    for case in CASES:
        for signed in (1, 0):
            y = convolve(case, signed)
            lines.append(",".join(map(str, case)) + f",{signed}," + " ".join(map(str, y)))
    files = Path(__file__).parent.parent / "resources" / "oracle"
    (files / "convolution.csv").write_text("\n".join(lines) + "\n")
    print(f"convolution.csv: {len(lines) - 5} rows")


if __name__ == "__main__":
    main()
