"""The page of a run: two charts and the whole table in one file that needs no network."""

import html
import math
from pathlib import Path

from halfstep_bench import table
from halfstep_bench.results import Row

STYLE = """
:root { --paper: #fff; --ink: #1c2330; --soft: #5b6678; --line: #d9dee7; --win: #1f7a4d; --loss: #b3261e; --bar: #2f6fb3;
  color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { --paper: #14181f; --ink: #dfe5ee; --soft: #97a3b6; --line: #333c4a;
  --win: #5cc492; --loss: #ff8a80; --bar: #7cb8ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; } h3 { font-size: 1rem; margin: 1.2rem 0 0.2rem; }
p, .soft { color: var(--soft); }
.row { display: grid; grid-template-columns: 15rem 1fr 3.5rem; gap: 0.2rem 0.6rem; align-items: center;
  font-size: 0.85rem; padding: 0.1rem 0; }
.track { position: relative; height: 1rem; border-left: 1px solid var(--line); border-right: 1px solid var(--line); }
.track i { position: absolute; top: 0; bottom: 0; }
.one { border-left: 1px solid var(--ink); width: 0; }
.bar { top: 0.2rem !important; bottom: 0.2rem !important; background: var(--bar); border-radius: 2px; }
.win { background: var(--win); } .loss { background: var(--loss); }
.least { border-left: 2px solid var(--ink); width: 0; }
.value { text-align: right; font-variant-numeric: tabular-nums; }
.value.loss { background: none; color: var(--loss); font-weight: 600; }
.scale { height: 1.3rem; border: 0; color: var(--soft); }
.scale i { font-style: normal; transform: translateX(-50%); }
.scale i:first-child { transform: none; } .scale i:last-child { transform: translateX(-100%); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.8rem; }
th, td { padding: 0.2rem 0.6rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th { color: var(--soft); font-weight: 600; }
th.left, td.left { text-align: left; }
@media (max-width: 40rem) { .row { grid-template-columns: 1fr 3.5rem; } .row > :first-child { grid-column: 1 / 3; }
  .row.empty > :first-child { display: none; } }
"""


def write(rows: list[Row], about: dict[str, object], file: Path) -> None:
    """Writes the page."""
    measured = (
        f"{about['date']}: {about['cpu']}, {about['processors']} processors, {about['system']}; {about['java']}"
        f" with {about['flags']}; {about.get('peers') or 'no other library'}; commit {about['commit']}"
    )
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8>",
        '<meta name=viewport content="width=device-width, initial-scale=1">',
        f"<title>Halfstep: speed</title><style>{STYLE}</style><main><h1>The speed of Halfstep's kernels</h1>",
        f"<p>{html.escape(measured)}.</p>",
        _ratios([row for row in rows if row.peer]),
        _fractions([row for row in rows if not row.peer and row.fraction is not None]),
        "<h2>Every measurement</h2><p>Times are the least of the run. First: the first call in a fresh JVM. Peak: from its"
        " beginning until calls take at most a tenth more than in the steady state.</p>",
        _table(rows),
        "</main></html>\n",
    ]
    file.write_text("\n".join(parts), encoding="utf-8")


def _ratios(rows: list[Row]) -> str:
    if not rows:
        return ""
    low = math.floor(math.log10(min(0.1, *(row.ratio_min for row in rows))))
    high = math.ceil(math.log10(max(10, *(row.ratio_median for row in rows))))

    def at(ratio: float) -> float:
        return 100 * (math.log10(ratio) - low) / (high - low)

    ticks = "".join(f"<i style='left:{at(10.0**d):.1f}%'>{10.0**d:g}</i>" for d in range(low, high + 1))
    parts = [
        "<h2>Beside other libraries</h2><p>Time of the library over time of Java, paired in interleaved rounds: the bar goes"
        " from 1 to the median, right (green) where Java is faster, left (red) where it is slower; the thin mark is the"
        " least ratio of all rounds. In brackets: what Java, and what the library, does with its output.</p>",
        f"<div class='row empty'><span></span><div class='track scale'>{ticks}</div><span></span></div>",
    ]
    for kernel in dict.fromkeys(row.kernel for row in rows):
        parts.append(f"<h3>{html.escape(kernel)}</h3>")
        for row in (row for row in rows if row.kernel == kernel):
            left, right = sorted((at(1), at(row.ratio_median)))
            kind = "win" if row.ratio_median >= 1 else "loss"
            parts.append(
                f"<div class=row><span>{_place(row)}, {html.escape(row.peer)}"
                f" <span class=soft>({row.java_buffer} / {row.peer_buffer})</span></span><div class=track>"
                f"<i class='bar {kind}' style='left:{left:.1f}%;width:{right - left:.1f}%'></i>"
                f"<i class=one style='left:{at(1):.1f}%'></i>"
                f"<i class=least style='left:{at(row.ratio_min):.1f}%'></i></div>"
                f"<span class='value {kind}' style='background:none'>{table.ratio(row.ratio_median)}</span></div>"
            )
    return "\n".join(parts)


def _fractions(rows: list[Row]) -> str:
    if not rows:
        return ""
    high = max(1.0, *(row.fraction for row in rows))
    parts = [
        "<h2>Beside the machine's limit</h2><p>Rate over that of a loop that does nothing else, in the same run: a copy of"
        " floats, a read of all words in four streams, multiply-adds in registers. The line is the limit.</p>"
    ]
    for row in rows:
        parts.append(
            f"<div class=row><span>{html.escape(row.kernel)} {_place(row)} <span class=soft>({row.java_buffer})</span>"
            f"</span><div class=track><i class=bar style='left:0;width:{100 * row.fraction / high:.1f}%'></i>"
            f"<i class=one style='left:{100 / high:.1f}%'></i></div>"
            f"<span class=value>{table.percent(row.fraction)}</span></div>"
        )
    return "\n".join(parts)


def _place(row: Row) -> str:
    return table.size(row.size) + (f", {row.threads} threads" if row.threads > 1 else "")


def _table(rows: list[Row]) -> str:
    kinds = [" class=left" if name in table.LEFT else "" for name in table.HEADINGS]
    head = "".join(f"<th{kind}>{name}" for kind, name in zip(kinds, table.HEADINGS, strict=True))
    body = "\n".join(
        "<tr>" + "".join(f"<td{kind}>{html.escape(cell)}" for kind, cell in zip(kinds, table.cells(row), strict=True))
        for row in rows
    )
    return f"<div class=wide><table><tr>{head}\n{body}</table></div>"
