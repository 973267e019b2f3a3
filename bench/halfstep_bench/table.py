"""The table of a run, as text."""

from halfstep_bench.results import Row

HEADINGS = (
    "kernel", "size", "threads", "buffer", "time", "rate", "of limit", "allocated", "first ms", "peak ms",
    "peer", "its buffer", "ratio min", "median", "best",
)
LEFT = {"kernel", "buffer", "peer", "its buffer"}


def size(values: int) -> str:
    """4096 is 4Ki; what is no power of two keeps its remainder."""
    for unit, name in ((1 << 20, "Mi"), (1 << 10, "Ki")):
        if values >= unit:
            whole, rest = divmod(values, unit)
            return f"{whole}{name}" + (f"+{size(rest)}" if rest else "")
    return str(values) if values else "-"


def time(microseconds: float) -> str:
    for factor, unit in ((1e6, "s"), (1e3, "ms"), (1, "us")):
        if microseconds >= factor:
            return f"{microseconds / factor:.3g} {unit}"
    return f"{microseconds * 1e3:.3g} ns"


def rate(row: Row) -> str:
    return f"{row.rate:.3g} {row.unit}" if row.rate < 1000 else f"{row.rate:.0f} {row.unit}"


def percent(fraction: float | None) -> str:
    return "" if fraction is None else f"{100 * fraction:.0f} %"


def ratio(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.0f}" if value >= 100 else f"{value:.2g}" if value >= 10 else f"{value:.2f}"


def cells(row: Row) -> tuple[str, ...]:
    allocated = "" if row.bytes_allocated is None else f"{row.bytes_allocated:.0f} B"
    milliseconds = ["" if value is None else f"{value:.0f}" for value in (row.first_ms, row.peak_ms)]
    return (
        row.kernel, size(row.size) if row.size else "", str(row.threads), row.java_buffer, time(row.java_us_min),
        rate(row), percent(row.fraction), allocated, *milliseconds, row.peer, row.peer_buffer,
        ratio(row.ratio_min), ratio(row.ratio_median), ratio(row.ratio_best),
    )


def text(rows: list[Row]) -> str:
    """One line a measurement; columns that nobody filled are left out."""
    lines = [HEADINGS, *map(cells, rows)]
    columns = [column for column in zip(*lines, strict=True) if any(column[1:])]
    padded = []
    for column in columns:
        width = max(map(len, column))
        padded.append([c.ljust(width) if column[0] in LEFT else c.rjust(width) for c in column])
    return "\n".join("  ".join(line).rstrip() for line in zip(*padded, strict=True))
