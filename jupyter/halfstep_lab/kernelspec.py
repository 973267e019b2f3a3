"""Writes the kernel specs: which JVM, which flags, which class path."""

import json
import os
import shutil
import sys
import zipfile
from pathlib import Path

VECTOR = "jdk.incubator.vector"
# What JupyterLab writes into a notebook when the kernel starts; a committed notebook says the same.
METADATA = {"display_name": "Java 25 (Halfstep)", "language": "java", "name": "java"}


class NotAJar(Exception):
    """A file was given as a kernel that `java -jar` cannot start."""


def write(into: Path, jdk: Path, toolkit: Path, key: str, ijava: Path | None) -> None:
    """Writes a kernel spec directory; its `key` file comes last and says that it is complete."""
    if ijava:
        check_jar(ijava)
    into.mkdir(parents=True, exist_ok=True)
    (into / "key").unlink(missing_ok=True)
    spec = ijava_spec(into, jdk, toolkit, ijava) if ijava else jjava_spec(into, jdk, toolkit)
    replace(into / "kernel.json", json.dumps(spec, indent=1) + "\n")
    if key:
        replace(into / "key", key + "\n")


def jjava_spec(into: Path, jdk: Path, toolkit: Path) -> dict:
    """The spec of our kernel: JJava, from its wheel, on the JDK found."""
    jar = Path(sys.prefix) / "share/jupyter/kernels/java/jjava.jar"
    copied = into / "jjava-kernel.jar"
    if jar.resolve() != copied.resolve():
        shutil.copyfile(jar, into / "jar.new")
        os.replace(into / "jar.new", copied)
    class_path = [copied, *jars(toolkit)]
    return {
        "argv": [
            *jvm(jdk),
            # JJava looks into jshell's own classes.
            "--add-opens",
            "jdk.jshell/jdk.jshell=ALL-UNNAMED",
            "-cp",
            os.pathsep.join(map(str, class_path)),
            "org.dflib.jjava.distro.JJava",
            "{connection_file}",
        ],
        "display_name": METADATA["display_name"],
        "language": METADATA["language"],
        "interrupt_mode": "message",
        "env": {"JJAVA_COMPILER_OPTS": f"--add-modules {VECTOR} -Xlint:-incubating"},
        "metadata": {"debugger": False},
    }


def ijava_spec(into: Path, jdk: Path, toolkit: Path, ijava: Path) -> dict:
    """The spec of IJava, which has no extensions: class path and imports go through its environment."""
    startup = into / "imports.jshell"
    replace(startup, (toolkit / "imports.jshell").read_text())
    return {
        "argv": [*jvm(jdk), "-jar", str(ijava.resolve()), "{connection_file}"],
        "display_name": "Java (Halfstep on IJava)",
        "language": "java",
        "interrupt_mode": "message",
        "env": {
            "IJAVA_CLASSPATH": os.pathsep.join(map(str, jars(toolkit))),
            "IJAVA_STARTUP_SCRIPTS_PATH": str(startup),
            "IJAVA_COMPILER_OPTS": f"--add-modules {VECTOR}",
        },
        "metadata": {},
    }


def check_jar(jar: Path) -> None:
    """Refuses what `java -jar` would: a file that is no zip, or whose manifest names no main class."""
    manifest = ""
    try:
        with zipfile.ZipFile(jar) as archive:
            manifest = archive.read("META-INF/MANIFEST.MF").decode(errors="replace")
    except (OSError, KeyError, zipfile.BadZipFile):
        pass
    if not any(line.lower().startswith("main-class:") for line in manifest.splitlines()):
        raise NotAJar(f"the kernel must be a jar with a Main-Class in its manifest, got {jar}")


def jvm(jdk: Path) -> list[str]:
    """The JVM and the flags all kernels share; HALFSTEP_HEAP bounds the heap."""
    flags = [
        str(jdk / "bin/java"),
        "--add-modules",
        VECTOR,
        "--enable-native-access=ALL-UNNAMED",
        "-Djava.awt.headless=true",
        # Two kernels share two cores: collector threads would only take turns with the lesson.
        "-XX:+UseSerialGC",
    ]
    heap = os.environ.get("HALFSTEP_HEAP")
    return flags + [f"-Xmx{heap}"] if heap else flags


def jars(toolkit: Path) -> list[Path]:
    """The toolkit and its libraries, in a fixed order."""
    return [toolkit / "halfstep-toolkit.jar", *sorted((toolkit / "lib").glob("*.jar"))]


def replace(file: Path, text: str) -> None:
    """Writes a file so that a reader sees the old text or the new one, never half of it."""
    new = file.with_name(file.name + ".new")
    new.write_text(text)
    os.replace(new, file)
