"""./lab run on lessons that fail in every way there is, beside one that holds."""

import json
import os
import shutil
import signal
import time
from types import SimpleNamespace

import psutil
import pytest
from conftest import code, write_lesson

from halfstep_lab import places

WRONG = 'Claim.that("one is two").predicted(1.0).measured(2.0).within(relative(0.1, "a test"))'


@pytest.fixture(scope="module")
def course(workshop, tmp_path_factory):
    """The result of running a course in which only lesson 00 holds; its data file is corrupted."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(places.ROOT / "data", folder / "data")
    for file in (folder / "data").glob("*.gz"):
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
    notebooks = folder / "notebooks"
    write_lesson(
        notebooks / "00-good.ipynb",
        "A lesson that holds at $s^2/12$",
        code('Claim.that("one is one").predicted(1.0).measured(1.0).within(ulps(0))', "right"),
        code('System.out.println("unharmed")', "last"),
    )
    write_lesson(notebooks / "01-wrong.ipynb", "Wrong", code("int a = 1;", "fine"), code(WRONG, "wrong"))
    write_lesson(notebooks / "02-hung.ipynb", "Hung", code("while (true) {}", "hung"))
    write_lesson(notebooks / "03-dead.ipynb", "Dead", code("Runtime.getRuntime().halt(9);", "dead"))
    write_lesson(notebooks / "04-data.ipynb", "Data", code("Digits.load().labels().length", "data"))
    write_lesson(notebooks / "05-typo.ipynb", "Typo", code("int a = nowhere;", "typo"))
    book = folder / "book"
    done = workshop.lab(
        "run", HALFSTEP_NOTEBOOKS=str(notebooks), HALFSTEP_BOOK=str(book), HALFSTEP_CELL_TIMEOUT="12"
    )
    return SimpleNamespace(done=done, book=book, notebooks=notebooks)


def failure(course, lesson: str) -> str:
    """What was printed about a failed lesson."""
    parts = course.done.stderr.split("FAILED lesson ")
    found = [part for part in parts if part.startswith(lesson)]
    assert found, course.done.stderr
    return found[0]


def test_the_status_says_that_something_failed(course):
    assert course.done.returncode == 1
    assert "1 of 6 lessons hold" in course.done.stdout


def test_a_wrong_claim_is_named_with_lesson_cell_and_both_numbers(course):
    text = failure(course, "01-wrong")
    assert 'cell 3 (id wrong): claim "one is two" does not hold' in text
    assert "predicted 1" in text and "measured 2" in text


def test_the_other_lessons_still_finish(course):
    assert "00  ok" in course.done.stdout
    executed = json.loads((course.book / "notebooks/00-good.ipynb").read_text())
    assert executed["cells"][-1]["outputs"][0]["text"] == ["unharmed\n"]


def test_a_hung_cell_is_stopped(course):
    assert "cell 2 (id hung): took longer than 12 s" in failure(course, "02-hung")


def test_a_dead_kernel_is_told(course):
    assert "cell 2 (id dead): the kernel died" in failure(course, "03-dead")


def test_a_corrupted_data_file_is_told(course):
    assert "SHA-256" in failure(course, "04-data")


def test_a_cell_that_does_not_compile_is_shown(course):
    assert "cell 2 (id typo)" in failure(course, "05-typo")
    assert "nowhere" in failure(course, "05-typo")


def test_the_book_shows_claims_and_failures(course):
    contents = (course.book / "index.html").read_text()
    assert "one is one" in contents
    assert "This lesson fails." in (course.book / "01-wrong.html").read_text()


def test_no_kernel_is_left(course, workshop):
    assert kernels(workshop) == []


def test_one_lesson_can_be_named(course, workshop):
    moved = {"HALFSTEP_NOTEBOOKS": str(course.notebooks), "HALFSTEP_BOOK": str(course.book)}
    done = workshop.lab("run", "0", **moved)
    assert done.returncode == 0, done.stderr
    assert "1 of 1 lessons hold: 1 claims" in done.stdout
    done = workshop.lab("run", "77", **moved)
    assert done.returncode == 2
    assert "there is no lesson 77; there are: 00, 01" in done.stderr


@pytest.mark.parametrize(
    "send, number",
    [(os.killpg, signal.SIGINT), (os.killpg, signal.SIGTERM), (os.kill, signal.SIGTERM)],
    ids=["interrupt", "terminate", "terminate-the-launcher-only"],
)
def test_an_interrupt_kills_the_kernels(workshop, tmp_path, send, number):
    write_lesson(tmp_path / "n/00-long.ipynb", "Long", code("Thread.sleep(600_000);", "long"))
    process = workshop.start(
        "run", HALFSTEP_NOTEBOOKS=str(tmp_path / "n"), HALFSTEP_BOOK=str(tmp_path / "book")
    )
    deadline = time.monotonic() + 60
    while not kernels(workshop) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert kernels(workshop), "no kernel was started"
    time.sleep(1)
    send(process.pid, number)
    out, err = process.communicate(timeout=20)
    assert process.returncode != 0
    assert "the kernels were killed" in err
    assert kernels(workshop) == []


def kernels(sandbox) -> list[int]:
    """The process ids of a sandbox's kernels that are running."""
    jar = str(sandbox.root / ".lab/jupyter/kernels/java/jjava-kernel.jar")
    running = psutil.process_iter(["cmdline", "status"])
    return [
        one.pid
        for one in running
        if one.info["status"] != psutil.STATUS_ZOMBIE and any(jar in word for word in one.info["cmdline"] or ())
    ]
