"""Executes one lesson in a kernel of its own."""

import copy
import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from halfstep_lab import outputs
from halfstep_lab.lessons import Lesson

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
CLAIM_FAILED = re.compile(r'claim ".*', re.DOTALL)
FRAME = re.compile(r"\s*(at )?(org\.dflib|jdk\.|java\.|java\.base/)\S*\(.*\)$")  # of the kernel, not the lesson
STARTUP_SECONDS = 120  # a JVM on a machine busy with other things; 1.5 s on a quiet one


@dataclass
class Outcome:
    """What came of a lesson: its executed notebook, its time, and what went wrong."""

    lesson: Lesson
    notebook: object
    seconds: float
    startup: float
    failures: list[str]

    @property
    def claims(self) -> list[outputs.Found]:
        return outputs.find(self.notebook, outputs.CLAIM)


class Execution:
    """The execution of one lesson, which another thread may kill."""

    def __init__(self, lesson: Lesson, log: Path, timeout: int, progress: Callable[[int], None]):
        self.lesson = lesson
        self.log = log
        self.timeout = timeout
        self.progress = progress
        self.client: NotebookClient | None = None
        self.cell: tuple[int, str] | None = None
        self.ready = 0.0

    def run(self) -> Outcome:
        """Executes all cells, up to the first that fails; always ends with an outcome and no kernel."""
        notebook = copy.deepcopy(self.lesson.notebook)
        began = time.monotonic()
        self.client = NotebookClient(
            notebook,
            kernel_name="java",
            timeout=self.timeout,
            startup_timeout=STARTUP_SECONDS,
            shutdown_kernel="immediate",
            resources={"metadata": {"path": str(self.lesson.path.parent)}},
            on_notebook_start=lambda notebook: self.on_ready(began),
            on_cell_execute=lambda cell, cell_index: self.on_cell(cell, cell_index),
        )
        self.client.log.setLevel(logging.CRITICAL)
        failures = []
        try:
            with open(self.log, "w") as stderr:
                self.client.execute(stderr=stderr)
            failures = outputs.exercise_faults(notebook)
        except CellExecutionError as error:
            failures = [self.where() + why(error, notebook) + self.warnings()]
        except CellTimeoutError:
            failures = [self.where() + f"took longer than {self.timeout} s; the kernel was killed"]
        except DeadKernelError:
            failures = [self.where() + "the kernel died; its last words:" + self.last_words()]
        except Exception as error:  # the kernel did not start, or its protocol failed: same report
            failures = [self.where() + f"{error or type(error).__name__}" + self.last_words()]
        seconds = time.monotonic() - began
        return Outcome(self.lesson, notebook, seconds, self.ready, failures)

    def kill(self) -> None:
        """Kills the kernel, whatever it does."""
        manager = self.client.km if self.client else None
        process = getattr(getattr(manager, "provisioner", None), "process", None)
        if process is not None:
            process.kill()

    def on_ready(self, began: float) -> None:
        self.ready = time.monotonic() - began

    def on_cell(self, cell, cell_index: int) -> None:
        self.cell = (cell_index + 1, cell.get("id", "?"))
        self.progress(cell_index)

    def where(self) -> str:
        if self.cell is None:
            return "before the first cell: "
        number, identity = self.cell
        return f"cell {number} (id {identity}): "

    def warnings(self) -> str:
        """What the toolkit's kernel extension said when it could not do its part."""
        lines = [line for line in self.log.read_text().splitlines() if line.startswith("halfstep:")]
        return "".join("\n    " + line for line in lines)

    def last_words(self) -> str:
        lines = [line for line in self.log.read_text().splitlines() if line.strip()]
        return "".join("\n    " + line for line in lines[-8:])


def why(error: CellExecutionError, notebook) -> str:
    """A failed claim in its own words; any other error with the kernel's message and the code it points at."""
    claim = CLAIM_FAILED.search(error.evalue) if "ClaimFailed" in error.evalue else None
    if claim:
        return claim.group().strip()
    shown = [
        output
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if output.output_type == "error"
    ]
    text = ANSI.sub("", "\n".join(shown[-1].traceback if shown else [error.traceback]))
    lines = [line for line in text.splitlines() if line.strip() and not FRAME.match(line)]
    return f"{error.ename}: {error.evalue}".strip() + "".join("\n    " + line for line in lines[:12])
