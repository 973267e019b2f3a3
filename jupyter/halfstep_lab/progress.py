"""Progress of the lessons: one bar on a terminal, one line per finished lesson everywhere."""

import shutil
import sys
import threading
from collections.abc import Callable

from halfstep_lab.execute import Outcome
from halfstep_lab.lessons import Lesson


class Progress:
    """Counts code cells over all lessons; safe for the threads that run them."""

    def __init__(self, chosen: list[Lesson]):
        self.lock = threading.Lock()
        self.terminal = sys.stdout.isatty()
        self.cells = {lesson.name: len(lesson.notebook.cells) for lesson in chosen}
        self.at = dict.fromkeys(self.cells, 0)
        self.running: dict[str, Lesson] = {}
        self.draw()

    def of(self, lesson: Lesson) -> Callable[[int], None]:
        """What a lesson calls when it comes to a cell."""

        def reached(index: int) -> None:
            with self.lock:
                self.running[lesson.name] = lesson
                self.at[lesson.name] = index
                self.draw()

        return reached

    def done(self, outcome: Outcome) -> None:
        """Prints the line of a finished lesson."""
        with self.lock:
            lesson = outcome.lesson
            self.running.pop(lesson.name, None)
            self.at[lesson.name] = self.cells[lesson.name]
            self.clear()
            mark = "FAILED" if outcome.failures else "ok"
            print(
                f"{lesson.number}  {mark:6s} {outcome.seconds:6.1f} s"
                f"  (kernel ready in {outcome.startup:.1f} s)  {lesson.title}",
                flush=True,
            )
            self.draw()

    def draw(self) -> None:
        if not self.terminal:
            return
        total, at = sum(self.cells.values()), sum(self.at.values())
        full = 24 * at // max(total, 1)
        names = " ".join(f"{l.number}:{self.at[l.name]}/{self.cells[l.name]}" for l in self.running.values())
        line = f"[{'#' * full}{'.' * (24 - full)}] {100 * at // max(total, 1):3d} %  {names}"
        width = shutil.get_terminal_size().columns - 1
        sys.stdout.write("\r\x1b[K" + line[:width])
        sys.stdout.flush()

    def clear(self) -> None:
        if self.terminal:
            sys.stdout.write("\r\x1b[K")
            sys.stdout.flush()
