"""The words after ./lab bench."""

import argparse
import os
import sys
from dataclasses import dataclass

from halfstep_bench import cases

ROUNDS = 5
QUICK_ROUNDS = 2


@dataclass(frozen=True)
class Options:
    """What is to be measured, and how long."""

    kernels: tuple[cases.Kernel, ...]
    peers: bool
    readme: bool
    quick: bool
    rounds: int

    @property
    def needs(self) -> str:
        """What must be built before: nothing, the benchmarks, or the other libraries too."""
        if self.readme:
            return ""
        return "toolkit bench peers" if self.peers else "toolkit bench"

    def sizes_of(self, kernel: cases.Kernel) -> tuple[int, ...]:
        return (kernel.quick,) if self.quick else kernel.sizes

    def threads_of(self, kernel: cases.Kernel) -> tuple[int, ...]:
        processors = os.cpu_count() or 1
        if not kernel.threads or processors == 1 or self.quick:
            return (1,)
        return (1, processors)

    @property
    def burst(self) -> float:
        """Seconds of one measurement of a pair."""
        return 0.01 if self.quick else 0.1


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:
        print(f"lab: {message}; ./lab help has all options of bench", file=sys.stderr)
        sys.exit(2)


def parse(words: list[str]) -> Options:
    """Reads the words, or says what is wrong with them and ends with status 2."""
    parser = _Parser(prog="./lab bench", add_help=False, allow_abbrev=False)
    parser.add_argument("kernels", nargs="*")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rounds")
    found = parser.parse_args(words)
    for name in found.kernels:
        if name not in cases.BY_NAME:
            parser.error(f"kernel must be one of {', '.join(cases.BY_NAME)}, got {name}")
    asked = found.rounds is not None
    if asked and not (found.rounds.isascii() and found.rounds.isdigit() and int(found.rounds) >= 1):
        parser.error(f"--rounds must be a whole number >= 1, got {found.rounds}")
    if found.readme and (found.kernels or found.peers or found.quick or asked):
        parser.error("--readme writes what was measured last and takes no other option")
    if found.quick and asked:
        parser.error(f"--quick has {QUICK_ROUNDS} rounds and takes no --rounds, got {found.rounds}")
    kernels = tuple(cases.BY_NAME[name] for name in dict.fromkeys(found.kernels)) or cases.KERNELS
    rounds = QUICK_ROUNDS if found.quick else int(found.rounds or ROUNDS)
    return Options(kernels, found.peers, found.readme, found.quick, rounds)
