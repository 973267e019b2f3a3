"""The kernels in NumPy."""

import numpy
from numpy import float32

from halfstep_bench.peer import (
    HIGHEST, LOWEST, SCALE, Inputs, Work, angle, counts, exactly, fair, gaussian as moments, powers, statistics, within
)

INVERSE = float32(1) / SCALE


def start(threads: int) -> None:
    """The environment has told the libraries under NumPy already."""


def version() -> str:
    return numpy.__version__


def as_it_is(array: numpy.ndarray) -> numpy.ndarray:
    return array


def naive(inputs: Inputs) -> Work:
    """As one writes it: every operation makes an array."""
    x = inputs["x"]
    return Work(lambda: numpy.clip(numpy.rint(x * INVERSE), LOWEST, HIGHEST) * SCALE, as_it_is, exactly)


def _rounded(x: numpy.ndarray, out: numpy.ndarray) -> None:
    numpy.multiply(x, INVERSE, out=out)
    numpy.rint(out, out=out)
    numpy.clip(out, float32(LOWEST), float32(HIGHEST), out=out)


def out(inputs: Inputs) -> Work:
    """Four passes over one buffer."""
    x = inputs["x"]
    buffer = numpy.empty_like(x)

    def call() -> numpy.ndarray:
        _rounded(x, buffer)
        return numpy.multiply(buffer, SCALE, out=buffer)

    return Work(call, as_it_is, exactly)


def channels(inputs: Inputs) -> Work:
    scales = inputs["scales"].reshape(-1, 1)
    x, inverse = inputs["x"].reshape(len(scales), -1), float32(1) / scales
    buffer = numpy.empty_like(x)

    def call() -> numpy.ndarray:
        numpy.multiply(x, inverse, out=buffer)
        numpy.rint(buffer, out=buffer)
        numpy.clip(buffer, float32(LOWEST), float32(HIGHEST), out=buffer)
        return numpy.multiply(buffer, scales, out=buffer)

    return Work(call, as_it_is, exactly)


def stochastic(inputs: Inputs) -> Work:
    """A step down, or up with the probability of what is left: the floor of a sum with a uniform number."""
    x, random = inputs["x"], numpy.random.default_rng(1)
    buffer, chance = numpy.empty_like(x), numpy.empty_like(x)

    def call() -> numpy.ndarray:
        random.random(dtype=float32, out=chance)
        numpy.multiply(x, INVERSE, out=buffer)
        numpy.add(buffer, chance, out=buffer)
        numpy.floor(buffer, out=buffer)
        numpy.clip(buffer, float32(LOWEST), float32(HIGHEST), out=buffer)
        return numpy.multiply(buffer, SCALE, out=buffer)

    return Work(call, as_it_is, fair(x))


def quantize(inputs: Inputs) -> Work:
    x = inputs["x"]
    buffer, codes = numpy.empty_like(x), numpy.empty(len(x), numpy.int8)

    def call() -> numpy.ndarray:
        _rounded(x, buffer)
        numpy.copyto(codes, buffer, casting="unsafe")
        return codes

    return Work(call, as_it_is, exactly)


def dequantize(inputs: Inputs) -> Work:
    codes = inputs["codes"]
    buffer = numpy.empty(len(codes), float32)
    return Work(lambda: numpy.multiply(codes, SCALE, out=buffer, dtype=float32), as_it_is, exactly)


def error_statistics(inputs: Inputs) -> Work:
    """Into buffers, a pass for each sum."""
    x = inputs["x"]
    e = numpy.empty_like(x)

    def call() -> tuple:
        _rounded(x, e)
        numpy.multiply(e, SCALE, out=e)
        numpy.subtract(e, x, out=e)
        return numpy.dot(x, x), numpy.dot(e, e), numpy.dot(x, e), numpy.sum(e), max(e.max(), -e.min())

    return Work(call, lambda sums: numpy.array(sums, float), statistics(len(x)))


def power_sums(inputs: Inputs) -> Work:
    """In doubles, a pass for each sum."""
    x = inputs["x"]
    wide, square = numpy.empty(len(x)), numpy.empty(len(x))

    def call() -> tuple:
        numpy.copyto(wide, x)
        numpy.multiply(wide, wide, out=square)
        return numpy.sum(wide), numpy.sum(square), numpy.dot(square, wide), numpy.dot(square, square), len(x)

    return Work(call, lambda sums: numpy.array(sums, float), powers)


def cosine(inputs: Inputs) -> Work:
    x, y = inputs["x"], inputs["y"]

    def call() -> float:
        return numpy.dot(x, y) / numpy.sqrt(numpy.dot(x, x) * numpy.dot(y, y))

    return Work(call, lambda found: numpy.array([found]), angle)


def min_max(inputs: Inputs) -> Work:
    x = inputs["x"]
    return Work(lambda: (x.min(), x.max()), numpy.array, exactly)


def abs_max(inputs: Inputs) -> Work:
    """By the two extremes: faster than an array of absolute values."""
    x = inputs["x"]
    return Work(lambda: max(x.max(), -x.min()), lambda found: numpy.array([found]), exactly)


def histogram(inputs: Inputs) -> Work:
    x = inputs["x"]
    return Work(lambda: numpy.histogram(x, 2048, range=(-8, 8)), lambda found: found[0], counts)


def mse_threshold(inputs: Inputs) -> Work:
    """As it is defined: every clip rounds the centres of all bins. Half to even, in double."""
    counts = inputs["counts"]
    centres = numpy.arange(len(counts)) + 0.5

    def call() -> int:
        losses = []
        for clip in centres[128:]:
            step = clip / 127
            error = numpy.minimum(numpy.rint(centres / step), 127) * step - centres
            losses.append(numpy.dot(counts, error * error))
        return 128 + int(numpy.argmin(losses))

    return Work(call, lambda found: numpy.array([found]), exactly)


def gaussian(inputs: Inputs) -> Work:
    random, buffer = numpy.random.default_rng(1), numpy.empty(inputs.size, float32)
    return Work(lambda: random.standard_normal(dtype=float32, out=buffer), as_it_is, moments)


def sgemm(inputs: Inputs) -> Work:
    a, b = inputs.matrix("a"), inputs.matrix("b")
    c = numpy.empty_like(a)
    return Work(lambda: numpy.matmul(a, b, out=c), as_it_is, within(1e-6 * inputs.size))
