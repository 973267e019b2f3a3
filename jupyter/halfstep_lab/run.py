"""./lab run: executes lessons side by side, reports, and writes the book."""

import logging
import os
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat

from halfstep_lab import book, junit, lessons, outputs, places
from halfstep_lab.execute import Execution, Outcome
from halfstep_lab.progress import Progress


def run(wanted: list[str], report: Path | None) -> int:
    """Executes the wanted lessons; 0 when everything in them holds."""
    everything = lessons.find(places.NOTEBOOKS)
    try:
        chosen = lessons.select(everything, wanted)
    except lessons.NoSuchLesson as error:
        print(f"lab: {error}", file=sys.stderr)
        return 2
    if not chosen:
        print(f"lab: there are no lessons NN-name.ipynb in {places.NOTEBOOKS}", file=sys.stderr)
        return 2

    began = time.monotonic()
    done = execute(chosen)
    executed = places.BOOK / "notebooks"
    executed.mkdir(exist_ok=True)
    for outcome in done:
        nbformat.write(outcome.notebook, executed / outcome.lesson.path.name)
    book.write(everything, done)
    if report:
        junit.write(report, done)
    return summary(done, time.monotonic() - began)


def execute(chosen: list[lessons.Lesson]) -> list[Outcome]:
    """Executes lessons, two at a time unless HALFSTEP_KERNELS says otherwise; outcomes in their order."""
    kernels = int(os.environ.get("HALFSTEP_KERNELS") or 2)
    timeout = int(os.environ.get("HALFSTEP_CELL_TIMEOUT") or 600)
    logs = places.BOOK / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    # A kernel that is killed leaves asyncio's tasks undone; what that means is in the lesson's outcome.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    progress = Progress(chosen)
    executions = [
        Execution(lesson, logs / f"{lesson.name}.log", timeout, progress.of(lesson))
        for lesson in chosen
    ]

    def one(execution: Execution) -> Outcome:
        outcome = execution.run()
        progress.done(outcome)
        return outcome

    def interrupted(number, frame):
        for execution in executions:
            execution.kill()
        progress.clear()
        print("lab: interrupted; the kernels were killed", file=sys.stderr, flush=True)
        os._exit(128 + number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupted)
    with ThreadPoolExecutor(kernels) as pool:
        # nbclient must not run in the main thread: there it would take the signals for itself.
        assert threading.current_thread() is threading.main_thread()
        futures = [pool.submit(one, execution) for execution in executions]
        done = [future.result() for future in futures]
    progress.clear()
    return done


def summary(done: list[Outcome], seconds: float) -> int:
    """Prints what happened; the exit status."""
    failed = [outcome for outcome in done if outcome.failures]
    for outcome in failed:
        for failure in outcome.failures:
            print(f"FAILED lesson {outcome.lesson.name}, {failure}", file=sys.stderr)
    claims = sum(len(outcome.claims) for outcome in done)
    exercises = sum(len(outputs.exercise_names(outcome.notebook)) for outcome in done)
    print(
        f"{len(done) - len(failed)} of {len(done)} lessons hold: {claims} claims,"
        f" {exercises} exercises, {seconds:.1f} s"
    )
    print(f"book: {places.BOOK / 'index.html'}")
    return 1 if failed else 0
