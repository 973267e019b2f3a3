"""The section "Speed" of the README: written from what was measured last, never by hand."""

from pathlib import Path

from halfstep_bench import results, table, workers
from halfstep_bench.results import Row

BEGIN, END = "<!-- speed: written by ./lab bench --readme -->", "<!-- end of speed -->"
SMALLEST_ARRAY = 1 << 20  # below, a peer's time is mostly that of a Python call


def update(file: Path) -> int:
    """Puts the table between its two marks."""
    try:
        rows, about = results.last()
    except FileNotFoundError:
        raise workers.Failed("nothing was measured yet: run ./lab bench --peers first") from None
    if about["quick"] or not any(row.peer for row in rows):
        raise workers.Failed("the README needs a whole run with peers, the last one was not: run ./lab bench --peers")
    text = file.read_text(encoding="utf-8")
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        raise workers.Failed(f"{file.name} must have the marks {BEGIN} and {END}, once and in this order")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    file.write_text(f"{before}{BEGIN}\n{section(rows, about)}{END}{after}", encoding="utf-8")
    print(f"wrote the table of {about['date']} into {file.name}")
    return 0


def telling(rows: list[Row]) -> list[Row]:
    """For each kernel the pair in which Java does best and the one in which it does worst, on one thread.

    With as many threads as processors any other program falsifies a pair, and most of all the side that spins.
    """
    chosen = []
    for kernel in dict.fromkeys(row.kernel for row in rows):
        pairs = [row for row in rows if row.kernel == kernel and row.peer and row.threads == 1 and _large(row)]
        if pairs:
            best, worst = max(pairs, key=_median), min(pairs, key=_median)
            chosen += [best] if best is worst else [best, worst]
    return chosen


def alone(rows: list[Row]) -> list[Row]:
    """The best row of each kernel that has nothing beside it; limits are no kernels."""
    paired = {row.kernel for row in rows if row.peer} | {row.limit for row in rows}
    best: dict[str, Row] = {}
    for row in rows:
        if row.kernel not in paired and _large(row):
            best[row.kernel] = max(row, best.get(row.kernel, row), key=lambda each: each.rate)
    return list(best.values())


def _median(row: Row) -> float:
    return row.ratio_median or 0


def _large(row: Row) -> bool:
    return row.unit not in ("GB/s", "M values/s") or row.size >= SMALLEST_ARRAY


def section(rows: list[Row], about: dict[str, object]) -> str:
    """The table and how it was measured, in Markdown."""
    chosen = telling(rows)
    lines = [
        "| kernel | size | threads | Java | rate | of limit | beside | ratio, least | median | outputs, Java / peer |",
        "|---|---:|---:|---:|---:|---:|---|---:|---:|---|",
    ]
    for row in chosen:
        median = table.ratio(row.ratio_median)
        lines.append(
            f"| {row.kernel} | {table.size(row.size)} | {row.threads} | {table.time(row.java_us_min)} |"
            f" {table.rate(row)} | {table.percent(row.fraction)} | {row.peer} | {table.ratio(row.ratio_min)} |"
            f" {median if _median(row) >= 1 else f'**{median}**'} | {row.java_buffer} / {row.peer_buffer} |"
        )
    others = ", ".join(
        f"{row.kernel} {table.rate(row)} ({table.percent(row.fraction) or 'no limit'})" for row in alone(rows)
    )
    pairs = [row for row in rows if row.peer and row.threads == 1]
    lost = sum(_median(row) < 1 for row in pairs)
    rounds = max(row.rounds for row in pairs)
    return "\n".join([
        "Ratio: time of the other library / time of Java in the same round, so above 1 Java is faster; in bold where it"
        " is not. For each kernel the pair in which Java does best and the one in which it does worst, over all sizes"
        f" from 1Mi values and on one thread; of all {len(pairs)} pairs Java is the slower one in {lost}.",
        "",
        *lines,
        "",
        *([f"Best rates, and fractions of the limit, of what has no other library beside it: {others}.", ""] if others else []),
        f"Measured on {about['date']}: {about['cpu']}, {about['processors']} processors, {about['system']};"
        f" {about['java']} with `{about['flags']}`; {about['peers']}; commit {about['commit']}; {rounds} rounds.",
        "",
    ])
