"""Philox4x32-10 and the two Box-Muller streams, written from their description.

Words: the generator in Python integers, checked against the known answers of Random123
(kat_vectors) and, for every address used here, against randomgen.Philox(number=4, width=32), a
third implementation. Gaussians: every rounding of the definition is done by gmpy2 at 24 or 53 bits
(fma included), which gives the bits; mpmath at 40 digits gives the exact transform of the same
random bits, and so the error, which is stated as the greatest over a large sample.
"""

import hashlib
import platform
import random
from math import factorial
from pathlib import Path

import gmpy2
import mpmath
import numpy
import randomgen
from gmpy2 import mpfr
from mpmath import mp, mpf

mp.dps = 40
TARGET = Path(__file__).resolve().parent.parent / "resources" / "oracle" / "philox.csv"
M32, M64 = 2**32 - 1, 2**64 - 1


def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        a, b = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(b >> 32) ^ c[1] ^ k[0], b & M32, (a >> 32) ^ c[3] ^ k[1], a & M32]
        k = [(k[0] + 0x9E3779B9) & M32, (k[1] + 0xBB67AE85) & M32]
    return c


KNOWN = [  # Random123, tests/kat_vectors, philox4x32 10: counter, key, answer
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]
for counter, key, answer in KNOWN:
    words = [[int(w, 16) for w in text.split()] for text in (counter, key, answer)]
    assert philox(words[0], words[1]) == words[2]


def block(seed, stream, number):
    seed, stream = seed & M64, stream & M64
    words = philox(
        (number & M32, number >> 32, stream & M32, stream >> 32), (seed & M32, seed >> 32)
    )
    return words


def confirm(seed, stream, number, count):
    """randomgen counts up before it draws, so it starts one block earlier."""
    start = (((stream & M64) << 64) + number - 1) % 2**128
    other = randomgen.Philox(key=seed & M64, counter=start, number=4, width=32)
    theirs = [int(x) for x in other.random_raw(4 * count)]
    ours = [w for i in range(count) for w in block(seed, stream, number + i)]
    assert theirs == ours, (seed, stream, number)


def word(seed, stream, p):
    return block(seed, stream, p // 4)[p % 4]


def uniform(seed, stream, p):
    x = word(seed, stream, 2 * p) | word(seed, stream, 2 * p + 1) << 32
    return 2 * (x >> 12) + 1  # over 2^53


# --- correctly rounded arithmetic of a given precision -------------------------------------------


class Format:
    def __init__(self, bits, half_word, angle_bits, log_terms, sine_top, cosine_top):
        self.bits, self.half, self.turn = bits, half_word, angle_bits
        self.log_terms, self.sine_top, self.cosine_top = log_terms, sine_top, cosine_top
        with mp.workprec(200):
            self.two_pi = self.constant(2 * mp.pi)
            self.ln2 = self.constant(mp.log(2))
            self.root_half = self.constant(mp.sqrt(mpf(1) / 2))
            self.near = self.constant(1 - mp.sqrt(mpf(1) / 2))

    def working(self):
        return gmpy2.context(precision=self.bits)

    def constant(self, x):
        with gmpy2.context(precision=200):
            exact = mpfr(mpmath.nstr(x, 60))
        return self.round(exact)

    def round(self, x):
        with self.working():
            return +mpfr(x) if not isinstance(x, int) else mpfr(x)

    def ratio(self, a, b):
        with self.working():
            return mpfr(a) / mpfr(b)

    def series(self, z, coefficients):
        """Horner with fma; the highest coefficient last."""
        with self.working():
            s = coefficients[-1]
            for c in reversed(coefficients[:-1]):
                s = gmpy2.fma(z, s, c)
            return s

    def radius(self, s, tail):
        """s: the signed radius word; tail: eight more bits (floats) or None."""
        j = s if s >= 0 else ~s
        j = self.half - 1 - j
        with self.working():
            if tail is None:
                q = (mpfr(j) + mpfr("0.5")) / 2**64
            else:
                q = gmpy2.fma(mpfr(tail) + mpfr("0.5"), mpfr(2) ** -8, mpfr(j)) / 2**32
            if s >= 0:
                if q <= self.near:
                    e, f = 0, -q
                else:
                    e, f = -1, gmpy2.fma(mpfr(-2), q, mpfr(1))
            else:
                e, m = 0, q
                while m < self.root_half:
                    e, m = e - 1, 2 * m
                f = m - 1
            d = f / (2 + f)
            z = d * d
            r = self.series(z, [self.ratio(2, 2 * k + 3) for k in range(self.log_terms)])
            h = f / 2 * f
            t = gmpy2.fma(-d, gmpy2.fma(z, r, h), h)
            return gmpy2.sqrt(2 * gmpy2.fma(mpfr(-e), self.ln2, t - f))

    def rotation(self, n, r):
        with self.working():
            x = (mpfr(r) + mpfr("0.5")) * self.two_pi / 2**self.turn
            z = x * x
            sines = [self.ratio((-1) ** (k // 2), factorial(k)) for k in range(3, self.sine_top + 1, 2)]
            cosines = [self.ratio((-1) ** (k // 2), factorial(k)) for k in range(2, self.cosine_top + 1, 2)]
            s = gmpy2.fma(x * z, self.series(z, sines), x)
            c = gmpy2.fma(z, self.series(z, cosines), mpfr(1))
        return [(c, s), (-s, c), (-c, -s), (s, -c)][n]

    def pair(self, s, tail, n, r):
        radius = self.radius(s, tail)
        with self.working():
            return [radius * v for v in self.rotation(n, r)]

    def exact(self, s, tail, n, r):
        j = self.half - 1 - (s if s >= 0 else ~s)
        q = (j + mpf(1) / 2) / 2**64 if tail is None else (j + (tail + mpf(1) / 2) / 256) / 2**32
        radius = mp.sqrt(-2 * (mp.log(q) if s < 0 else mp.log1p(-q)))
        turn = n * mp.pi / 2 + (r + mpf(1) / 2) * 2 * mp.pi / 2**self.turn
        return [radius * mp.cos(turn), radius * mp.sin(turn)]

    def ulps(self, got, want):
        got = mpf(int(gmpy2.mpz(got * mpfr(2) ** 200))) / mpf(2) ** 200
        unit = mpf(2) ** (mp.floor(mp.log(abs(want), 2)) + 1 - self.bits)
        return float(abs(got - want) / unit)


FLOAT = Format(24, 2**31, 24, 4, 9, 10)
DOUBLE = Format(53, 2**63, 54, 10, 17, 16)


def signed(x, bits):
    return x - (1 << bits) if x >> (bits - 1) else x


def float_source(seed, stream, p):
    w = block(seed, stream, p // 64 * 16 + p % 16)
    first = p // 32 % 2 * 2
    return float_parts(w[first], w[first + 1]), p // 16 % 2


def float_parts(s, a):
    return signed(s, 32), a & 255, a >> 30, (a >> 8) % 2**22 - 2**21


def double_source(seed, stream, p):
    w = block(seed, stream, p // 32 * 16 + p % 16)
    return double_parts(w[0] | w[1] << 32, w[2] | w[3] << 32), p // 16 % 2


def double_parts(s, a):
    return signed(s, 64), None, a >> 62, (a >> 10) % 2**52 - 2**51


def bits_of(x, kind):
    return numpy.array([float(x)], dtype=kind).tobytes().hex()


def gaussian(kind, seed, stream, p):
    fmt, source = (FLOAT, float_source) if kind == "float" else (DOUBLE, double_source)
    parts, side = source(seed, stream, p)
    return fmt.pair(*parts)[side], fmt.exact(*parts)[side]


# --- the file ------------------------------------------------------------------------------------

rows = []
addresses = [(0, 0), (1, 0), (0, 1), (-1, -1), (20111118, 7), (2**63 - 1, -(2**63))]
for seed, stream in addresses:
    for p in (0, 1, 2, 3, 4, 17, 63, 64, 65, 1000003, 2**32 - 1, 2**32, 2**34 + 5, 2**62 - 1, 2**63 - 1):
        for number in (p // 4, p // 2, p // 32 * 16 + p % 16, p // 64 * 16 + p % 16):
            confirm(seed, stream, number, 2)
        rows.append(("word", seed, stream, p, 1, f"{word(seed, stream, p):08x}", ""))
        u = uniform(seed, stream, p)
        rows.append(("uniform", seed, stream, p, 1, bits_of(u / 2**53, ">f8"), ""))
        for kind, code in (("float", ">f4"), ("double", ">f8")):
            got, want = gaussian(kind, seed, stream, p)
            rows.append((kind, seed, stream, p, 1, bits_of(got, code), mpmath.nstr(want, 25)))

for kind, count in (("word", 65536), ("uniform", 16384), ("float", 65536), ("double", 16384)):
    seed, stream, start = 20111118, 3, 1000
    digest = hashlib.sha256()
    cache = {}
    for p in range(start, start + count):
        if kind == "word":
            digest.update(word(seed, stream, p).to_bytes(4, "big"))
        elif kind == "uniform":
            digest.update(bytes.fromhex(bits_of(uniform(seed, stream, p) / 2**53, ">f8")))
        else:
            fmt, source = (FLOAT, float_source) if kind == "float" else (DOUBLE, double_source)
            parts, side = source(seed, stream, p)
            if parts not in cache:
                cache[parts] = fmt.pair(*parts)
            digest.update(bytes.fromhex(bits_of(cache[parts][side], ">f4" if kind == "float" else ">f8")))
    rows.append((f"{kind} digest", seed, stream, start, count, digest.hexdigest(), ""))

# The transform at the ends of its range: radius word and angle word as unsigned numbers.
edges = {"float": [], "double": []}
for kind, bits, parts, fmt, code in (
    ("float", 32, float_parts, FLOAT, ">f4"),
    ("double", 64, double_parts, DOUBLE, ">f8"),
):
    top = 2**bits
    near = int((1 - mp.sqrt(mpf(1) / 2)) * top)
    radii = [0, 1, 2, top // 2 - 1, top // 2, top // 2 + 1, top - 2, top - 1, top // 2 + near,
             top - 1 - near, top - near, top - near + 1]
    angles = [0, 255, top // 8, top // 4 - 1, top // 4, top // 2 - 1, top // 2, top // 8 * 3,
              top // 4 * 3, top - 1, top - 256]
    worst = 0
    for s in radii:
        for a in angles:
            p = parts(s, a)
            got, want = fmt.pair(*p), fmt.exact(*p)
            worst = max(worst, *(fmt.ulps(g, w) for g, w in zip(got, want)))
            rows.append((f"{kind} pair", s, a, "", 2, "".join(bits_of(g, code) for g in got),
                         mpmath.nstr(want[0], 25)))
    draw = random.Random(1)
    for i in range(100_000):
        s = draw.getrandbits(bits) >> (draw.randrange(bits) if i % 2 else 0)
        p = parts(s if draw.getrandbits(1) else top - 1 - s, draw.getrandbits(bits))
        worst = max(worst, *(fmt.ulps(g, w) for g, w in zip(fmt.pair(*p), fmt.exact(*p))))
    edges[kind] = worst

about = [
    "Philox4x32-10, address as in org.halfstep.numeric.Philox. bits: hexadecimal, big-endian; exact: the real transform.",
    "* digest: SHA-256 over the big-endian bits of count values from position on.",
    "* pair: the Box-Muller transform of radius word (column seed) and angle word (column stream), unsigned: both values.",
    f"Greatest error over the extremes and 200000 values of random words: float {edges['float']:.2f} ulp, double {edges['double']:.2f} ulp.",
    f"Made by Python {platform.python_version()} with gmpy2 {gmpy2.version()}, mpmath {mpmath.__version__},"
    f" numpy {numpy.__version__}; words confirmed by randomgen {randomgen.__version__} and Random123's known answers.",
    "Command, in toolkit/src/test/oracle: python philox.py",
]
lines = [f"# {line}" for line in about] + ["what,seed,stream,position,count,bits,exact"]
lines += [",".join(str(cell) for cell in row) for row in rows]
TARGET.write_text("\n".join(lines) + "\n")
print(f"{TARGET.name}: {len(rows)} rows, {TARGET.stat().st_size} bytes; errors {edges}")
