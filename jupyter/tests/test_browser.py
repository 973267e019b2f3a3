"""The book and JupyterLab in a real browser: the book with the network off."""

import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

import nbformat
import pytest

from halfstep_lab import lessons, places
from halfstep_lab.book import PLOTLY

BROWSERS = (
    os.environ.get("CHROME", ""),
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
FLAGS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
 --disable-component-update --disable-sync""".split()
PAGES = sorted(places.BOOK.glob("*.html"))
LESSON_PAGES = [page for page in PAGES if page.name != "index.html"]
PHONE = {"width": 390, "height": 800}
WORKSPACES = places.ROOT / "target" / "browser-test" / ".workspaces"

# Text a reader sees that still looks like TeX, or like a table that was not recognized as one.
RAW_TEX = r"""() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const raw = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const inert = node.parentElement.closest("pre, code, script, noscript, style, svg, mjx-container");
    if (!inert && /\$|\\\(|\\\[|\\begin\{|\|\s*-{3,}/.test(node.data)) raw.push(node.data.trim());
  }
  return raw;
}"""

# The state of a plot that a slider may change: what is visible, the data, the layout's own marks.
STATE = """plot => JSON.stringify([
  plot.data.map(t => [t.visible, t.x, t.y, t.z, t.name]), plot.layout.shapes, plot.layout.annotations,
  plot.layout.title])"""


@pytest.fixture(scope="module")
def chromium():
    """The browser installed on this machine; its absence is a failure where CI is set."""
    found = next((path for name in BROWSERS if name and (path := shutil.which(name))), None)
    if not found:
        words = "no browser is installed: install chromium or google-chrome, or set CHROME to one"
        pytest.fail(words) if os.environ.get("CI") else pytest.skip(words)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


class Watched:
    """A page whose errors and requests are recorded."""

    def __init__(self, browser, offline: bool, **options):
        self.complaints: list[str] = []
        self.context = browser.new_context(offline=offline, **options)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("console", self.heard)
        self.page.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url}"))

    def heard(self, message) -> None:
        if message.type == "error":
            self.complaints.append(f"console: {message.text}")

    def open_file(self, path) -> None:
        self.context.route(re.compile("^(?!file:)"), lambda route: route.abort())
        self.page.goto(path.as_uri())


@pytest.fixture(scope="module", params=PAGES, ids=lambda path: path.stem)
def opened(chromium, request):
    """A page of the book, loaded once for all tests; those that change it come last."""
    watched = Watched(chromium, offline=True)
    watched.path = request.param
    watched.open_file(request.param)
    ready(watched.page)
    yield watched
    watched.context.close()


def ready(page) -> None:
    """Waits until MathJax and the plots say that they are done."""
    page.wait_for_function("document.documentElement.dataset.formulas === 'typeset'", timeout=60_000)
    if page.locator(".plot").count():
        page.wait_for_function("document.documentElement.dataset.plots === 'drawn'", timeout=60_000)


def executed(path):
    """The executed notebook of a page; without cells for the index."""
    if path.name == "index.html":
        return nbformat.v4.new_notebook()
    return nbformat.read(places.BOOK / "notebooks" / f"{path.stem}.ipynb", as_version=4)


def plots_of(notebook) -> int:
    """How many plots the kernel displayed."""
    found = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return sum(PLOTLY in output.get("data", {}) for output in found)


def formulas_of(notebook) -> bool:
    return any("$" in cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def test_there_is_a_book():
    assert LESSON_PAGES, f"no pages in {places.BOOK}: execute ./lab run first"


def test_page_loads_without_a_network_and_without_an_error(opened):
    assert opened.complaints == []


def test_every_plot_draws(opened):
    plots = opened.page.locator(".plot")
    assert plots.count() == plots_of(executed(opened.path))
    for plot in plots.all():
        assert plot.locator(".main-svg").count() > 0
        box = plot.bounding_box()  # none within a folded solution
        assert box is None or (box["width"] > 200 and box["height"] > 150)
        assert plot.evaluate("plot => plot._fullData.some(t => t.visible === true)")


def test_every_formula_is_typeset(opened):
    page = opened.page
    assert page.evaluate(RAW_TEX) == []
    assert page.locator("mjx-merror, [data-mml-node=merror], [data-mjx-error]").count() == 0
    # An unknown command is shown in red, as text.
    assert page.locator("mjx-container [fill=red], mjx-container [mathcolor=red]").count() == 0
    if formulas_of(executed(opened.path)):
        assert page.locator("mjx-container svg").count() > 0


def test_links_lead_to_pages_that_exist(opened):
    links = opened.page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
    for link in links:
        if not re.match(r"[a-z]+:|#", link):
            assert (places.BOOK / link.split("#")[0]).exists(), f"links to {link}"


def test_solutions_are_folded(opened):
    solutions = sum("solution" in cell.metadata.get("tags", ()) for cell in executed(opened.path).cells)
    assert opened.page.locator("details.solution:not([open])").count() == solutions


def test_every_slider_moves_its_plot(opened):
    page = opened.page
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    for plot in page.locator(".plot").all():
        rail = plot.locator(".slider-rail-touch-rect")
        if rail.count() == 0:
            continue
        states = {plot.evaluate(STATE)}
        for share in (0.1, 0.9):
            rail.scroll_into_view_if_needed()
            box = rail.bounding_box()
            page.mouse.click(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
            page.wait_for_timeout(400)
            states.add(plot.evaluate(STATE))
        assert len(states) > 1, "the slider was clicked at both ends and the plot did not change"
    assert opened.complaints == []


def test_page_fits_a_phone_that_was_turned(opened):
    opened.page.set_viewport_size(PHONE)
    opened.page.wait_for_timeout(300)  # plots follow the window
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert opened.complaints == []


@pytest.mark.parametrize("path", PAGES[:3] + PAGES[-1:], ids=lambda path: path.stem)
def test_page_opens_on_a_phone(chromium, path):
    watched = Watched(chromium, offline=True, viewport=PHONE)
    watched.open_file(path)
    ready(watched.page)
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    watched.context.close()


# ---------------------------------------------------------------- JupyterLab


@pytest.fixture(scope="module")
def jupyterlab(chromium):
    """A JupyterLab on a copy of the lessons, so that its saving changes no committed file."""
    if not LESSON_PAGES:
        pytest.fail(f"no pages in {places.BOOK}: execute ./lab run first")
    # Beside the book: a lesson looks for data/ in the directories above it.
    folder = places.ROOT / "target" / "browser-test"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for lesson in lessons.find(places.NOTEBOOKS):
        shutil.copy(lesson.path, folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    url = f"http://127.0.0.1:{port}"
    words = ["open", "--no-browser", f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    with open(folder / "jupyterlab.log", "w") as log:
        server = subprocess.Popen(
            [str(places.ROOT / "lab"), *words, f"--IdentityProvider.token={token}"],
            # With workspaces and settings of its own: the user's would bring back the user's tabs.
            env={
                **os.environ,
                "HALFSTEP_NOTEBOOKS": str(folder),
                "JUPYTERLAB_WORKSPACES_DIR": str(WORKSPACES),
                "JUPYTERLAB_SETTINGS_DIR": str(folder / ".settings"),
            },
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            wait_for(f"{url}/api?token={token}", server, folder / "jupyterlab.log")
            yield f"{url}/lab/tree/{{}}?token={token}"
        finally:
            # SIGTERM stops the server, which stops its kernels.
            os.killpg(server.pid, signal.SIGTERM)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)


def wait_for(url: str, server: subprocess.Popen, log) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert server.poll() is None, f"JupyterLab ended:\n{log.read_text()}"
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    pytest.fail(f"JupyterLab does not answer:\n{log.read_text()}")


def saved(file) -> dict:
    """A notebook that JupyterLab may be writing just now: read until it is whole."""
    deadline = time.monotonic() + 30
    while True:
        try:
            return json.loads(file.read_text(encoding="utf-8"))
        except ValueError:
            assert time.monotonic() < deadline, f"{file} is not whole after 30 s"
            time.sleep(0.2)


def choose(page, menu: str, entry: str) -> None:
    """Chooses an entry of JupyterLab's menu."""
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.get_by_role("menuitem", name=entry, exact=True).click()


def test_a_lesson_runs_through_the_menu_of_jupyterlab(chromium, jupyterlab):
    there = lessons.find(places.NOTEBOOKS)
    lesson = next((one for one in there if one.number == "01"), there[0])
    expected = plots_of(executed(lesson.path))
    watched = Watched(chromium, offline=False, viewport={"width": 1400, "height": 1000})
    page = watched.page
    page.goto(jupyterlab.format(lesson.path.name))
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=120_000)
    # The kernel is connected; JJava tells its state for the first time when it executes a cell.
    page.get_by_text(re.compile(r"\| (Unknown|Idle)")).wait_for(timeout=120_000)
    choose(page, "Run", "Run All Cells")

    file = places.ROOT / "target" / "browser-test" / lesson.path.name
    deadline = time.monotonic() + 300
    while True:
        page.wait_for_timeout(2000)
        page.locator('.jp-Toolbar [data-command="docmanager:save"]').first.click()
        page.wait_for_timeout(1000)
        cells = [cell for cell in saved(file)["cells"] if cell["cell_type"] == "code"]
        displayed = [output for cell in cells for output in cell["outputs"]]
        assert [output for output in displayed if output["output_type"] == "error"] == []
        waiting = sum(cell["execution_count"] is None for cell in cells)
        if not waiting:
            break
        assert time.monotonic() < deadline, f"cells not executed: {waiting} of {len(cells)}"
    assert sum(PLOTLY in output.get("data", {}) for output in displayed) == expected

    alive = {}
    for index in range(len(lesson.notebook.cells)):  # what is far from the window may not be drawn
        cell = page.locator(f'.jp-Cell[data-windowed-list-index="{index}"]')
        if cell.count():
            cell.first.scroll_into_view_if_needed()
            page.wait_for_timeout(200)
        for near in page.locator(".jp-CodeCell:has(.js-plotly-plot .main-svg)").all():
            name = near.get_attribute("data-windowed-list-index")
            alive[name] = near.locator(".js-plotly-plot:has(.main-svg)").count()
    page.screenshot(path=str(places.ROOT / "target" / "browser-test" / "jupyterlab.png"))
    assert page.locator(".jp-NotebookPanel").count() == 1, "tabs of another session were restored"
    assert list(WORKSPACES.glob("*")), "the server keeps its tabs elsewhere, with the user's"
    assert sum(alive.values()) == expected, f"plots alive by cell: {alive}, displayed: {expected}"
    watched.context.close()
