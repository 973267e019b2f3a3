"""Java alone: JMH in a JVM of its own for every kernel and size, and the way from cold to full speed."""

import json
import statistics
import subprocess
from pathlib import Path

from halfstep_bench import cases, results, workers
from halfstep_bench.options import Options
from halfstep_bench.results import Row

FULL = ("-f", "1", "-wi", "3", "-w", "600ms", "-i", "5", "-r", "400ms")
SLOW = ("-f", "1", "-wi", "1", "-w", "1s", "-i", "3", "-r", "1s")
QUICK = ("-f", "1", "-wi", "1", "-w", "20ms", "-i", "1", "-r", "20ms")


def measure(kernel: cases.Kernel, options: Options) -> list[Row]:
    """All sizes, threads and buffers of a kernel."""
    rows = _jmh(kernel, options)
    if kernel.name.startswith("limit-"):
        return rows
    size = kernel.quick if options.quick else kernel.cold
    first, peak = _cold(kernel, size, options)
    for row in rows:
        if (row.size, row.threads, row.java_buffer) == (size, 1, kernel.buffer("REUSED")):
            row.first_ms, row.peak_ms = first, peak
    return rows


def _jmh(kernel: cases.Kernel, options: Options) -> list[Row]:
    file = results.place() / "jmh.json"
    file.unlink(missing_ok=True)
    parameters = {
        "kernel": [kernel.name],
        "size": options.sizes_of(kernel),
        "threads": options.threads_of(kernel),
        "buffer": kernel.buffers if not options.quick else kernel.buffers[:1],
    }
    words = [word for name, values in parameters.items() for word in ("-p", f"{name}={','.join(map(str, values))}")]
    forked = ("-jvmArgsAppend", " ".join(workers.JAVA_FLAGS))
    _run(
        "-Djmh.ignoreLock=true", *workers.class_path(), "org.openjdk.jmh.Main", "halfstep.bench.KernelBenchmark",
        *words, *(QUICK if options.quick else SLOW if kernel.slow else FULL), *forked, "-foe", "true", "-prof", "gc", "-rf", "json",
        "-rff", str(file),
    )
    return [_row(kernel, run) for run in json.loads(file.read_text())]


def _row(kernel: cases.Kernel, run: dict) -> Row:
    parameters = run["params"]
    times = [time for fork in run["primaryMetric"]["rawData"] for time in fork]
    allocated = next(m["score"] for name, m in run["secondaryMetrics"].items() if name.endswith("gc.alloc.rate.norm"))
    size, threads = int(parameters["size"]), int(parameters["threads"])
    return Row(
        kernel.name, size, threads, kernel.buffer(parameters["buffer"]),
        min(times), statistics.median(times), kernel.unit, rate(kernel, size, threads, min(times)), kernel.limit,
        bytes_allocated=round(allocated, 1), rounds=len(times),
    )


def rate(kernel: cases.Kernel, size: int, threads: int, microseconds: float) -> float:
    """Of a kernel, or of the loop of multiply-adds, which knows how many it does."""
    if kernel.name == cases.FMA:
        return threads * operations() / microseconds / 1e3
    return kernel.rate(size, microseconds)


_operations: list[int] = []


def operations() -> int:
    """Floating-point operations of a call of limit-fma: they depend on the width of vectors."""
    if not _operations:
        _operations.append(int(_run(*workers.class_path(), "org.halfstep.bench.Limits").split()[0]))
    return _operations[0]


def _cold(kernel: cases.Kernel, size: int, options: Options) -> tuple[float, float]:
    """Medians of three fresh JVMs, which choose the form of their loops by themselves."""
    seconds, times = ("0.2", 1) if options.quick else ("3", 3)
    runs = []
    for _ in range(times):
        out = _run(*workers.class_path(), "org.halfstep.bench.Cold", kernel.name, str(size), "1", seconds)
        runs.append([float(word) for word in out.split()])
    return statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs)


def _run(*words: str) -> str:
    """Runs a JVM to its end; what it wrote is in java.log."""
    log: Path = results.place() / "java.log"
    with open(log, "a", encoding="utf-8") as errors:
        command = workers.java("--add-modules=jdk.incubator.vector", *words)
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=errors, text=True)
        errors.write(done.stdout)
    if done.returncode != 0:
        end = [line for line in log.read_text(encoding="utf-8").splitlines() if line.strip()][-1:]
        raise workers.Failed(f"a benchmark failed: {''.join(end)[:300]} (all of it is in {log})")
    return done.stdout


def fractions(rows: list[Row]) -> None:
    """Sets each row beside the limit of its size, measured in the same run."""
    limits = {(row.kernel, row.size, row.threads): row.rate for row in rows}
    for row in rows:
        if row.limit and cases.limits(cases.BY_NAME[row.kernel], row.threads):
            size = 0 if row.limit == cases.FMA else row.size
            row.limit_rate = limits.get((row.limit, size, row.threads))
        if row.limit_rate:
            row.fraction = row.rate / row.limit_rate
