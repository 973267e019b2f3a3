"""Hygiene of the committed lessons and of the course map."""

import json
import re

import pytest

from halfstep_lab import kernelspec, lessons, places

LESSONS = lessons.find(places.NOTEBOOKS)
TOUR = "00"
# What only one kernel has: notebooks use the toolkit and plain Java.
KERNELS_OWN = re.compile(r"\b(org\.dflib|spencerpark|JJava|IJava|display\(|updateDisplay\(|render\()")
MAGIC = re.compile(r"^\s*%%?[A-Za-z]", re.MULTILINE)
CHECK = re.compile(r'Exercise\s*\.check\(\s*"([^"]+)"')


def test_there_are_lessons():
    assert LESSONS, f"no lessons NN-name.ipynb in {places.NOTEBOOKS}"


def test_every_notebook_is_a_lesson():
    """A notebook under another name would be neither run nor tested."""
    assert {lesson.path for lesson in LESSONS} == set(places.NOTEBOOKS.glob("*.ipynb"))


def test_lesson_numbers_are_unique():
    numbers = [lesson.number for lesson in LESSONS]
    assert len(numbers) == len(set(numbers))


@pytest.fixture(params=LESSONS, ids=lambda lesson: lesson.name)
def lesson(request):
    return request.param


@pytest.fixture
def raw(lesson):
    """The file as committed: reading it through nbformat would mend it."""
    return json.loads(lesson.path.read_text(encoding="utf-8"))


def source(cell) -> str:
    text = cell["source"]
    return text if isinstance(text, str) else "".join(text)


def code(raw, *tags: str, without: tuple[str, ...] = ()) -> list[str]:
    """Sources of the code cells that carry all of one set of tags and none of another."""
    cells = [cell for cell in raw["cells"] if cell["cell_type"] == "code"]
    carried = [(cell, set(cell["metadata"].get("tags", ()))) for cell in cells]
    return [source(cell) for cell, has in carried if has >= set(tags) and not has & set(without)]


def test_is_committed_without_outputs(raw):
    for cell in raw["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [], f"cell {cell.get('id')} has outputs"
            assert cell["execution_count"] is None, f"cell {cell.get('id')} has an execution count"


def test_has_fixed_cell_ids(raw):
    assert (raw["nbformat"], raw["nbformat_minor"]) >= (4, 5)
    ids = [cell.get("id") for cell in raw["cells"]]
    assert None not in ids, f"cell {ids.index(None) + 1} has no id"
    assert len(ids) == len(set(ids)), f"repeated: {[i for i in ids if ids.count(i) > 1]}"


def test_asks_for_the_kernel_java(raw):
    """With just what JupyterLab writes there: else a notebook is changed by being opened."""
    assert raw["metadata"]["kernelspec"] == kernelspec.METADATA


def test_uses_no_magics_and_nothing_of_one_kernel(raw):
    for text in code(raw):
        assert not MAGIC.search(text), text
        assert not KERNELS_OWN.search(text), text


def test_has_no_empty_cell(raw):
    for cell in raw["cells"]:
        assert source(cell).strip(), f"cell {cell.get('id')} is empty"


def test_title_is_a_statement(lesson, raw):
    first = source(raw["cells"][0])
    assert raw["cells"][0]["cell_type"] == "markdown" and first.startswith("# ")
    assert len(lesson.title.split()) >= 3, f"a topic, not a statement: {lesson.title}"
    assert not lesson.title.endswith("?"), f"a question, not a statement: {lesson.title}"


def test_makes_five_to_eight_claims(lesson, raw):
    """A claim is a section `## 1. ...`, and each has at least one check; a check may serve several cases."""
    checks: dict[str, int] = {}
    section = "before the sections"
    for cell in raw["cells"]:
        if cell["cell_type"] == "markdown":
            headings = [line[3:] for line in source(cell).splitlines() if line.startswith("## ")]
            for section in headings:
                checks[section] = 0
        elif not {"exercise", "solution"} & set(cell["metadata"].get("tags", ())):
            checks[section] = checks.get(section, 0) + source(cell).count("Claim.that(")
    if lesson.number == TOUR:
        assert sum(checks.values()) >= 1
        return
    claims = [name for name in checks if re.match(r"\d+\. ", name)]
    assert 5 <= len(claims) <= 8, f"claims must be in 5..8, got {len(claims)}: {claims}"
    assert [name.split(".")[0] for name in claims] == [str(i + 1) for i in range(len(claims))]
    unchecked = [name for name in claims if checks[name] == 0]
    assert not unchecked, f"no claim is checked in {unchecked}"


def test_has_three_to_five_exercises_each_with_a_solution(lesson, raw):
    starters = [name for text in code(raw, "exercise") for name in CHECK.findall(text)]
    solutions = [name for text in code(raw, "solution") for name in CHECK.findall(text)]
    fewest = 1 if lesson.number == TOUR else 3
    assert fewest <= len(starters) <= 5, f"exercises must be in {fewest}..5, got {len(starters)}"
    assert len(set(starters)) == len(starters)
    assert solutions == starters
    for name in starters:
        assert name.startswith(lesson.number + "."), f"exercise {name} in lesson {lesson.number}"


def test_checks_exercises_in_tagged_cells_only(raw):
    for text in code(raw, without=("exercise", "solution")):
        assert not CHECK.search(text), text


def test_ends_with_its_provenance(raw):
    headings = [
        line.lstrip("# ").strip()
        for cell in raw["cells"]
        if cell["cell_type"] == "markdown"
        for line in source(cell).splitlines()
        if re.match(r"#{2,3} ", line)
    ]
    assert headings and headings[-1] == "Provenance", f"the last section is {headings[-1:]}"


# ---------------------------------------------------------------- the course map


def course_rows() -> list[tuple[str, str, list[str]]]:
    """Lesson number, linked file (or nothing) and prerequisites of every row of the map's tables."""
    rows, needs = [], None
    for line in (places.NOTEBOOKS / "README.md").read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            needs = None
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if needs is None:
            header = [i for i, cell in enumerate(cells) if "prerequisite" in cell.lower()]
            needs = header[0] if header else -1
            continue
        link = re.search(r"\(((\d\d)-[a-z0-9-]+\.ipynb)\)", line)
        number = link.group(2) if link else next((c for c in cells if re.fullmatch(r"\d\d", c)), None)
        if number:
            before = re.findall(r"\b\d\d\b", cells[needs]) if needs >= 0 else []
            rows.append((number, link.group(1) if link else "", before))
    return rows


def test_the_course_map_places_every_lesson_once():
    linked = [file for _, file, _ in course_rows() if file]
    assert sorted(linked) == [lesson.path.name for lesson in LESSONS]


def test_prerequisites_come_earlier():
    placed = []
    for number, _, before in course_rows():
        for needed in before:
            assert needed in placed, f"lesson {number} needs {needed}, which does not come before it"
        placed.append(number)


def test_the_course_map_states_prerequisites():
    assert any(before for _, _, before in course_rows()), "no column of prerequisites was found"
