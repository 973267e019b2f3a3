"""The other side of a comparison: python -m halfstep_bench.peer LIBRARY THREADS, in the peers' environment.

It does one burst of work at a time, when it is told to on its standard input. Each command is a line of words with
tabs between them and has a line for an answer:

    prepare NAME CALL SIZE DIRECTORY   make the work from Java's inputs, compare the result with Java's, call it until
                                       it is fast
    make CALL SIZE DIRECTORY           write what Java reads from there
    burst NAME SECONDS                 answer the microseconds of a call, the least over batches
    drop                               forget all work
    version                            answer the library's version
"""

import importlib
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy

BATCH = 1_000_000  # nanoseconds of a batch: long against the clock's steps
QUIET = 3  # bursts without gain after which the work counts as warm
LONG = 3  # seconds after which one burst without gain will do
TYPES = {"f32": "<f4", "f64": "<f8", "i8": "<i1", "i32": "<i4", "i64": "<i8"}

SCALE = numpy.float32(0.03)
LOWEST, HIGHEST = -128, 127


class Differs(Exception):
    """The results are not the same."""


@dataclass
class Work:
    """A call; what it leaves, as an array; and how that is compared, which returns a sentence or raises Differs."""

    call: Callable[[], object]
    result: Callable[[object], numpy.ndarray]
    compare: Callable[[numpy.ndarray, numpy.ndarray], str]


class Inputs:
    """The arrays that Java wrote into a directory."""

    def __init__(self, directory: Path, size: int):
        self.directory, self.size = directory, size

    def __getitem__(self, name: str) -> numpy.ndarray:
        for kind, dtype in TYPES.items():
            file = self.directory / f"{name}.{kind}"
            if file.exists():
                return numpy.fromfile(file, dtype)
        raise Differs(f"Java wrote no {name}")

    def matrix(self, name: str) -> numpy.ndarray:
        return self[name].reshape(self.size, self.size)


def exactly(java: numpy.ndarray, peer: numpy.ndarray) -> str:
    """Every value is the same; -0 and 0 are."""
    peer = peer.reshape(-1)
    if java.shape != peer.shape:
        raise Differs(f"Java has {java.shape[0]} values, the peer {peer.shape[0]}")
    wrong = numpy.flatnonzero(java != peer)
    if len(wrong):
        at = wrong[0]
        raise Differs(f"{len(wrong)} of {len(java)} values differ, the first at {at}: {java[at]} against {peer[at]}")
    return "equal"


def within(tolerance: float) -> Callable[[numpy.ndarray, numpy.ndarray], str]:
    """No value differs by more than a tolerance."""

    def compare(java: numpy.ndarray, peer: numpy.ndarray) -> str:
        most = float(numpy.max(numpy.abs(java.astype(numpy.float64) - peer.reshape(-1)), initial=0))
        if not most <= tolerance:
            raise Differs(f"values differ by up to {most:.3g}, more than {tolerance:.3g}")
        return f"|difference| {most:.1g} <= {tolerance:.1g}"

    return compare


def statistics(size: int) -> Callable[[numpy.ndarray, numpy.ndarray], str]:
    """Sums of x^2, e^2, x e, e and the largest |e|, relative to each sum's natural size. The peers add floats: what
    NumPy's dot loses grows with their number (1e-3 at 64Mi)."""
    tolerance = 1e-4 * max(1, size / (1 << 20))

    def compare(java: numpy.ndarray, peer: numpy.ndarray) -> str:
        xx, ee = java[0], java[1]
        sizes = numpy.array([xx, ee, (xx * ee) ** 0.5, (size * ee) ** 0.5, java[4]])
        most = float(numpy.max(numpy.abs(java - peer) / sizes))
        if not most <= tolerance:
            raise Differs(f"sums differ by {most:.3g} of their size, more than {tolerance:.1g}: {java} against {peer}")
        return f"relative {most:.1g} <= {tolerance:.1g}"

    return compare


def counts(java: numpy.ndarray, peer: numpy.ndarray) -> str:
    """The same total, and few values in another bin: NumPy compares with the edges, the others round x - low first."""
    peer = peer.reshape(-1).astype(numpy.int64)
    total = int(java.sum())
    if java.shape != peer.shape or total != int(peer.sum()):
        raise Differs(f"Java has {total} values in {len(java)} bins, the peer {int(peer.sum())} in {len(peer)}")
    share = float(numpy.abs(java - peer).sum()) / 2 / max(1, total)
    if not share <= 1e-4:
        raise Differs(f"{share:.2g} of the values are in other bins, more than 1e-4")
    return f"{share:.1g} of values in other bins <= 1e-4"


def gaussian(java: numpy.ndarray, peer: numpy.ndarray) -> str:
    """Generators differ; mean, variance and fourth moment agree within five standard errors."""
    worst = 0.0
    for power, variance in ((1, 1), (2, 2), (4, 96)):
        difference = numpy.mean(java.astype(float) ** power) - numpy.mean(peer.astype(float) ** power)
        worst = max(worst, abs(difference) / (2 * variance / len(java)) ** 0.5)
    if not worst <= 5:
        raise Differs(f"moments differ by {worst:.1f} standard errors, more than 5")
    return f"moments within {worst:.1f} standard errors <= 5"


def angle(java: numpy.ndarray, peer: numpy.ndarray) -> str:
    """The peers add floats: what NumPy's dot loses grows with their number."""
    return within(1e-4)(java, peer)


def fair(x: numpy.ndarray) -> Callable[[numpy.ndarray, numpy.ndarray], str]:
    """Of stochastic rounding, whose generators differ: where nothing is clipped, each side is less than a step away, and
    right on the average."""
    place = x.astype(numpy.float64) / SCALE
    inside = (place >= LOWEST) & (place <= HIGHEST)
    part = (place - numpy.floor(place))[inside]
    deviation = float(SCALE) * float(numpy.sum(part * (1 - part))) ** 0.5

    def compare(java: numpy.ndarray, peer: numpy.ndarray) -> str:
        worst = 0.0
        for side in (java, peer):
            error = (side.astype(numpy.float64) - x)[inside]
            if not numpy.max(numpy.abs(error), initial=0) < 1.001 * SCALE:
                raise Differs("a value is rounded by more than a step")
            worst = max(worst, abs(float(numpy.sum(error))) / deviation)
        if not worst <= 5:
            raise Differs(f"the mean error is {worst:.1f} standard errors from 0, more than 5")
        return f"mean errors within {worst:.1f} standard errors of 0 <= 5"

    return compare


def powers(java: numpy.ndarray, peer: numpy.ndarray) -> str:
    """Java's sums are exact, the peer's those of doubles: relative to the sum of absolute values."""
    sizes = numpy.array([(java[1] * peer[4]) ** 0.5, java[1], (java[1] * java[3]) ** 0.5, java[3]])
    most = float(numpy.max(numpy.abs(java - peer[:4]) / sizes))
    if not most <= 1e-12:
        raise Differs(f"sums differ by {most:.3g} of their size, more than 1e-12")
    return f"relative {most:.1g} <= 1e-12"


def time_of(call: Callable[[], object], calls: int) -> int:
    """Nanoseconds of so many calls."""
    begin = time.perf_counter_ns()
    for _ in range(calls):
        call()
    return time.perf_counter_ns() - begin


class Bench:
    """The work at hand, by name."""

    def __init__(self, library: str, threads: int):
        self.library = importlib.import_module(f"halfstep_bench.peer_{library}")
        self.library.start(threads)
        self.works: dict[str, Work] = {}

    def prepare(self, name: str, call: str, size: int, directory: Path) -> str:
        inputs = Inputs(directory, size)
        work = getattr(self.library, call)(inputs)
        agreement = work.compare(inputs["result"], work.result(work.call()))
        self.works[name] = work
        best, quiet, begin = float("inf"), 0, time.monotonic()
        while quiet < QUIET and (quiet < 1 or time.monotonic() - begin < LONG):
            now = self.burst(name, 0.05)
            quiet = 0 if now < 0.95 * best else quiet + 1
            best = min(best, now)
        return agreement

    def burst(self, name: str, seconds: float) -> float:
        call = self.works[name].call
        begin = time.perf_counter_ns()
        calls, took = 1, time_of(call, 1)
        while took < BATCH:
            calls = max(2 * calls, int(calls * BATCH / max(took, 1)))
            took = time_of(call, calls)
        best = took
        while time.perf_counter_ns() - begin < seconds * 1e9:
            best = min(best, time_of(call, calls))
        return best / 1e3 / calls

    def answer(self, words: list[str]) -> str:
        try:
            if words[0] == "prepare":
                return "ok\t" + self.prepare(words[1], words[2], int(words[3]), Path(words[4]))
            if words[0] == "make":
                getattr(self.library, words[1])(int(words[2]), Path(words[3]))
                return "ok"
            if words[0] == "burst":
                return f"ok\t{self.burst(words[1], float(words[2])):.4f}"
            if words[0] == "drop":
                self.works.clear()
                return "ok"
            if words[0] == "version":
                return "ok\t" + self.library.version()
            return f"error\tno command {words[0]}"
        except Differs as difference:
            return f"differs\t{difference}"
        except Exception as error:  # noqa: BLE001  whatever a library throws is told on the other side
            return "error\t" + " ".join(f"{type(error).__name__}: {error}".split())


def main() -> None:
    out = sys.stdout
    sys.stdout = sys.stderr  # what a library prints is no answer
    bench = Bench(sys.argv[1], int(sys.argv[2]))
    for line in sys.stdin:
        print(bench.answer(line.rstrip("\n").split("\t")), file=out, flush=True)


if __name__ == "__main__":
    main()
