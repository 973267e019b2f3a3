"""./lab itself: what it finds, what it asks for, and when it builds."""

import concurrent.futures
import os
import shutil
import signal
import sys
import time
import zipfile

import pytest


def test_help_names_every_command(sandbox):
    done = sandbox.bare().lab("help")
    assert done.returncode == 0
    for command in ("run", "test", "shell", "java", "explain", "kernel ijava", "bench", "format", "doctor", "help"):
        assert f"./lab {command}" in done.stdout


def test_unknown_command_is_refused(sandbox):
    done = sandbox.bare().lab("rum")
    assert done.returncode == 2
    assert "there is no command `rum`" in done.stderr


def test_explain_without_a_file_is_refused(sandbox):
    done = sandbox.bare().lab("explain")
    assert done.returncode == 2
    assert "./lab explain needs a file" in done.stderr


def test_only_an_old_jdk(sandbox):
    home = sandbox.bare().jdk("jdk-17", "17.0.15")
    done = sandbox.lab("run")
    assert done.returncode == 1
    assert f"Java 17.0.15 at {home}: older than 25" in done.stderr
    assert "Install a full JDK 25 or newer" in done.stderr


def test_no_jdk_at_all(sandbox):
    done = sandbox.bare().lab("run")
    assert done.returncode == 1
    assert "no Java was found" in done.stderr


def test_jdk_without_vector_api(sandbox):
    home = sandbox.bare().jdk("jdk-25", "25.0.1", vector=False)
    done = sandbox.lab("run")
    assert done.returncode == 1
    assert f"Java 25.0.1 at {home}: without the module jdk.incubator.vector" in done.stderr


def test_jdk_without_a_compiler(sandbox):
    home = sandbox.bare().jdk("jre-25", "25.0.1")
    (home / "bin/javac").unlink()
    assert f"Java 25.0.1 at {home}: a runtime without javac" in sandbox.lab("run").stderr


@pytest.mark.parametrize("place", ["jdk", "temurin.jdk/Contents/Home", "brew/libexec", "env/lib/jvm"])
def test_jdk_is_found_where_package_managers_put_it(sandbox, place):
    sandbox.bare().jdk("an-old-one", "11.0.2")
    home = sandbox.jdk(place, "25.0.3")
    done = sandbox.lab("doctor")
    assert f"JDK       25.0.3 at {home}" in done.stdout


def test_java_home_comes_first(sandbox):
    sandbox.bare().jdk("a", "25.0.1")
    home = sandbox.jdk("b", "26")
    done = sandbox.lab("doctor", JAVA_HOME=str(home))
    assert f"JDK       26 at {home}" in done.stdout


def test_java_on_the_path_is_followed_through_links(sandbox):
    home = sandbox.bare().jdk("real/jdk-25", "25.0.2")
    (sandbox.bin / "java").symlink_to(home / "bin/java")
    done = sandbox.lab("doctor", HALFSTEP_JDKS="")
    assert f"JDK       25.0.2 at {home}" in done.stdout


def test_missing_python(sandbox):
    sandbox.bare().jdk("jdk", "25")
    done = sandbox.lab("run")
    assert done.returncode == 1
    assert "Python >= 3.10 is not on the PATH" in done.stderr


def test_old_python(sandbox):
    sandbox.bare().jdk("jdk", "25")
    sandbox.program(sandbox.bin / "python3", 'case "$2" in *print*) echo 3.8.1 ;; *) exit 1 ;; esac\n')
    done = sandbox.lab("run")
    assert done.returncode == 1
    assert "Python must be >= 3.10, got 3.8.1" in done.stderr


def test_python_without_venv(sandbox):
    sandbox.bare().jdk("jdk", "25")
    script = 'case "$2" in *print*) echo 3.12.3 ;; *ensurepip*) exit 1 ;; esac\n'
    sandbox.program(sandbox.bin / "python3", script)
    done = sandbox.lab("run")
    assert done.returncode == 1
    assert "lacks venv or ensurepip" in done.stderr
    assert "python3-venv" in done.stderr


def test_missing_maven(sandbox):
    sandbox.bare().jdk("jdk", "25")
    (sandbox.bin / "python3").symlink_to(sys.executable)
    done = sandbox.lab("run")
    assert done.returncode == 1
    assert "Maven (mvn) is not on the PATH" in done.stderr


def test_doctor_fails_when_something_is_missing(sandbox):
    done = sandbox.bare().lab("doctor")
    assert done.returncode == 1
    assert done.stdout.count("MISSING") == 3


def test_nothing_is_built_twice_and_every_change_is_built(sandbox):
    sandbox.equipped()
    assert sandbox.lab("setup").returncode == 0
    assert sandbox.maven_calls == 1
    assert sandbox.lab("setup").returncode == 0
    assert sandbox.maven_calls == 1, "nothing changed, and Maven was called"
    source = sandbox.root / "toolkit/src/main/java/Source.java"
    old = source.read_text()
    for text in ("changed\n", "changed again\n"):
        source.write_text(text)
        assert sandbox.lab("setup").returncode == 0
    assert sandbox.maven_calls == 3
    source.write_text(old)
    assert sandbox.lab("setup").returncode == 0
    assert sandbox.maven_calls == 3, "a build that is still there was not used"


def test_mvn_clean_takes_nothing_away(sandbox):
    sandbox.equipped().lab("setup")
    shutil.rmtree(sandbox.root / "toolkit/target")
    assert sandbox.lab("setup").returncode == 0
    assert sandbox.maven_calls == 1


def test_failed_build_is_told_and_redone(sandbox):
    sandbox.equipped()
    done = sandbox.lab("setup", MAVEN_FAILS="no such symbol")
    assert done.returncode == 1
    assert "the set-up of the toolkit failed" in done.stderr
    assert "COMPILATION ERROR: no such symbol" in done.stderr
    assert sandbox.lab("setup").returncode == 0
    assert sandbox.maven_calls == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_setup_stops_its_jobs_and_is_redone(sandbox, number):
    process = sandbox.equipped().start("setup", MAVEN_SECONDS="60")
    while sandbox.maven_calls == 0:
        assert process.poll() is None
        time.sleep(0.05)
    os.killpg(process.pid, number)
    process.communicate(timeout=10)
    assert process.returncode == 130
    began = time.monotonic()
    assert sandbox.lab("setup").returncode == 0
    assert time.monotonic() - began < 30, "the interrupted job was waited for"
    assert sandbox.maven_calls == 2


def test_two_at_once_build_once(sandbox):
    sandbox.equipped()
    with concurrent.futures.ThreadPoolExecutor() as pool:
        both = [pool.submit(sandbox.lab, "setup", MAVEN_SECONDS="1") for _ in range(2)]
        for done in both:
            assert done.result().returncode == 0, done.result().stderr
    assert sandbox.maven_calls == 1


def test_java_passes_arguments_output_and_status(workshop, tmp_path):
    program = tmp_path / "Program.java"
    program.write_text(
        """
        import jdk.incubator.vector.FloatVector;
        void main(String[] arguments) {
          IO.println(String.join("|", arguments) + " " + FloatVector.SPECIES_128.length());
          System.exit(7);
        }
        """
    )
    done = workshop.lab("java", str(program), "one", "two words")
    assert (done.returncode, done.stdout) == (7, "one|two words 4\n"), done.stderr


def test_java_has_the_toolkit_on_its_class_path(workshop, tmp_path):
    program = tmp_path / "Program.java"
    program.write_text("void main() { org.halfstep.notebook.Imports.main(new String[0]); }\n")
    done = workshop.lab("java", str(program))
    assert done.returncode == 0, done.stderr
    assert "import org.halfstep.grid." in done.stdout


def test_explain_reads_writes_and_says_its_status(workshop, tmp_path):
    table, page = tmp_path / "two words.csv", tmp_path / "page.html"
    table.write_text("x;y\r\n" + "".join(f"{i * i % 97},5;-{i},25\r\n" for i in range(60)))
    done = workshop.lab("explain", str(table), "--html", str(page))
    assert (done.returncode, done.stderr) == (0, f"wrote {page}\n")
    assert done.stdout.startswith("two words.csv\n\nVerdict\n") and max(map(len, done.stdout.splitlines())) <= 80
    assert page.read_text().endswith("</html>\n")
    done = workshop.lab("explain", str(table), "--csv")
    assert done.stdout.startswith("calibrator,dialect,lo,hi,scale,zero_point,sqnr_db,ci_low,ci_high\noptimum,")
    table.write_text("x\n1\nnan\n")
    done = workshop.lab("explain", str(table))
    assert (done.returncode, done.stdout) == (1, "") and "1 NaN" in done.stderr and "index [1]" in done.stderr
    assert workshop.lab("explain", str(table), "--cvs").returncode == 2


def test_java_without_a_file(workshop):
    assert workshop.lab("java").returncode == 2
    done = workshop.lab("java", "Nowhere.java")
    assert done.returncode == 2
    assert "there is no file Nowhere.java" in done.stderr


def test_shell_has_the_imports_and_the_vector_api(workshop, tmp_path):
    script = tmp_path / "script.jsh"
    script.write_text(
        "System.out.println(Grid.integer(2, Range.FULL).size())\n"
        "System.out.println(jdk.incubator.vector.FloatVector.SPECIES_128.length())\n"
        "/exit 5\n"
    )
    done = workshop.lab("shell", str(script))
    assert (done.returncode, done.stdout.split()) == (5, ["4", "4"]), done.stdout + done.stderr


def test_ijava_spec_carries_class_path_and_imports(workshop, tmp_path):
    jar = tmp_path / "ijava.jar"
    with zipfile.ZipFile(jar, "w") as archive:
        archive.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nMain-Class: Kernel\r\n")
    done = workshop.lab("kernel", "ijava", str(jar))
    assert done.returncode == 0, done.stderr
    spec = workshop.root / ".lab/jupyter/kernels/ijava"
    text = (spec / "kernel.json").read_text()
    assert "IJAVA_CLASSPATH" in text and "halfstep-toolkit.jar" in text and str(jar) in text
    assert "import org.halfstep.grid." in (spec / "imports.jshell").read_text()


def test_ijava_without_its_jar(workshop):
    done = workshop.lab("kernel", "ijava", "nowhere.jar")
    assert done.returncode == 2
    assert "there is no file nowhere.jar" in done.stderr


def test_ijava_with_what_is_not_its_jar(workshop, tmp_path):
    text, empty = tmp_path / "README.md", tmp_path / "library.jar"
    text.write_text("# Not a jar\n")
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\n")
    for file in (text, empty):
        done = workshop.lab("kernel", "ijava", str(file))
        assert done.returncode == 2
        assert done.stderr == f"lab: the kernel must be a jar with a Main-Class in its manifest, got {file}\n"


def test_java_and_shell_need_no_python(sandbox, tmp_path):
    sandbox.equipped().bare()
    sandbox.path = str(sandbox.bin)
    shutil.rmtree(sandbox.root / ".lab")
    program = tmp_path / "Program.java"
    program.write_text('void main() { IO.println("runs"); }\n')
    done = sandbox.lab("java", str(program))
    assert (done.returncode, done.stdout) == (0, "runs\n"), done.stderr
    assert sandbox.lab("shell").returncode == 0
    assert sandbox.maven_calls == 1
    assert not (sandbox.root / ".lab/python").exists()


def test_another_python_on_the_path_keeps_the_environment(sandbox):
    sandbox.equipped().lab("setup")
    sandbox.program(sandbox.bin / "python3", f'exec "{sys.executable}" "$@"\n')
    done = sandbox.lab("setup")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "name, value, rule",
    [
        ("HALFSTEP_CELL_TIMEOUT", "abc", "must be a whole number >= 1, got abc"),
        ("HALFSTEP_CELL_TIMEOUT", "-1", "must be a whole number >= 1, got -1"),
        ("HALFSTEP_KERNELS", "0", "must be a whole number >= 1, got 0"),
        ("HALFSTEP_HEAP", "foo", "must be a size such as 512m or 2g, got foo"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(sandbox, name, value, rule):
    done = sandbox.bare().lab("run", **{name: value})
    assert (done.returncode, done.stderr) == (2, f"lab: {name} {rule}\n")


def test_a_file_is_no_place_for_the_book(sandbox, tmp_path):
    (tmp_path / "file").touch()
    done = sandbox.bare().lab("run", HALFSTEP_BOOK=str(tmp_path / "file"))
    assert done.returncode == 2
    assert done.stderr.startswith("lab: the book must go into a directory that can be written, got ")
