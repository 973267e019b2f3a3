"""Whether the deep network is the same in Java and in PyTorch, from the numbers that both wrote: one for each layer.

A run that goes freely on its own outputs multiplies the smallest difference: sums of floats in another order tip a code
in a hundred thousand over, that changes other codes of its sample in every layer behind, and after some tens of layers
the sample's noise is another one of the same power. So the free run is compared twice. With the sums of PyTorch in the
order of Java's, nothing is left that may differ. With its own, the two runs may be as far apart as two runs of PyTorch
that differ in nothing but the order of their sums: four standard errors of that, over samples.
"""

import array
from dataclasses import dataclass
from pathlib import Path

from halfstep_bench.workers import Disagreement

IMMEDIATE = 1e-4  # relative, of a layer fed with the other's inputs and weights
CODES = 1e-5  # of all codes: those on the other side of a tie
FREE = 1e-3  # relative, of a free run
SMALL = 0.02  # the noise over signal up to which it counts
ERRORS = 4  # standard errors of the scatter


@dataclass(frozen=True)
class Numbers:
    """What both sides found, layer by layer; noise is over signal, of Java and of PyTorch."""

    immediate: tuple[list[float], list[float]]
    ordered: tuple[list[float], list[float]]
    free: tuple[list[float], list[float]]
    scatter: list[float]
    codes: tuple[int, int]  # that differ, of all


def compare(directory: Path) -> str:
    """How far both are apart, in a sentence; raises Disagreement if that is too far."""

    def numbers(name: str, kind: str = "d") -> list:
        values = array.array(kind)
        values.frombytes((directory / f"{name}.{'f' if kind == 'd' else 'i'}64").read_bytes())
        return values.tolist()

    def both(name: str) -> tuple[list[float], list[float]]:
        return numbers(f"java-{name}"), numbers(name)

    different, all_codes = numbers("java-codes", "q")
    return judge(Numbers(both("immediate"), both("ordered"), both("free"), numbers("scatter"), (different, all_codes)))


def judge(found: Numbers) -> str:
    """The rules."""
    immediate = max(_differences(found.immediate))
    _require(immediate <= IMMEDIATE, f"immediate noise differs by {immediate:.2g}, more than {IMMEDIATE:.0e}")
    different, codes = found.codes
    _require(different < CODES * codes, f"{different} of {codes} codes differ, not less than {CODES:.0e} of them")
    ordered = _free("in one order of sums", found.ordered, [FREE] * len(found.scatter))
    own = _free("in PyTorch's order of sums", found.free, [max(FREE, ERRORS * error) for error in found.scatter])
    return (
        f"{len(found.scatter)} layers: immediate noise within {immediate:.1g} <= {IMMEDIATE:.0e}, {different} of {codes}"
        f" codes differ, free noise below {SMALL} in one order of sums within {ordered:.1g} <= {FREE:.0e}, in PyTorch's"
        f" own within {own:.1g} ({ERRORS} standard errors of two such orders: {ERRORS * max(found.scatter):.1g})"
    )


def _free(how: str, both: tuple[list[float], list[float]], allowed: list[float]) -> float:
    """The largest difference while noise is small; a layer on each side is the same layer."""
    worst = 0.0
    for layer, (difference, most, noise) in enumerate(zip(_differences(both), allowed, both[1], strict=True), 1):
        if noise < SMALL:
            _require(difference <= most, f"free noise {how} differs by {difference:.2g} in layer {layer}, more than {most:.2g}")
            worst = max(worst, difference)
    return worst


def _differences(both: tuple[list[float], list[float]]) -> list[float]:
    return [abs(java / peer - 1) for java, peer in zip(*both, strict=True)]


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise Disagreement(message)
