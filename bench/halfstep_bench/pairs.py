"""Java and the other libraries: the same inputs, results compared first, then interleaved rounds."""

import statistics
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from halfstep_bench import cases, jmh, parity, rounds
from halfstep_bench.options import Options
from halfstep_bench.results import Row
from halfstep_bench.workers import Disagreement, Failed, Worker, Workers

WORK, LIMIT = "work", "limit"  # what the Java side calls the two things it holds at once
PARITY_WIDTH = 256  # in a narrower network a single code that falls the other way shows


def measure(kernel: cases.Kernel, options: Options, workers: Workers, failures: list[str]) -> Iterator[Row]:
    """All pairs of a kernel; those with the same Java work share its arrays. A pair whose sides do not agree has no row."""
    same = _parity(workers.java(), workers.library("torch", 1), failures) if kernel.parity else ""
    for size in options.sizes_of(kernel):
        for threads in options.threads_of(kernel):
            for (work, buffer), peers in _by_java(kernel).items():
                yield from _group(kernel, work, buffer, size, threads, peers, same, options, workers, failures)


def _by_java(kernel: cases.Kernel) -> dict[tuple[str, str], list[cases.Peer]]:
    groups: dict[tuple[str, str], list[cases.Peer]] = {}
    for peer in kernel.peers:
        for buffer in peer.java:
            groups.setdefault((peer.work or kernel.name, buffer), []).append(peer)
    return groups


def _group(
    kernel: cases.Kernel, work: str, buffer: str, size: int, threads: int, peers: list[cases.Peer], same: str,
    options: Options, workers: Workers, failures: list[str],
) -> Iterator[Row]:
    java = workers.java()
    java.ask("prepare", WORK, work, size, threads, buffer)
    with tempfile.TemporaryDirectory(prefix="halfstep-") as folder:
        java.ask("export", WORK, folder)
        ready = []
        for peer in peers:
            worker = workers.library(peer.library, threads)
            try:
                agreement = worker.ask("prepare", peer.name, peer.call, size, folder)[0]
            except Failed as failure:
                failures.append(f"{kernel.name} of {size}: {failure}")
                continue
            ready.append((peer, worker, "; ".join(filter(None, (agreement, same)))))
    bursts = [_burst(worker, options, peer.name) for peer, worker, _ in ready]
    limited = kernel.limit and cases.limits(kernel, threads)
    if limited:
        java.ask("prepare", LIMIT, kernel.limit, size, threads, "REUSED")
        bursts.append(_burst(java, options, LIMIT))
    pairs = rounds.play(_burst(java, options, WORK), bursts, options.rounds)
    limit = _limit(kernel, size, threads, pairs.pop()) if limited else (None, None)
    for (peer, worker, agreement), pair in zip(ready, pairs, strict=True):
        yield _row(kernel, size, threads, buffer, peer, worker, agreement, pair, limit)
    for _, worker, _ in ready:
        worker.ask("drop")
    java.ask("drop")


def _parity(java: Worker, torch: Worker, failures: list[str]) -> str:
    """Feeds Java with the inputs and weights of every layer of a network that ran in PyTorch."""
    with tempfile.TemporaryDirectory(prefix="halfstep-") as folder:
        java.ask("steps", folder)
        torch.ask("make", "network_parity", PARITY_WIDTH, folder)
        java.ask("parity", folder)
        try:
            return parity.compare(Path(folder))
        except Disagreement as difference:
            failures.append(f"parity of the network: {difference}")
            return "no parity"


def _burst(worker: Worker, options: Options, name: str) -> Callable[[], float]:
    return lambda: float(worker.ask("burst", name, options.burst)[0])


def _limit(kernel: cases.Kernel, size: int, threads: int, pair: rounds.Pair) -> tuple[float, float]:
    """The rate of the limit, and the median over the rounds of Java's fraction of it."""
    loop = cases.BY_NAME[kernel.limit]
    fractions = [
        kernel.rate(size, java) / jmh.rate(loop, size, threads, limit)
        for java, limit in zip(pair.java, pair.peer, strict=True)
    ]
    return jmh.rate(loop, size, threads, min(pair.peer)), statistics.median(fractions)


def _row(
    kernel: cases.Kernel, size: int, threads: int, buffer: str, peer: cases.Peer, worker: Worker,
    agreement: str, pair: rounds.Pair, limit: tuple[float | None, float | None],
) -> Row:
    best = min(pair.java)
    return Row(
        kernel.name, size, threads, kernel.buffer(buffer), best, statistics.median(pair.java),
        kernel.unit, kernel.rate(size, best), kernel.limit, limit[0], limit[1], peer=peer.name,
        peer_version=f"{peer.library} {worker.version}", peer_buffer=peer.buffer, peer_us_min=min(pair.peer),
        peer_us_median=statistics.median(pair.peer), ratio_min=pair.ratio_min, ratio_median=pair.ratio_median,
        ratio_best=pair.ratio_best, agreement=agreement, rounds=len(pair.java),
    )
