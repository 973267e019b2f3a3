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

SAMPLES = 16  # of the run that is exported, in widths: the more, the less float sums in another order scatter its noise
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
    """One run. As .npy: start, what its samples are, and for layer n the weights w-n, the input x-n of the first samples,
    and the codes of both after rounding. As .f64, a number for each layer: the noise of a layer fed with x-n (immediate)
    and in the run itself (free), with the standard error of how far sums in another order move that (scatter); and the
    noise of the first samples in a run whose sums are in the order of Java's (ordered)."""
    torch.manual_seed(2)
    grids = steps(numpy.fromfile(directory / "steps.f64", "<f8"), width)
    start = torch.randn(SAMPLES * width, width)
    numpy.save(directory / "start.npy", start.numpy())
    shuffled = torch.randperm(width)
    free, other = Run(start, grids), Run(start, grids, lambda x, w: x[:, shuffled] @ w[shuffled])
    ordered = Run(start[:width], grids, in_order, normalized_in_double)
    found: dict[str, list[float]] = {name: [] for name in ("immediate", "free", "scatter", "ordered")}
    for n in range(1, LAYERS + 1):
        w = torch.empty(width, width).normal_(0, width**-0.5)
        some, (_, weights, _) = free.x[:width], grids
        q, wq = rounded(some, free.step, free.codes), rounded(w, weights, SIGNED)
        for name, values in {
            "x": some, "w": w, "x-codes": (q / free.step).round().short(), "w-codes": (wq / weights).round().short(),
        }.items():
            numpy.save(directory / f"{name}-{n}.npy", values.numpy())
        found["immediate"].append(_ratio(*_powers(q @ wq, some @ w)))
        here, there = free.layer(w), other.layer(w)
        found["free"].append(_ratio(*here))
        found["scatter"].append(_scatter(here, there))
        found["ordered"].append(_ratio(*ordered.layer(w)))
    for name, values in found.items():
        numpy.array(values).tofile(directory / f"{name}.f64")


def in_order(x: torch.Tensor, w: torch.Tensor) -> torch.Tensor:
    """x w, summed in the order of the inputs by multiply-adds that round once: a product of floats is exact in double."""
    rows, columns = x.t().double().contiguous(), w.double()
    total = torch.zeros(x.shape[0], w.shape[1])
    wide = total.double()
    for row, column in zip(rows, columns, strict=True):
        wide.copy_(total).addcmul_(row.unsqueeze(1), column.unsqueeze(0))
        total.copy_(wide)
    return total


def normalized_in_double(y: torch.Tensor) -> torch.Tensor:
    """As `normalized`, but the root mean square is rounded to a float only at its end."""
    u = y.relu()
    return u.mul_(u.double().square().mean(1, keepdim=True).rsqrt_().float())


class Run:
    """The network and its twin between two layers, with a matrix product and a normalization of one's choice."""

    def __init__(self, start: torch.Tensor, grids: tuple[float, float, float], product=torch.mm, norm=normalized):
        self.x, self.grids, self.product, self.norm = start, grids, product, norm
        self.step, self.codes = grids[0], SIGNED
        self.twin = rounded(start, self.step, self.codes)

    def layer(self, w: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Goes through a layer; returns the power of noise and of signal in each sample."""
        y, z = self.product(self.x, w), self.product(self.twin, rounded(w, self.grids[1], SIGNED))
        self.step, self.codes = self.grids[2], UNSIGNED
        self.x, self.twin = self.norm(y), rounded(self.norm(z), self.step, self.codes)
        return _powers(z, y)


def _powers(z: torch.Tensor, y: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    z, y = z.double(), y.double()
    return (z - y).square().sum(1), y.square().sum(1)


def _ratio(noise: torch.Tensor, signal: torch.Tensor) -> float:
    return float(noise.sum() / signal.sum())


def _scatter(here: tuple[torch.Tensor, torch.Tensor], there: tuple[torch.Tensor, torch.Tensor]) -> float:
    """The standard error of the relative difference of two ratios of sums over the same samples (delta method)."""
    (noise, signal), (other_noise, other_signal) = here, there
    each = (other_noise - noise) / noise.mean() - (other_signal - signal) / signal.mean()
    return float(each.std() / len(each) ** 0.5)
