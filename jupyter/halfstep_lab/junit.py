"""JUnit reports: written for the lessons, added up for the last line of ./lab test."""

from pathlib import Path
from xml.etree import ElementTree

from halfstep_lab import outputs
from halfstep_lab.execute import Outcome


def write(report: Path, done: list[Outcome]) -> None:
    """One test case per lesson, per claim and per exercise; a lesson's failures are the lesson's."""
    suite = ElementTree.Element("testsuite", name="lessons")

    def case(lesson: str, name: str, seconds: float = 0.0):
        attributes = {"classname": lesson, "name": name, "time": f"{seconds:.3f}"}
        return ElementTree.SubElement(suite, "testcase", attributes)

    for outcome in done:
        lesson = outcome.lesson.name
        element = case(lesson, outcome.lesson.title, outcome.seconds)
        for failure in outcome.failures:
            ElementTree.SubElement(element, "failure", message=failure)
        for claim in outcome.claims:
            if claim.record.get("holds", True):
                case(lesson, claim.record["text"])
        if not outcome.failures:
            for exercise in outputs.exercise_names(outcome.notebook):
                case(lesson, f"exercise {exercise}")
    report.parent.mkdir(parents=True, exist_ok=True)
    ElementTree.ElementTree(suite).write(report, encoding="utf-8", xml_declaration=True)


def count(report: Path) -> tuple[int, int, int]:
    """Passed, failed and skipped test cases of a report."""
    passed = failed = skipped = 0
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        kinds = {child.tag for child in case}
        if kinds & {"failure", "error"}:
            failed += 1
        elif "skipped" in kinds:
            skipped += 1
        else:
            passed += 1
    return passed, failed, skipped


def tally(places: list[Path]) -> int:
    """Prints `passed failed skipped`, summed over reports and directories of them; what is missing counts nothing."""
    reports = [report for place in places for report in (sorted(place.glob("TEST-*.xml")) if place.is_dir() else [place])]
    counts = [count(report) for report in reports if report.exists()]
    print(*(sum(column) for column in zip((0, 0, 0), *counts)))
    return 0
