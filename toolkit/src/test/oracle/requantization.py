"""gemmlowp's fixed-point requantization step by step, as its header defines it, in Python's integers.

Command, in toolkit/src/test/oracle: python requantization.py (standard library only).
high: SaturatingRoundingDoublingHighMul with its nudge and C's division, which truncates; shift: RoundingDivideByPOT
with mask, remainder and threshold; code: both after a left shift, plus the zero point, saturated to int8.
"""

import platform
import random
from math import frexp
from pathlib import Path

FILE = Path(__file__).parents[1] / "resources" / "oracle" / "requantization.csv"
LOW, HIGH = -(2**31), 2**31 - 1


def high(a, b):
    if a == b == LOW:
        return HIGH
    product = a * b
    nudge = 2**30 if product >= 0 else 1 - 2**30
    q = abs(product + nudge) // 2**31
    return q if product + nudge >= 0 else -q


def shift(x, e):
    mask = (1 << e) - 1
    remainder = x & mask
    threshold = (mask >> 1) + (1 if x < 0 else 0)
    return (x >> e) + (1 if remainder > threshold else 0)


def main():
    random.seed(20261121)
    rows = []
    for k in range(400):
        m = random.choice([random.uniform(1e-6, 1), 2.0 ** -random.randrange(0, 20), random.uniform(1, 50)])
        fraction, exponent = frexp(m)
        q = int(fraction * 2**31 + 0.5)
        if q == 2**31:
            q, exponent = q // 2, exponent + 1
        reach = min(HIGH, int(200 / m))
        a = random.choice([random.randint(-reach, reach), random.randrange(-300, 300), LOW, HIGH])
        moved = min(max(a << max(exponent, 0), LOW), HIGH)
        h = high(moved, q)
        s = shift(h, min(max(-exponent, 0), 31))
        zero = random.randrange(-128, 128)
        rows.append((a, repr(m), q, exponent, h, s, zero, min(max(s + zero, -128), 127)))
    with FILE.open("w", encoding="ascii", newline="\n") as out:
        out.write(f"# Python {platform.python_version()}; python requantization.py\n")
        out.write("accumulator,real,multiplier,exponent,high,shift,zero,code\n")
        for row in rows:
            out.write(",".join(map(str, row)) + "\n")


if __name__ == "__main__":
    main()
