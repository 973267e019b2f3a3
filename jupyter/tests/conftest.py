"""What the tests share: notebooks made on the spot, and copies of the launcher in a directory of their own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import v4

from halfstep_lab import places

# What the launcher needs of a bare system: no Java, no Maven, no Python.
BARE_TOOLS = """bash basename cat chmod cp cut date dirname env find grep head id ls mkdir mv readlink rm
 sed sha256sum shasum sleep sort tail touch tr uname""".split()


def code(source: str, identity: str, *tags: str):
    """A code cell."""
    return v4.new_code_cell(source, id=identity, metadata={"tags": list(tags)} if tags else {})


def write_lesson(path: Path, title: str, *cells) -> Path:
    """Writes a notebook for the kernel `java`, with a title as its first cell."""
    heading = v4.new_markdown_cell(f"# {title}", id="title")
    kernel = {"name": "java", "display_name": "Java", "language": "java"}
    notebook = v4.new_notebook(cells=[heading, *cells], metadata={"kernelspec": kernel})
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


class Sandbox:
    """A copy of the launcher, with a PATH and an environment of the test's choice."""

    def __init__(self, folder: Path):
        self.root = folder / "lab root"  # with a space, as a user may have it
        self.bin = folder / "bin"
        self.jdks = folder / "jdks"
        self.home = folder / "home"
        self.calls = folder / "maven-calls"
        for made in (self.bin, self.jdks, self.home, self.root / "toolkit/src/main/java", self.root / "toolkit/src/jmh"):
            made.mkdir(parents=True)
        shutil.copy(places.ROOT / "lab", self.root / "lab")
        skipped = shutil.ignore_patterns("__pycache__", ".*")
        for folder in ("jupyter", "bench"):
            shutil.copytree(places.ROOT / folder, self.root / folder, ignore=skipped)
        for name in ("pom.xml", "toolkit/pom.xml", "toolkit/src/main/java/Source.java"):
            (self.root / name).write_text(f"{name}\n")
        self.path = str(self.bin)
        self.settings: dict[str, str] = {}

    def program(self, path: Path, text: str) -> Path:
        """Writes an executable shell script."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/sh\n" + text)
        path.chmod(0o755)
        return path

    def bare(self) -> "Sandbox":
        """Gives it the tools of a bare system and nothing else."""
        for tool in BARE_TOOLS:
            found = shutil.which(tool)
            if found:
                (self.bin / tool).symlink_to(found)
        return self

    def jdk(self, place: str, version: str, vector: bool = True) -> Path:
        """Makes something that looks like a JDK."""
        home = self.jdks / place
        module = "jdk.incubator.vector@25" if vector else "java.base@25"
        self.program(home / "bin/java", f'[ "$1" = --list-modules ] && echo {module}\nexit 0\n')
        self.program(home / "bin/javac", "exit 0\n")
        (home / "release").write_text(f'IMPLEMENTOR="Test"\nJAVA_VERSION="{version}"\n')
        return home

    def equipped(self) -> "Sandbox":
        """Gives it the real JDK and Python environment, and a Maven that copies the toolkit built already."""
        built = places.TOOLKIT
        self.path = f"{self.bin}{os.pathsep}{os.environ['PATH']}"
        self.settings["JAVA_HOME"] = os.environ["HALFSTEP_JDK"]
        # The environment's name is its key, which is the same for the copy.
        environments = self.root / ".lab/python"
        environments.mkdir(parents=True)
        (environments / Path(sys.prefix).name).symlink_to(sys.prefix)
        self.program(
            self.bin / "mvn",
            f"""set -e
echo "$@" >>"{self.calls}"
sleep "${{MAVEN_SECONDS:-0}}"
if [ -n "$MAVEN_FAILS" ]; then echo "COMPILATION ERROR: $MAVEN_FAILS"; exit 1; fi
mkdir -p toolkit/target/lib toolkit/target/mathjax
cp "{built}"/lib/*.jar toolkit/target/lib/
cp "{built}"/mathjax/*.js toolkit/target/mathjax/
cp "{built}/halfstep-toolkit.jar" toolkit/target/halfstep-toolkit-0.jar
""",
        )
        return self

    def environment(self, **more: str) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if k in ("TMPDIR", "LANG", "PYENV_VERSION", "PYENV_ROOT")}
        places_moved = {"HOME": str(self.home), "PATH": self.path, "HALFSTEP_JDKS": str(self.jdks)}
        return {**kept, **places_moved, **self.settings, **more}

    def start(self, *words: str, **more: str) -> subprocess.Popen:
        """Starts ./lab in a process group of its own."""
        return subprocess.Popen(
            [str(self.root / "lab"), *words],
            env=self.environment(**more),
            cwd=self.root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def lab(self, *words: str, **more: str) -> subprocess.CompletedProcess:
        """Runs ./lab to its end."""
        process = self.start(*words, **more)
        out, err = process.communicate(timeout=300)
        return subprocess.CompletedProcess(words, process.returncode, out, err)

    @property
    def maven_calls(self) -> int:
        return len(self.calls.read_text().splitlines()) if self.calls.exists() else 0


@pytest.fixture
def sandbox(tmp_path) -> Sandbox:
    return Sandbox(tmp_path)


@pytest.fixture(scope="session")
def workshop(tmp_path_factory) -> Sandbox:
    """An equipped sandbox that is set up once for all tests that only use it."""
    sandbox = Sandbox(tmp_path_factory.mktemp("workshop")).equipped()
    done = sandbox.lab("setup")
    assert done.returncode == 0, done.stderr
    return sandbox
