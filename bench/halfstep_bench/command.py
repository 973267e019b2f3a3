"""One run of ./lab bench: measures, prints the table, writes CSV and page."""

import sys
import time

from halfstep_bench import cases, jmh, page, pairs, readme, results, table
from halfstep_bench.options import Options
from halfstep_bench.results import Row
from halfstep_bench.workers import JAVA_FLAGS, Workers


def note(text: str) -> None:
    """Progress; the table alone goes to standard output."""
    print(text, file=sys.stderr, flush=True)


def run(options: Options) -> int:
    if options.readme:
        return readme.update(results.ROOT / "README.md")
    began = time.monotonic()
    results.place().mkdir(parents=True, exist_ok=True)
    for log in ("java.log", "workers.log"):
        (results.place() / log).unlink(missing_ok=True)
    about = results.machine(JAVA_FLAGS, options.quick)
    rows = _java(options)
    jmh.fractions(rows)
    failures: list[str] = []
    if options.peers:
        rows += _peers(options, failures)
    rows.sort(key=lambda row: [kernel.name for kernel in cases.KERNELS].index(row.kernel))
    about["seconds"] = round(time.monotonic() - began)
    about["peers"] = ", ".join(sorted({row.peer_version for row in rows if row.peer}))
    results.keep(rows, about)
    page.write(rows, about, results.place() / "bench.html")
    print(table.text(rows))
    note(f"{about['seconds']} s; written: bench.csv, about.json and bench.html in {results.place()}")
    for failure in failures:
        note(f"lab: {failure}")
    return 1 if failures else 0


def _java(options: Options) -> list[Row]:
    """The kernels asked for, and before them the limits that they are set beside."""
    limits = {kernel.limit for kernel in options.kernels if kernel.limit}
    wanted = [k for k in cases.KERNELS if k in options.kernels or k.name in limits]
    rows = []
    for number, kernel in enumerate(wanted, 1):
        note(f"[{number}/{len(wanted)}] {kernel.name}")
        rows += jmh.measure(kernel, options)
    return rows


def _peers(options: Options, failures: list[str]) -> list[Row]:
    wanted = [kernel for kernel in options.kernels if kernel.peers]
    rows = []
    with Workers(results.place()) as workers:
        for number, kernel in enumerate(wanted, 1):
            note(f"[{number}/{len(wanted)}] {kernel.name} beside {', '.join(peer.name for peer in kernel.peers)}")
            rows += pairs.measure(kernel, options, workers, failures)
    return rows
