"""The parts of the runner, without a kernel."""

import json

import pytest
from conftest import code, write_lesson
from nbformat import v4

from halfstep_lab import book, junit, lessons, outputs


def exercise(identity: str, solved: bool, *tags: str):
    """A cell that has displayed the state of an exercise."""
    cell = code("...", f"cell-{identity}-{solved}-{'-'.join(tags)}".replace(".", "-"), *tags)
    record = json.dumps({"id": identity, "solved": solved, "message": "42 is wanted"})
    cell.outputs = [v4.new_output("display_data", {outputs.EXERCISE: record})]
    return cell


def faults(*cells) -> list[str]:
    return outputs.exercise_faults(v4.new_notebook(cells=list(cells)))


def test_an_exercise_needs_a_failing_starter_and_a_passing_solution():
    starter, solution = exercise("01.1", False, "exercise"), exercise("01.1", True, "solution")
    assert faults(starter, solution) == []
    assert faults(starter) == ["exercise 01.1 has no solution"]
    assert faults(solution) == ["exercise 01.1 has no starter"]


def test_a_solved_starter_or_a_failing_solution_is_a_fault():
    starter, solution = exercise("01.1", True, "exercise"), exercise("01.1", False, "solution")
    assert faults(starter, solution) == [
        "exercise 01.1: the starter in cell 1 is solved already",
        "exercise 01.1: the solution in cell 2 fails: 42 is wanted",
    ]


def test_an_exercise_in_an_untagged_cell_is_a_fault():
    assert faults(exercise("01.1", False)) == ["exercise 01.1: cell 1 is tagged neither exercise nor solution"]


def test_lessons_are_ordered_and_chosen_by_number_name_or_file(tmp_path):
    for name in ("10-ten.ipynb", "01-one.ipynb", "scratch.ipynb"):
        write_lesson(tmp_path / name, f"Title of {name}")
    found = lessons.find(tmp_path)
    assert [lesson.number for lesson in found] == ["01", "10"]
    assert found[0].title == "Title of 01-one.ipynb"
    for word in ("1", "01", "01-one", "notebooks/01-one.ipynb"):
        assert lessons.select(found, [word]) == found[:1]
    assert lessons.select(found, ["10", "1", "10"]) == found
    with pytest.raises(lessons.NoSuchLesson):
        lessons.select(found, ["2"])


def test_json_in_a_page_cannot_end_its_script():
    text = book.inert_json({"name": "</script><b>"})
    assert "<" not in text
    assert json.loads(text) == {"name": "</script><b>"}


def test_links_to_notebooks_become_links_to_pages():
    html = '<a href="01-one.ipynb#two">1</a> <a href="README.md">map</a> <a href="https://x.org/a.ipynb">x</a>'
    assert book.pages(html) == (
        '<a href="01-one.html#two">1</a> <a href="index.html">map</a> <a href="https://x.org/a.ipynb">x</a>'
    )


def test_numbers_are_shown_with_six_digits():
    assert [book.number(x) for x in (None, 1 / 3, 12, "4 ulps", [1, 2.5])] == [
        "",
        "0.333333",
        "12",
        "4 ulps",
        "1, 2.5",
    ]


def test_reports_are_added_up(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(
        "<testsuites><testsuite><testcase name='a'/><testcase name='b'><failure/></testcase>"
        "<testcase name='c'><error/></testcase><testcase name='d'><skipped/></testcase></testsuite></testsuites>"
    )
    assert junit.count(report) == (1, 2, 1)


def test_directories_of_reports_and_missing_ones_are_added_up(tmp_path, capsys):
    (tmp_path / "some").mkdir()
    for name in ("TEST-a.xml", "TEST-b.xml", "other.xml"):
        (tmp_path / "some" / name).write_text("<testsuite><testcase name='a'/></testsuite>")
    junit.tally([tmp_path / "some", tmp_path / "missing.xml"])
    assert capsys.readouterr().out == "2 0 0\n"
