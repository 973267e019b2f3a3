"""The kernels in NumPy."""

import numpy
from numpy import float32

from halfstep_bench.peer import (
    HIGHEST, LOWEST, SCALE, Inputs, Work, counts, exactly, gaussian as moments, statistics, within
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


def gaussian(inputs: Inputs) -> Work:
    random, buffer = numpy.random.default_rng(1), numpy.empty(inputs.size, float32)
    return Work(lambda: random.standard_normal(dtype=float32, out=buffer), as_it_is, moments)


def sgemm(inputs: Inputs) -> Work:
    a, b = inputs.matrix("a"), inputs.matrix("b")
    c = numpy.empty_like(a)
    return Work(lambda: numpy.matmul(a, b, out=c), as_it_is, within(1e-6 * inputs.size))
