"""What executed cells say of themselves: claims and exercises, by MIME type."""

import json
from dataclasses import dataclass

CLAIM = "application/vnd.halfstep.claim+json"
EXERCISE = "application/vnd.halfstep.exercise+json"


@dataclass(frozen=True)
class Found:
    """A record a cell displayed, and the cell."""

    cell: int
    tags: tuple[str, ...]
    record: dict


def find(notebook, mime: str) -> list[Found]:
    """All records of one MIME type, in the order of the cells (counted from 1)."""
    found = []
    for index, cell in enumerate(notebook.cells, 1):
        tags = tuple(cell.metadata.get("tags", ()))
        for output in cell.get("outputs", ()):
            record = output.get("data", {}).get(mime)
            if record is not None:
                record = json.loads(record) if isinstance(record, str) else dict(record)
                found.append(Found(index, tags, record))
    return found


def exercise_faults(notebook) -> list[str]:
    """What is wrong with the exercises: each needs a starter not yet solved and a solution that is."""
    starters: dict[str, bool] = {}
    solutions: dict[str, bool] = {}
    faults = []
    for item in find(notebook, EXERCISE):
        name, solved = item.record["id"], bool(item.record["solved"])
        if "solution" in item.tags:
            solutions[name] = solved
            if not solved:
                message = item.record.get("message", "")
                faults.append(f"exercise {name}: the solution in cell {item.cell} fails: {message}")
        elif "exercise" in item.tags:
            starters[name] = solved
            if solved:
                faults.append(f"exercise {name}: the starter in cell {item.cell} is solved already")
        else:
            faults.append(f"exercise {name}: cell {item.cell} is tagged neither exercise nor solution")
    faults += [f"exercise {name} has no solution" for name in starters if name not in solutions]
    faults += [f"exercise {name} has no starter" for name in solutions if name not in starters]
    return faults


def exercise_names(notebook) -> list[str]:
    """The names of the exercises, each once, in order."""
    return list(dict.fromkeys(item.record["id"] for item in find(notebook, EXERCISE)))
