"""Interleaved rounds: Java and a peer in turns, so that what disturbs the machine disturbs both."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Pair:
    """Times of both sides, round by round, in microseconds."""

    java: tuple[float, ...]
    peer: tuple[float, ...]

    @property
    def ratios(self) -> list[float]:
        """Peer time / Java time: above 1 Java is faster."""
        return [peer / java for java, peer in zip(self.java, self.peer, strict=True)]

    @property
    def ratio_min(self) -> float:
        return min(self.ratios)

    @property
    def ratio_median(self) -> float:
        return statistics.median(self.ratios)

    @property
    def ratio_best(self) -> float:
        return min(self.peer) / min(self.java)


def play(java: Callable[[], float], peers: list[Callable[[], float]], rounds: int) -> list[Pair]:
    """Measures each peer in each round right beside Java, and who begins changes from round to round."""
    times: list[tuple[list[float], list[float]]] = [([], []) for _ in peers]
    for turn in range(rounds):
        for index, peer in enumerate(peers):
            if (turn + index) % 2 == 0:
                mine, other = java(), peer()
            else:
                other, mine = peer(), java()
            times[index][0].append(mine)
            times[index][1].append(other)
    return [Pair(tuple(mine), tuple(others)) for mine, others in times]
