"""The kernels in PyTorch, on the CPU, without gradients."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy
import torch

from halfstep_bench import peer_network
from halfstep_bench.peer import (
    HIGHEST, LOWEST, SCALE, Inputs, Work, angle, counts, exactly, fair, gaussian as moments, statistics, within
)

STEP = float(SCALE)  # the float, exactly
INVERSE = float(numpy.float32(1) / SCALE)


def start(threads: int) -> None:
    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)


def version() -> str:
    return torch.__version__.split("+")[0]


def array(tensor: torch.Tensor) -> numpy.ndarray:
    return tensor.numpy()


def tensor(values: numpy.ndarray) -> torch.Tensor:
    return torch.from_numpy(values)


def compile(function: Callable) -> Callable:
    if not any(shutil.which(name) for name in ("g++", "clang++", "c++")):
        raise OSError("torch.compile needs a C++ compiler, and there is none on the PATH")
    return torch.compile(function, dynamic=False)


def rounded(x: torch.Tensor) -> torch.Tensor:
    return torch.clamp(torch.round(x * INVERSE), LOWEST, HIGHEST) * STEP


def fake_quantize(inputs: Inputs) -> Work:
    x = tensor(inputs["x"])
    return Work(lambda: torch.fake_quantize_per_tensor_affine(x, STEP, 0, LOWEST, HIGHEST), array, exactly)


def manual(inputs: Inputs) -> Work:
    x = tensor(inputs["x"])
    return Work(lambda: rounded(x), array, exactly)


def compiled(inputs: Inputs) -> Work:
    x, function = tensor(inputs["x"]), compile(rounded)
    return Work(lambda: function(x), array, exactly)


def compiled_out(inputs: Inputs) -> Work:
    """Compiled with its output as an argument: the only way to reuse it."""
    x = tensor(inputs["x"])
    out = torch.empty_like(x)
    function = compile(lambda x, out: out.copy_(rounded(x)))
    return Work(lambda: function(x, out), array, exactly)


def fake_quantize_channels(inputs: Inputs) -> Work:
    scales = tensor(inputs["scales"])
    x = tensor(inputs["x"]).reshape(len(scales), -1)
    zeros = torch.zeros(len(scales), dtype=torch.int32)
    function = torch.fake_quantize_per_channel_affine
    return Work(lambda: function(x, scales, zeros, 0, LOWEST, HIGHEST), array, exactly)


def _chance(x: torch.Tensor) -> torch.Tensor:
    """A step down, or up with the probability of what is left: the floor of a sum with a uniform number."""
    return torch.clamp(torch.floor(x * INVERSE + torch.rand_like(x)), LOWEST, HIGHEST) * STEP


def stochastic(inputs: Inputs) -> Work:
    x = tensor(inputs["x"])
    return Work(lambda: _chance(x), array, fair(inputs["x"]))


def stochastic_compiled(inputs: Inputs) -> Work:
    x, function = tensor(inputs["x"]), compile(_chance)
    return Work(lambda: function(x), array, fair(inputs["x"]))


def quantize(inputs: Inputs) -> Work:
    x = tensor(inputs["x"])
    return Work(
        lambda: torch.quantize_per_tensor(x, STEP, 0, torch.qint8), lambda q: q.int_repr().numpy(), exactly
    )


def dequantize(inputs: Inputs) -> Work:
    codes = tensor(inputs["codes"])
    quantized = torch._make_per_tensor_quantized_tensor(codes, STEP, 0)
    return Work(lambda: quantized.dequantize(), array, exactly)


def _statistics(x: torch.Tensor) -> tuple:
    e = rounded(x) - x
    return (x * x).sum(), (e * e).sum(), (x * e).sum(), e.sum(), e.abs().max()


def _sums(found: tuple) -> numpy.ndarray:
    return numpy.array([float(sum) for sum in found])


def error_statistics(inputs: Inputs) -> Work:
    x = tensor(inputs["x"])
    return Work(lambda: _statistics(x), _sums, statistics(len(x)))


def error_statistics_compiled(inputs: Inputs) -> Work:
    x, function = tensor(inputs["x"]), compile(_statistics)
    return Work(lambda: function(x), _sums, statistics(len(x)))


def cosine(inputs: Inputs) -> Work:
    x, y = tensor(inputs["x"]), tensor(inputs["y"])
    function = torch.nn.functional.cosine_similarity
    return Work(lambda: function(x, y, dim=0), lambda found: numpy.array([float(found)]), angle)


def min_max(inputs: Inputs) -> Work:
    x = tensor(inputs["x"])
    return Work(lambda: torch.aminmax(x), lambda found: numpy.array([float(v) for v in found], numpy.float32), exactly)


def abs_max(inputs: Inputs) -> Work:
    """By the two extremes: faster than a tensor of absolute values."""
    x = tensor(inputs["x"])

    def call() -> torch.Tensor:
        low, high = torch.aminmax(x)
        return torch.maximum(-low, high)

    return Work(call, lambda found: numpy.array([float(found)], numpy.float32), exactly)


def histogram(inputs: Inputs) -> Work:
    x = tensor(inputs["x"])
    return Work(lambda: torch.histc(x, 2048, -8, 8), array, counts)


def gaussian(inputs: Inputs) -> Work:
    torch.manual_seed(1)
    out = torch.empty(inputs.size)
    return Work(lambda: out.normal_(), array, moments)


def sgemm(inputs: Inputs) -> Work:
    a, b = tensor(inputs.matrix("a")), tensor(inputs.matrix("b"))
    c = torch.empty_like(a)
    return Work(lambda: torch.mm(a, b, out=c), array, within(1e-6 * inputs.size))


def int8_gemm(inputs: Inputs) -> Work:
    a, b = tensor(inputs.matrix("a")), tensor(inputs.matrix("b"))
    c = torch.empty(a.shape, dtype=torch.int32)
    return Work(lambda: torch._int_mm(a, b, out=c), array, exactly)


def convolution(inputs: Inputs) -> Work:
    x = tensor(inputs["x"]).reshape(1, 64, inputs.size, inputs.size)
    w = tensor(inputs["w"]).reshape(64, 64, 3, 3)
    return Work(lambda: torch.nn.functional.conv2d(x, w, padding=1), array, within(1e-3))


def network(inputs: Inputs) -> Work:
    return peer_network.work(inputs, lambda function: function)


def network_compiled(inputs: Inputs) -> Work:
    return peer_network.work(inputs, compile)


def network_parity(width: int, directory: Path) -> None:
    peer_network.export(width, directory)
