"""./lab bench: what it refuses, one quick run from end to end, and the arithmetic of its tables."""

import array
import csv
import dataclasses
import json
import os
import re
import subprocess
import sys

import pytest

from halfstep_bench import cases, jmh, options, page, parity, readme, results, rounds, table, workers
from halfstep_bench.results import Row
from halfstep_lab import places

REQUIREMENTS = places.ROOT / "bench" / "requirements-peers.txt"


def bench(folder, *words: str) -> subprocess.CompletedProcess:
    """Runs this clone's own ./lab bench, with results in a folder of the test."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "HALFSTEP"))}
    environment = {**kept, "HALFSTEP_BENCH": str(folder)}
    command = [str(places.ROOT / "lab"), "bench", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600)


@pytest.fixture(scope="module")
def quick(tmp_path_factory):
    """A run with tiny sizes and times, without peers."""
    folder = tmp_path_factory.mktemp("bench")
    done = bench(folder, "--quick", "fake-quantize", "sgemm")
    assert done.returncode == 0, done.stderr
    return folder, done


def row(kernel: str = "fake-quantize", size: int = 1 << 20, median: float = 2, peer: str = "numpy", **more) -> Row:
    made = Row(kernel, size, 1, "reused", 80, 90, "GB/s", 100, "limit-copy", 120, 0.83, peer=peer)
    made.peer_version, made.peer_buffer, made.rounds = "numpy 2.4.6", "fresh", 5
    made.ratio_min, made.ratio_median, made.ratio_best = 0.8 * median, median, median
    for name, value in more.items():
        setattr(made, name, value)
    return made


# ---------------------------------------------------------------- the words


@pytest.mark.parametrize(
    "words, rule",
    [
        (["rum"], "kernel must be one of limit-copy, limit-read"),
        (["--rounds", "0", "sgemm"], "--rounds must be a whole number >= 1, got 0"),
        (["--rounds", "some"], "--rounds must be a whole number >= 1, got some"),
        (["--peer"], "unrecognized arguments: --peer"),
        (["--readme", "--peers"], "--readme writes what was measured last and takes no other option"),
        (["--readme", "--rounds", "9"], "--readme writes what was measured last and takes no other option"),
        (["--readme", "--rounds", "5"], "--readme writes what was measured last and takes no other option"),
        (["--quick", "--rounds", "9"], "--quick has 2 rounds and takes no --rounds, got 9"),
    ],
)
def test_wrong_words_are_refused_before_anything_is_built(sandbox, words, rule):
    done = sandbox.bare().lab("bench", *words, PATH=f"{sandbox.bin}:{os.path.dirname(sys.executable)}")
    assert done.returncode == 2
    assert done.stderr.startswith(f"lab: {rule}") and done.stderr.count("\n") == 1
    assert not (sandbox.root / ".lab").exists()


def test_readme_needs_a_measurement(sandbox):
    done = sandbox.bare().lab("bench", "--readme", PATH=f"{sandbox.bin}:{os.path.dirname(sys.executable)}")
    assert (done.returncode, done.stderr) == (1, "lab: nothing was measured yet: run ./lab bench --peers first\n")


@pytest.mark.parametrize(
    "output, sentence",
    [
        ("WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError'", "cannot be reached"),
        ("ERROR: No matching distribution found for torch==2.15.0", "there is no torch==2.15.0 for Python 3"),
        ("ERROR: no space left on device", "could not be installed: ERROR: no space left on device"),
    ],
)
def test_peers_that_cannot_be_installed_are_told_in_a_sentence(sandbox, output, sentence):
    sandbox.equipped()
    # A Python that works but for pip.
    script = f'case "$*" in *"pip install"*) echo "{output}" >&2; exit 1 ;; esac\nexec "{sys.executable}" "$@"\n'
    fake = sandbox.program(sandbox.home / "python", script)
    maker = f'case "$*" in "-m venv "*) mkdir -p "$3/bin"; ln -s "{fake}" "$3/bin/python"; exit 0 ;; esac\n'
    sandbox.program(sandbox.bin / "python3", f'{maker}exec "{sys.executable}" "$@"\n')
    done = sandbox.lab("bench", "--peers", "--quick", "sgemm")
    assert done.returncode == 1
    assert sentence in done.stderr.splitlines()[-1], done.stderr
    assert not list((sandbox.root / ".lab/peers").glob("*/complete"))


def test_every_kernel_of_the_list_can_be_asked_for_and_limits_come_with_it():
    for kernel in cases.KERNELS:
        assert options.parse([kernel.name]).kernels == (kernel,)
        assert not kernel.limit or kernel.limit in cases.BY_NAME
    assert options.parse([]).kernels == cases.KERNELS


def test_every_kernel_is_made_in_java_and_every_call_of_a_peer_in_its_library():
    catalog = (places.ROOT / "toolkit/src/jmh/java/org/halfstep/bench/Catalog.java").read_text()
    made = set(re.findall(r'MAKERS\.put\(\s*"([^"]+)"', catalog))
    assert made == set(cases.BY_NAME) | {peer.work for kernel in cases.KERNELS for peer in kernel.peers if peer.work}
    for kernel in cases.KERNELS:
        for peer in kernel.peers:
            library = (places.ROOT / f"bench/halfstep_bench/peer_{peer.library}.py").read_text()
            assert f"\ndef {peer.call}(inputs: Inputs) -> Work:" in library, (kernel.name, peer.call)


def test_rates_count_bytes_values_or_operations():
    rates = [cases.BY_NAME[name].rate(2048, 4.0) for name in ("cosine", "histogram", "mse-threshold", "uint8-gemm")]
    assert rates == [8 * 2048 / 4e3, 512, 512, 2 * 2048**3 / 4e3]


def test_rounds_are_those_asked_for():
    assert [options.parse(words).rounds for words in ([], ["--rounds", "9"], ["--quick"])] == [5, 9, 2]


def test_versions_of_peers_are_pinned_without_exception():
    lines = [line for line in REQUIREMENTS.read_text().splitlines() if line and not line.startswith("#")]
    assert all("==" in line for line in lines)
    assert {"numpy", "onnx", "onnxruntime", "torch"} <= {line.split("==")[0] for line in lines}


# ---------------------------------------------------------------- one run


def test_quick_run_prints_one_table_with_the_limit_of_the_same_run(quick):
    lines = quick[1].stdout.splitlines()
    assert lines[0].split() == (
        "kernel size threads buffer time rate of limit allocated first ms peak ms".split()
    )
    assert [line.split()[0] for line in lines[1:]] == ["limit-copy", "limit-fma", "fake-quantize", "sgemm"]


def test_quick_run_writes_a_row_a_measurement(quick):
    with open(quick[0] / "bench.csv", newline="") as table_of_rows:
        found = {line["kernel"]: line for line in csv.DictReader(table_of_rows)}
    assert list(found["sgemm"]) == results.COLUMNS
    for kernel, size in {"fake-quantize": 4096, "sgemm": 64}.items():
        line = found[kernel]
        assert int(line["size"]) == size
        assert 0 < float(line["java_us_min"]) <= float(line["java_us_median"])
        share = float(line["rate"]) / float(line["limit_rate"])
        assert float(line["fraction"]) == pytest.approx(share, rel=1e-4)
        assert 0 < float(line["first_ms"]) <= float(line["peak_ms"])
        assert float(line["bytes_allocated"]) >= 0  # what is counted is tested apart: here nothing is compiled yet
        assert line["peer"] == line["ratio_min"] == ""


def test_results_name_no_place_of_this_machine(quick):
    for name in ("bench.csv", "about.json", "bench.html"):
        text = (quick[0] / name).read_text()
        assert str(places.ROOT) not in text and os.path.expanduser("~") not in text
    about = json.loads((quick[0] / "about.json").read_text())
    assert about["quick"] is True and "-Dhalfstep.kernel" in about["flags"] and about["cpu"]


def test_readme_refuses_a_quick_run(quick):
    done = bench(quick[0], "--readme")
    assert done.returncode == 1
    assert done.stderr.startswith("lab: the README needs a whole run with peers")


def test_page_needs_no_network(quick):
    text = (quick[0] / "bench.html").read_text()
    assert "http" not in text and "<script" not in text and "fake-quantize" in text


# ---------------------------------------------------------------- parts


def jmh_result(buffer: str, allocated: float) -> dict:
    return {
        "params": {"kernel": "fake-quantize", "size": "4096", "threads": "1", "buffer": buffer},
        "primaryMetric": {"rawData": [[4.0, 2.0, 3.0], [8.0, 5.0]]},
        "secondaryMetrics": {"gc.alloc.rate": {"score": 77.0}, "gc.alloc.rate.norm": {"score": allocated}},
    }


def test_a_result_of_jmh_becomes_a_row_in_the_units_of_the_table():
    kernel = cases.BY_NAME["fake-quantize"]
    made = [jmh._row(kernel, jmh_result(*given)) for given in (("REUSED", 0.04), ("IN_PLACE", 0), ("FRESH", 16400.04))]
    assert [r.bytes_allocated for r in made] == [0, 0, 16400]
    assert [r.java_buffer for r in made] == ["reused", "in place", "fresh"]
    assert (made[0].java_us_min, made[0].java_us_median, made[0].rounds) == (2, 4, 5)
    assert made[0].rate == pytest.approx(8 * 4096 / 2e-6 / 1e9)


def test_the_way_from_cold_to_full_speed_is_the_median_of_three_jvms(monkeypatch):
    answers = iter(["9.5 700.25", "40 300", "12.5 900"])
    monkeypatch.setattr(jmh, "_run", lambda *words: next(answers))
    monkeypatch.setattr(workers, "class_path", lambda: ())
    assert jmh._cold(cases.BY_NAME["sgemm"], 512, options.parse([])) == (12.5, 700.25)
    assert next(answers, None) is None


def test_ratios_pair_what_was_measured_side_by_side():
    pair = rounds.Pair(java=(1, 2, 4), peer=(3, 2, 6))
    assert (pair.ratio_min, pair.ratio_median, pair.ratio_best) == (1, 1.5, 2)


def test_rounds_take_turns_in_who_begins():
    calls = []

    def side(name):
        def burst():
            calls.append(name)
            return float(len(calls))

        return burst

    pairs = rounds.play(side("java"), [side("a"), side("b")], 2)
    assert calls == ["java", "a", "b", "java", "a", "java", "java", "b"]
    assert pairs[0] == rounds.Pair(java=(1, 6), peer=(2, 5))


def test_rows_survive_the_csv(tmp_path):
    rows = [row(), row(peer="", ratio_min=None, first_ms=12.5, peak_ms=300.0)]
    results.write(rows, tmp_path / "rows.csv")
    assert results.read(tmp_path / "rows.csv") == rows


@pytest.mark.parametrize(
    "values, text", [(4096, "4Ki"), (1 << 26, "64Mi"), ((1 << 26) + 4096, "64Mi+4Ki"), (56, "56"), (1000, "1000")]
)
def test_sizes_are_exact(values, text):
    assert table.size(values) == text


def test_readme_shows_the_best_and_the_worst_pair_and_losses_in_bold():
    rows = [row(median=3), row(median=9), row(median=0.5), row(median=99, size=4096), row("histogram", median=4)]
    assert [r.ratio_median for r in readme.telling(rows)] == [9, 0.5, 4]
    assert [r.size for r in readme.telling([row("mse-threshold", size=2048, unit="M bins/s")])] == [2048]
    rows += [row("encode-16", peer="", rate=r) for r in (30, 44, 40)] + [row("limit-copy", peer="", limit="")]
    about = {"date": "2026-11-21", "cpu": "a CPU", "processors": 2, "system": "Linux", "java": "Java 25"}
    text = readme.section(rows, {**about, "flags": "-f", "peers": "numpy 2.4.6", "commit": "abc"})
    assert "**0.50**" in text and "| 4.00 |" in text
    assert "has no other library beside it: encode-16 44 GB/s (83 %)." in text
    assert "of all 5 pairs Java is the slower one in 1" in text
    assert all(str(value) in text for value in about.values())


def test_readme_is_written_between_its_marks_only(tmp_path, monkeypatch):
    monkeypatch.setenv("HALFSTEP_BENCH", str(tmp_path))
    about = {"date": "d", "cpu": "c", "processors": 2, "system": "s", "java": "j", "flags": "f", "commit": "k"}
    results.keep([row()], {**about, "peers": "p", "quick": False})
    file = tmp_path / "README.md"
    file.write_text(f"before\n{readme.BEGIN}\nstale table\n{readme.END}\nafter\n")
    assert readme.update(file) == 0
    text = file.read_text()
    assert text.startswith(f"before\n{readme.BEGIN}\n") and text.endswith(f"{readme.END}\nafter\n")
    assert "stale table" not in text and "| fake-quantize | 1Mi |" in text
    file.write_text("no marks\n")
    with pytest.raises(workers.Failed, match="must have the marks"):
        readme.update(file)


def test_readme_of_this_clone_has_the_marks():
    text = (places.ROOT / "README.md").read_text()
    assert text.count(readme.BEGIN) == text.count(readme.END) == 1


def test_page_shows_losses_as_losses(tmp_path):
    about = {"date": "d", "cpu": "<c>", "processors": 2, "system": "s", "java": "j", "flags": "f", "commit": "k"}
    page.write([row(median=4), row(median=0.5), row(peer="")], about, tmp_path / "page.html")
    text = (tmp_path / "page.html").read_text()
    assert text.count("'bar win'") == 1 and text.count("'bar loss'") == 1
    assert "&lt;c&gt;" in text


def test_a_worker_that_dies_is_told(tmp_path):
    worker = workers.Worker("java", [sys.executable, "-c", "pass"], {}, tmp_path / "log")
    with pytest.raises(workers.Failed, match="java ended or answered nonsense"):
        worker.ask("burst", "work", 1)
    worker.close()


def test_a_difference_between_the_sides_is_an_error(tmp_path):
    answer = "import sys\nfor line in sys.stdin: print('differs\\t3 of 4 values differ', flush=True)"
    worker = workers.Worker("numpy", [sys.executable, "-c", answer], {}, tmp_path / "log")
    with pytest.raises(workers.Disagreement, match="numpy: 3 of 4 values differ"):
        worker.ask("prepare", "numpy", "naive", 4, "nowhere")
    worker.close()


# ---------------------------------------------------------------- parity of the deep network


def parity_numbers(**changed) -> parity.Numbers:
    """Four layers whose numbers are the same on both sides, but for one of Java's in a layer."""
    noise, alone = [1e-4, 4e-3, 1e-2, 3e-2], [1e-4] * 4
    found = {"immediate": (alone[:], alone), "ordered": (noise[:], noise), "free": (noise[:], noise)}
    for name, (layer, factor) in changed.items():
        found[name][0][layer] *= factor
    return parity.Numbers(**found, scatter=[1e-8, 2e-4, 2e-3, 1e-2], codes=(0, 1_000_000))


@pytest.mark.parametrize(
    "changed, refusal",
    [
        ({}, None),
        ({"immediate": (3, 1.00009)}, None),
        ({"immediate": (3, 1.00011)}, "immediate noise differs by 0.00011, more than 1e-04"),
        ({"immediate": (0, float("nan"))}, "immediate noise differs by nan"),
        ({"ordered": (2, 1.0009)}, None),
        ({"ordered": (2, 0.9989)}, "free noise in one order of sums differs by 0.0011 in layer 3, more than 0.001"),
        ({"ordered": (3, 1.5)}, None),  # noise has grown: nothing is promised any more
        ({"free": (1, 1.0009)}, None),  # within 1e-3, though four standard errors are less
        ({"free": (1, 1.0011)}, "free noise in PyTorch's order of sums differs by 0.0011 in layer 2, more than 0.001"),
        ({"free": (2, 1.007)}, None),  # within four standard errors
        ({"free": (2, 1.009)}, "in layer 3, more than 0.008"),
        ({"free": (2, float("nan"))}, "differs by nan in layer 3"),
    ],
)
def test_the_network_has_parity_within_the_scatter_of_sums_and_no_more(changed, refusal):
    found = parity_numbers(**changed)
    if refusal is None:
        assert parity.judge(found).startswith("4 layers: immediate noise within")
    else:
        with pytest.raises(workers.Disagreement, match=refusal):
            parity.judge(found)


def test_codes_may_differ_at_ties_only():
    found = parity_numbers()
    parity.judge(dataclasses.replace(found, codes=(9, 1_000_000)))
    with pytest.raises(workers.Disagreement, match="10 of 1000000 codes differ, not less than 1e-05 of them"):
        parity.judge(dataclasses.replace(found, codes=(10, 1_000_000)))


def test_numbers_of_both_sides_are_read_from_their_files(tmp_path):
    doubles = {"free": [1e-3, 1e-2], "ordered": [1e-3, 1e-2], "immediate": [1e-4, 1e-4], "scatter": [1e-8, 1e-4]}
    java = {"java-free": [1e-3, 1e-2], "java-ordered": [1e-3, 1.02e-2], "java-immediate": [1e-4, 1e-4]}
    for name, values in (doubles | java).items():
        (tmp_path / f"{name}.f64").write_bytes(array.array("d", values).tobytes())
    (tmp_path / "java-codes.i64").write_bytes(array.array("q", [0, 100]).tobytes())
    with pytest.raises(workers.Disagreement, match="in one order of sums differs by 0.02 in layer 2"):
        parity.compare(tmp_path)


# ---------------------------------------------------------------- peers, where they are installed


def peers_are_installed() -> bool:
    return any((places.ROOT / ".lab/peers").glob("*/complete"))


@pytest.mark.skipif(not peers_are_installed(), reason="no peers: ./lab bench --peers installs them")
def test_peers_compute_the_same_and_get_ratios(tmp_path):
    done = bench(tmp_path, "--quick", "--peers", "quantize", "min-max", "entropy-threshold", "mse-threshold")
    assert done.returncode == 0, done.stderr
    rows = [r for r in results.read(tmp_path / "bench.csv") if r.peer]
    assert {r.kernel for r in rows} == {"quantize", "min-max", "entropy-threshold", "mse-threshold"}
    assert {r.peer for r in rows if r.kernel == "quantize"} == {"torch.quantize", "numpy out=", "onnxruntime"}
    for r in rows:
        assert r.agreement == "equal" and r.rounds == 2 and r.peer_version
        assert 0 < r.ratio_min <= r.ratio_median
