"""The lessons: the notebooks NN-name.ipynb of one directory."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat

NAME = re.compile(r"(\d\d)-[a-z0-9-]+\.ipynb")


class NoSuchLesson(Exception):
    """A lesson was asked for that is not there."""


@dataclass(frozen=True)
class Lesson:
    """One notebook; its number orders the course."""

    path: Path

    @property
    def number(self) -> str:
        return self.path.name[:2]

    @property
    def name(self) -> str:
        return self.path.stem

    @cached_property
    def notebook(self) -> nbformat.NotebookNode:
        return nbformat.read(self.path, as_version=4)

    @cached_property
    def title(self) -> str:
        """The first heading, without its mark."""
        for cell in self.notebook.cells:
            for line in cell.source.splitlines() if cell.cell_type == "markdown" else ():
                if line.startswith("# "):
                    return line[2:].strip()
        return self.name


def find(folder: Path) -> list[Lesson]:
    """All lessons of a directory, in order."""
    return [Lesson(path) for path in sorted(folder.glob("*.ipynb")) if NAME.fullmatch(path.name)]


def select(lessons: list[Lesson], wanted: list[str]) -> list[Lesson]:
    """The lessons named by number (1, 01), name or file; all when none is named."""
    if not wanted:
        return lessons
    chosen = set()
    for word in wanted:
        key = Path(word).name.removesuffix(".ipynb")
        key = key.zfill(2) if key.isdigit() else key
        hits = [lesson for lesson in lessons if key in (lesson.number, lesson.name)]
        if not hits:
            there = ", ".join(lesson.number for lesson in lessons) or "none"
            raise NoSuchLesson(f"there is no lesson {word}; there are: {there}")
        chosen.update(lesson.path for lesson in hits)
    return [lesson for lesson in lessons if lesson.path in chosen]
