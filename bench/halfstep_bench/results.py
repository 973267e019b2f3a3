"""A measurement, the CSV of all of them, and what is known of the machine."""

import csv
import datetime
import json
import os
import platform
import re
import subprocess
from dataclasses import asdict, dataclass, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def place() -> Path:
    """Where results go: target/bench, or what HALFSTEP_BENCH names."""
    return Path(os.environ.get("HALFSTEP_BENCH") or ROOT / "target" / "bench").resolve()


@dataclass
class Row:
    """One measurement. Times are microseconds of a call; None is what was not measured."""

    kernel: str
    size: int  # values, or rows and columns of matrices
    threads: int
    java_buffer: str
    java_us_min: float
    java_us_median: float
    unit: str
    rate: float  # at the least time
    limit: str = ""  # the loop that measured the machine's limit
    limit_rate: float | None = None
    fraction: float | None = None  # rate / limit_rate, the median over rounds where there are any
    bytes_allocated: float | None = None  # by a call
    first_ms: float | None = None  # the first call in a fresh JVM
    peak_ms: float | None = None  # from the beginning of the first call to full speed
    peer: str = ""
    peer_version: str = ""
    peer_buffer: str = ""
    peer_us_min: float | None = None
    peer_us_median: float | None = None
    ratio_min: float | None = None  # peer time / Java time in a round: above 1 Java is faster
    ratio_median: float | None = None
    ratio_best: float | None = None  # least peer time / least Java time
    agreement: str = ""  # how the results of both sides were compared
    rounds: int = 0


COLUMNS = [field.name for field in fields(Row)]


def write(rows: list[Row], file: Path) -> None:
    with open(file, "w", newline="", encoding="utf-8") as out:
        table = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        table.writeheader()
        for row in rows:
            table.writerow({name: _text(value) for name, value in asdict(row).items()})


def _text(value: object) -> object:
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else value


def read(file: Path) -> list[Row]:
    kinds = {field.name: field.type for field in fields(Row)}
    with open(file, newline="", encoding="utf-8") as table:
        return [Row(**{name: _value(kinds[name], text) for name, text in row.items()}) for row in csv.DictReader(table)]


def _value(kind: object, text: str) -> object:
    if kind in (int, str):
        return kind(text)
    return float(text) if text else None


def machine(java_flags: tuple[str, ...], quick: bool) -> dict[str, object]:
    """Date, processor, versions and commit, without the name or a path of this machine."""
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d"),
        "cpu": cpu(),
        "processors": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "java": java_version(),
        "flags": " ".join(java_flags),
        "python": platform.python_version(),
        "commit": commit(),
        "quick": quick,
    }


def java_version() -> str:
    done = subprocess.run([os.environ["HALFSTEP_JAVA"], "-version"], capture_output=True, text=True)
    lines = done.stderr.splitlines()
    return re.sub(r"\s*\(build.*", "", lines[1]) + " " + lines[0].split('"')[1] if len(lines) > 1 else "Java"


def cpu() -> str:
    """The processor's name, and the widest vectors that it says it has."""
    try:
        text = Path("/proc/cpuinfo").read_text()
    except OSError:
        done = subprocess.run(["sysctl", "-n", "machdep.cpu.brand_string"], capture_output=True, text=True)
        return done.stdout.strip() or platform.processor() or platform.machine()
    found = dict(re.findall(r"^([^\t:]+?)\s*: (.*)$", text, re.MULTILINE))
    name = found.get("model name", platform.machine())
    numbers = ", ".join(f"{key} {found[key]}" for key in ("cpu family", "model") if key in found)
    flags = found.get("flags", found.get("Features", "")).split()
    vectors = next((name for name in ("avx512f", "avx2", "sve", "asimd") if name in flags), "")
    return ", ".join(part for part in (name, numbers, vectors) if part)


def commit() -> str:
    """The commit that was measured, `+` where the tree differs from it."""
    try:
        words = ["git", "-C", str(ROOT), "describe", "--always", "--abbrev=10", "--dirty=+", "--exclude=*"]
        done = subprocess.run(words, capture_output=True, text=True)
    except FileNotFoundError:
        return "unknown"
    return done.stdout.strip() if done.returncode == 0 else "unknown"


def keep(rows: list[Row], about: dict[str, object]) -> None:
    """Writes bench.csv and about.json."""
    write(rows, place() / "bench.csv")
    (place() / "about.json").write_text(json.dumps(about, indent=2) + "\n")


def last() -> tuple[list[Row], dict[str, object]]:
    """What was measured last."""
    return read(place() / "bench.csv"), json.loads((place() / "about.json").read_text())
