"""Processes that stay warm and do one burst of work at a time, in Java or in another library."""

import os
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
JAVA_FLAGS = ("--add-modules=jdk.incubator.vector", "-Dhalfstep.kernel=vector")


class Failed(Exception):
    """A sentence for the one who measures."""


class Disagreement(Failed):
    """Two sides do not compute the same."""


def java(*words: str) -> list[str]:
    """The command line of a JVM with the benchmarks on its class path."""
    return [os.environ["HALFSTEP_JAVA"], *words]


def class_path() -> tuple[str, str]:
    return ("-cp", os.environ["HALFSTEP_BENCH_CLASSES"])


# What would keep a library from the code that it chooses for this processor by itself.
STEERING = {
    "ATEN_CPU_CAPABILITY",
    "MKL_DEBUG_CPU_TYPE",
    "MKL_ENABLE_INSTRUCTIONS",
    "NPY_DISABLE_CPU_FEATURES",
    "ONEDNN_MAX_CPU_ISA",
    "OPENBLAS_CORETYPE",
    "OPENBLAS_L2_SIZE",
}


class Worker:
    """A process that answers each line with a line."""

    def __init__(self, name: str, words: list[str], environment: dict[str, str], log: Path):
        self.name, self.log, self.version = name, log, ""
        with open(log, "ab") as errors:
            self.process = subprocess.Popen(
                words,
                env={name: value for name, value in (os.environ | environment).items() if name not in STEERING},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                encoding="utf-8",
            )

    def ask(self, *words: object) -> list[str]:
        """Sends a command and returns the words of the answer."""
        try:
            print(*words, sep="\t", file=self.process.stdin, flush=True)
            answer = self.process.stdout.readline().rstrip("\n").split("\t")
        except BrokenPipeError:
            answer = [""]
        kinds = {"error": Failed, "differs": Disagreement}
        if answer[0] in kinds:
            raise kinds[answer[0]](f"{self.name}: {' '.join(answer[1:])}")
        if answer[0] != "ok":
            raise Failed(f"{self.name} ended or answered nonsense; see {self.log}")
        return answer[1:]

    def close(self) -> None:
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Workers:
    """The workers of a run: one JVM, and one process for each library and number of threads."""

    def __init__(self, results: Path):
        self.results = results
        self.open: dict[tuple[str, int], Worker] = {}

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.open.values():
            worker.close()

    def java(self) -> Worker:
        words = java(*JAVA_FLAGS, *class_path(), "org.halfstep.bench.Worker")
        return self._worker(("java", 0), words, {})

    def library(self, name: str, threads: int) -> Worker:
        words = [os.environ["HALFSTEP_PEERS"], "-m", "halfstep_bench.peer", name, str(threads)]
        count = str(threads)
        environment = {"PYTHONPATH": str(HERE.parent), "PYTHONNOUSERSITE": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
            environment[variable] = count
        worker = self._worker((name, threads), words, environment)
        if not worker.version:
            worker.version = worker.ask("version")[0]
        return worker

    def _worker(self, key: tuple[str, int], words: list[str], environment: dict[str, str]) -> Worker:
        if key not in self.open:
            name = key[0] if key[1] == 0 else f"{key[0]} with {key[1]} threads"
            self.open[key] = Worker(name, words, environment, self.results / "workers.log")
        return self.open[key]
