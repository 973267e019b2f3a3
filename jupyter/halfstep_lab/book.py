"""Writes the book: one page per executed lesson, a contents page, and all they need beside them."""

import json
import re
import shutil
from pathlib import Path

import plotly
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from traitlets.config import Config

from halfstep_lab import outputs, places
from halfstep_lab.execute import Outcome
from halfstep_lab.lessons import Lesson

PLOTLY = "application/vnd.plotly.v1+json"
PRIORITY = [
    PLOTLY,
    "text/html",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "text/markdown",
    "text/latex",
    "text/plain",
]


def write(everything: list[Lesson], done: list[Outcome]) -> None:
    """Writes the pages of the lessons just executed, and the contents page over all there are."""
    assets = places.BOOK / "assets"
    assets.mkdir(parents=True, exist_ok=True)
    copy_assets(assets)
    exporter = Exporter()
    records = places.BOOK / "records"
    records.mkdir(exist_ok=True)
    # A page links to the lessons of the course, so pages of lessons that are gone must go too.
    names = {lesson.name for lesson in everything}
    for page in [*places.BOOK.glob("[0-9][0-9]-*.html"), *records.glob("*.json")]:
        if page.stem not in names:
            page.unlink()
    for outcome in done:
        page, _ = exporter.from_notebook_node(
            outcome.notebook, resources={"halfstep": frame(everything, outcome)}
        )
        (places.BOOK / f"{outcome.lesson.name}.html").write_text(page, encoding="utf-8")
        record = json.dumps(summary(outcome), indent=1)
        (records / f"{outcome.lesson.name}.json").write_text(record, encoding="utf-8")
    page = exporter.contents(everything, records)
    (places.BOOK / "index.html").write_text(page, encoding="utf-8")
    copy_linked()


def copy_assets(assets: Path) -> None:
    """plotly.js from its wheel, MathJax from the toolkit's build, and the book's own style and script."""
    sources = [
        Path(plotly.__file__).parent / "package_data" / "plotly.min.js",
        mathjax(),
        *sorted((places.TEMPLATES / "halfstep" / "static").iterdir()),
    ]
    for source in sources:
        name = "mathjax.js" if source.name.startswith("tex-svg") else source.name
        shutil.copyfile(source, assets / name)


def copy_linked() -> None:
    """Copies what the pages link to beside the notebooks, such as scripts and pictures."""
    for page in places.BOOK.glob("*.html"):
        for name in re.findall(r'(?:href|src)="([^":#]+)', page.read_text(encoding="utf-8")):
            source, copied = places.NOTEBOOKS / name, places.BOOK / name
            if source.is_file() and places.BOOK in copied.resolve().parents:
                copied.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, copied)


def mathjax() -> Path:
    """MathJax as one self-contained file."""
    found = sorted((places.TOOLKIT / "mathjax").glob("tex-svg*.js"))
    if not found:
        raise FileNotFoundError(f"tex-svg.js must be in {places.TOOLKIT / 'mathjax'}; ./lab setup puts it there")
    return found[0]


def frame(everything: list[Lesson], outcome: Outcome) -> dict:
    """What a page says around its notebook."""
    names = [lesson.name for lesson in everything]
    at = names.index(outcome.lesson.name)
    return {
        "lesson": outcome.lesson,
        "previous": everything[at - 1] if at > 0 else None,
        "next": everything[at + 1] if at + 1 < len(everything) else None,
        "failures": outcome.failures,
        "seconds": outcome.seconds,
    }


def summary(outcome: Outcome) -> dict:
    """What the contents page needs to know of a lesson; kept, so that `run 01` leaves the others in place."""
    return {
        "seconds": outcome.seconds,
        "failures": outcome.failures,
        "exercises": outputs.exercise_names(outcome.notebook),
        "claims": [{**claim.record, "cell": claim.cell} for claim in outcome.claims],
    }


class Exporter(HTMLExporter):
    """nbconvert's HTML with our own template."""

    def __init__(self):
        config = Config()
        config.NbConvertBase.display_data_priority = PRIORITY
        config.HTMLExporter.preprocessors = []
        super().__init__(
            config=config,
            template_name="halfstep",
            extra_template_basedirs=[str(places.TEMPLATES)],
        )
        self.register_filter("highlight_code", Highlight2HTML(pygments_lexer="java", parent=self))
        for own in (pages, inert_json, number, inline):
            self.register_filter(own.__name__, own)

    def from_notebook_node(self, nb, resources=None, **kw):
        # Not HTMLExporter's: it would parse and print the whole page, megabytes of plots, once more.
        return TemplateExporter.from_notebook_node(self, nb, resources, **kw)

    def contents(self, everything: list[Lesson], records: Path) -> str:
        """The contents page: the course map, the lessons, all claims."""
        rows = []
        for lesson in everything:
            file = records / f"{lesson.name}.json"
            rows.append((lesson, json.loads(file.read_text()) if file.exists() else None))
        page = self.environment.get_template("contents.html.j2")
        return page.render(rows=rows, course=course_map(), resources={})


def course_map() -> str:
    """The course map, in Markdown."""
    file = places.NOTEBOOKS / "README.md"
    return file.read_text(encoding="utf-8") if file.exists() else "# Halfstep\n"


def pages(html: str) -> str:
    """HTML with links to pages where it had links to notebooks, and to the contents for the course map."""
    html = re.sub(r'href="(\d\d-[a-z0-9-]+)\.ipynb', r'href="\1.html', html)
    return html.replace('href="README.md"', 'href="index.html"')


def inert_json(value) -> str:
    """JSON that may stand inside a script element."""
    text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def number(value) -> str:
    """A number, or a list of them, with the digits worth reading."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(map(number, value))
    return f"{value:.6g}" if isinstance(value, (int, float)) else str(value)


def inline(text: str) -> str:
    """A title's `code` marks as HTML; formulas stay for MathJax."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
