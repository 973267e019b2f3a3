"""The deep network beside its quantized twin in PyTorch: the same steps, in the same order, as org.halfstep.propagate.

Samples are rows. x_1 is N(0, 1), weights are N(0, 1/width); the twin rounds both to INT8 with the fixed steps of Java
(directory/steps.f64: for the input, for weights of variance 1, and for activations, whose codes are 0..255). Each
layer: y = x w, and y' in the twin; noise over signal, sum (y' - y)^2 / sum y^2; ReLU; division by the sample's root mean
square; rounding, in the twin.
"""

from collections.abc import Callable
from pathlib import Path

import numpy
import torch

from halfstep_bench.cases import LAYERS
from halfstep_bench.peer import Differs, Inputs, Work

SAMPLES = 4  # of the run that is exported, in widths: enough that one that drifts shows little
SIGNED, UNSIGNED = (-127, 127), (0, 255)


def steps(values: numpy.ndarray, width: int) -> tuple[float, float, float]:
    """As floats, like Java's: for the input, the weights, the activations."""
    weights = numpy.float32(values[1] / numpy.sqrt(width))
    return float(numpy.float32(values[0])), float(weights), float(numpy.float32(values[2]))


def rounded(x: torch.Tensor, step: float, codes: tuple[int, int]) -> torch.Tensor:
    """Divided, rounded half to even, clipped, and multiplied, in one new tensor."""
    return x.div(step).round_().clamp_(*codes).mul_(step)


def normalized(y: torch.Tensor) -> torch.Tensor:
    """What follows a layer: ReLU, then the division by the root mean square of the sample."""
    u = y.relu()
    return u.mul_(u.square().mean(1, keepdim=True).rsqrt_())


def layer(
    x: torch.Tensor, twin: torch.Tensor, w: torch.Tensor, step: float, next_step: float
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """One layer: what enters the next one, in both networks, and the noise over signal."""
    y, z = x @ w, twin @ rounded(w, step, SIGNED)
    noise = (z - y).square().sum() / y.square().sum()
    return normalized(y), rounded(normalized(z), next_step, UNSIGNED), noise


def work(inputs: Inputs, compile: Callable[[Callable], Callable]) -> Work:
    """The whole network, weights drawn anew as in Java; compiled layer by layer, so that all layers share the code."""
    width, one = inputs.size, compile(layer)
    first, weights, next_step = steps(inputs["steps"], width)

    def call() -> list[torch.Tensor]:
        torch.manual_seed(1)
        x = torch.randn(width, width)
        twin = rounded(x, first, SIGNED)
        noise = []
        for _ in range(LAYERS):
            w = torch.empty(width, width).normal_(0, width**-0.5)
            x, twin, now = one(x, twin, w, weights, next_step)
            noise.append(now)
        return noise

    return Work(call, lambda noise: numpy.array([float(one) for one in noise]), _alike(width))


def _alike(width: int) -> Callable[[numpy.ndarray, numpy.ndarray], str]:
    """Weights differ, so only the first layer's noise can be compared; the rest is what parity is for."""
    # Four standard errors of the difference of two runs: noise of 8 bits at its best scale has a kurtosis of 590, and
    # each run rounds two matrices of width^2 values.
    tolerance = 4 * 590**0.5 / width

    def compare(java: numpy.ndarray, peer: numpy.ndarray) -> str:
        difference = abs(java[0] / peer[0] - 1)
        if len(java) != len(peer) or not difference <= tolerance:
            raise Differs(f"noise of layer 1 is {java[0]:.4g} in Java, {peer[0]:.4g} here, of {len(java)} layers")
        return f"layer 1 within {difference:.1g} <= {tolerance:.1g}"

    return compare


def export(width: int, directory: Path) -> None:
    """One run, as .npy: start, what its samples are; for layer n the weights w-n, the input x-n of the first samples, and
    the codes of both after rounding; the noise of each layer fed with x-n (immediate), and in the run itself (free)."""
    torch.manual_seed(2)
    first, weights, next_step = steps(numpy.fromfile(directory / "steps.f64", "<f8"), width)
    x = torch.randn(SAMPLES * width, width)
    numpy.save(directory / "start.npy", x.numpy())
    twin, step, codes = rounded(x, first, SIGNED), first, SIGNED
    free, immediate = [], []
    for n in range(1, LAYERS + 1):
        w = torch.empty(width, width).normal_(0, width**-0.5)
        some = x[:width]
        q, wq = rounded(some, step, codes), rounded(w, weights, SIGNED)
        for name, values in {
            "x": some, "w": w, "x-codes": (q / step).round().short(), "w-codes": (wq / weights).round().short(),
        }.items():
            numpy.save(directory / f"{name}-{n}.npy", values.numpy())
        immediate.append(_ratio(q @ wq, some @ w))
        free.append(_ratio(twin @ wq, x @ w))
        x, twin, _ = layer(x, twin, w, weights, next_step)
        step, codes = next_step, UNSIGNED
    numpy.save(directory / "immediate.npy", numpy.array(immediate))
    numpy.save(directory / "free.npy", numpy.array(free))


def _ratio(z: torch.Tensor, y: torch.Tensor) -> float:
    z, y = z.double(), y.double()
    return float((z - y).square().sum() / y.square().sum())
