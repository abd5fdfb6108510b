"""The command line as a process: answers, formats, exit codes, and errors for people."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from kg.build import build
from kg.resources import project
from tests.broken import DOCUMENT, edit
from tests.conftest import CLAIMS, Kg

QUERY = "SELECT ?thing ?label { ?thing a kgo:Mechanism ; skos:prefLabel ?label } ORDER BY ?label"


def test_rows_in_every_format(kg: Kg, here: Path) -> None:
    outputs = {
        form: kg("query", QUERY, "--format", form, "--data", here)
        for form in ("table", "csv", "tsv", "json", "xml", "md")
    }
    assert {done.returncode for done in outputs.values()} == {0}
    assert outputs["csv"].stdout.splitlines()[1] == "https://w3id.org/painkg/id/anti-inflammatory,anti-inflammatory"
    assert outputs["tsv"].stdout.splitlines()[0] == "?thing\t?label"
    assert '"nerve disruption"@en' in outputs["tsv"].stdout
    assert len(json.loads(outputs["json"].stdout)["results"]["bindings"]) == 5
    assert len(ET.fromstring(outputs["xml"].stdout).findall(".//{*}result")) == 5  # noqa: S314 - our own output
    assert outputs["md"].stdout.splitlines()[2] == "| kg:anti-inflammatory | anti-inflammatory |"
    assert outputs["table"].stdout.splitlines()[-1] == "5 rows"


def test_triples_in_every_format(kg: Kg, here: Path) -> None:
    query = "CONSTRUCT { ?s kgo:treatedBy ?o } WHERE { ?s kgo:treatedBy ?o }"
    for form, sign in (("turtle", "treatedBy"), ("ntriples", "ontology#treatedBy>"), ("jsonld", '"@id"')):
        done = kg("query", query, "--format", form, "--data", here)
        assert done.returncode == 0
        assert sign in done.stdout
    assert "kgo:treatedBy" in kg("query", query, "--data", here).stdout


def test_yes_and_no(kg: Kg, here: Path) -> None:
    assert kg("query", "ASK { kg:nerve a kgo:AnatomicalStructure }", "--data", here).stdout == "true\n"
    assert kg("query", "SELECT * {}", "--data", here).stdout == "\n\n"
    assert (
        json.loads(kg("query", "ASK { kg:nerve a kgo:Device }", "--format", "json", "--data", here).stdout)["boolean"]
        is False
    )


def test_a_pipe_gets_tsv_and_no_noise(kg: Kg, here: Path) -> None:
    done = kg("ask", "treatments-for", "--condition", "sciatica", "--data", here)
    assert done.stdout.splitlines()[0] == "?procedure\t?name"
    assert done.stderr == ""


def test_a_query_comes_from_a_file_or_from_standard_input(kg: Kg, here: Path, tmp_path: Path) -> None:
    (tmp_path / "mechanisms.rq").write_text(QUERY, encoding="utf-8")
    from_file = kg("query", "mechanisms.rq", "--data", here)
    from_input = kg("query", "-", "--data", here, input=QUERY)
    assert from_file.stdout == from_input.stdout != ""


def test_why_puts_claims_and_citations_under_each_row(kg: Kg, here: Path) -> None:
    done = kg("ask", "next-step", "--procedure", "facet joint injection", "--why", "--data", here)
    assert "    Facet joint injection may be followed by radiofrequency ablation, when" in done.stdout
    assert "section 2, description, sentence 3 · aip:s2-description-3.1" in done.stdout


@pytest.mark.parametrize(
    "name", ["RFA", "radiofrequency-ablation", "Radiofrequency Ablation", "kg:radiofrequency-ablation"]
)
def test_show_by_any_name(kg: Kg, here: Path, name: str) -> None:
    done = kg("show", name, "--data", here)
    assert done.stdout.startswith("radiofrequency ablation (procedure)\n")
    assert "Also called: RFA, radiofrequency neurotomy." in done.stdout
    assert "lasting from 6 months up to 24 months" in done.stdout
    assert "cue “can”" in done.stdout


def test_the_list_of_questions(kg: Kg) -> None:
    lines = kg("ask").stdout.splitlines()
    assert lines[0].split("\t") == ["question", "what it asks", "parameters", "tags"]
    assert [
        "treatments-for",
        "Which procedures are used for a condition?",
        "--condition osteoarthritis",
        "indication look-up",
    ] in [line.split("\t") for line in lines]


def test_stats(kg: Kg, here: Path) -> None:
    assert f'"claims"\t{CLAIMS}' in kg("stats", "--data", here).stdout.splitlines()


def test_an_empty_answer_is_no_error(kg: Kg, here: Path) -> None:
    done = kg("ask", "treatments-for", "--condition", "low back pain", "--data", here)
    assert (done.returncode, done.stdout) == (0, "?procedure\t?name\n")


# The arguments; the exit code; words of the message.
MISTAKES = [
    (["query", "SELECT * { ?s ?p"], 2, "line 1, column 17"),
    (["query", "SELECT *\n{ ?s foo:bar ?o }"], 2, "unknown prefix “foo:”; known"),
    (["query", "SELECT *\n{ ?s skoss:broader ?o }"], 2, "unknown prefix “skoss:”; did you mean “skos:”?"),
    (["query", "SELECT *\n{ ?s foo:bar ?o }"], 2, "\n  { ?s foo:bar ?o }\n       ^"),
    (["query", "DELETE WHERE { ?s ?p ?o }"], 2, "the graph is read-only"),
    (["query", "SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }"], 2, "would ask another server"),
    (["query", "missing.rq"], 2, "missing.rq: no such file"),
    (["query", "ASK {}", "--format", "yaml"], 2, "unknown --format yaml"),
    (["query", "ASK {}", "--format", "turtle"], 2, "does not fit an answer of yes or no"),
    (["query", "SELECT * {}", "--format", "turtle"], 2, "does not fit an answer of rows"),
    (["query"], 2, "Missing argument"),
    (["ask", "treatment-for"], 2, "did you mean treatments-for"),
    (["ask", "treatments-for", "--condition", "osteoartritis"], 2, "did you mean “osteoarthritis”"),
    (["ask", "treatments-for", "--illness", "pain"], 2, "it takes --condition"),
    (["ask", "treatments-for", "--condition"], 2, "--condition needs a value"),
    (["ask", "treatments-for", "--condition", "pain", "--condition=neck pain"], 2, "--condition is given twice"),
    (["query", ""], 2, "the query is empty"),
    (["query", "ASK {}", "--timeout", "nan"], 2, "give a number of seconds"),
    (["query", "ASK {}", "--timeout", "1e300"], 2, "give a number of seconds"),
    (["build", "--out", "."], 2, "is the folder you are in"),
    (["query", "a" * 5000], 2, "the query is not SPARQL"),
    (["ask", "treatments-for", "pain", "pain"], 2, "no parameter is left for “pain”"),
    (["ask", "treatments-for", "--why", "--format", "json"], 2, "goes with --format table only"),
    (["ask", "--condition", "pain"], 2, "the question comes first"),
    (["show", "facet joint injektion"], 2, "did you mean “facet joint injection”"),
    (["show", "zzzzz"], 2, "unknown thing “zzzzz”"),
    (["stats", "--data", "nowhere"], 2, "nowhere: no such data folder"),
    (["build", "--data", "nowhere"], 2, "nowhere: no such data folder"),
    (["build", "--document", "nowhere.txt", "--out", "out"], 2, "nowhere.txt: no such document"),
    (["frobnicate"], 2, "No such command"),
]


@pytest.mark.parametrize(("arguments", "code", "words"), MISTAKES)
def test_a_mistake_is_explained(kg: Kg, here: Path, arguments: list[str], code: int, words: str) -> None:
    where = [] if "--data" in arguments or arguments[0] in {"frobnicate", "build"} else ["--data", str(here)]
    done = kg(*arguments[:1], *where, *arguments[1:])
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_the_guard_keeps_the_process_alive(kg: Kg, here: Path) -> None:
    done = kg("query", "-", "--data", here, input="SELECT * " + "{" * 3000 + "}" * 3000)
    assert done.returncode == 2
    assert "more than 64 brackets deep" in done.stderr


def test_check_names_file_and_line_and_counts(kg: Kg, data: Path) -> None:
    assert kg("check", "--data", data).returncode == 0
    line = edit(data, DOCUMENT, "object: heated-needle}", "object: heated-nedle}")
    done = kg("check", "--data", data)
    assert done.returncode == 1
    assert (
        f"{DOCUMENT}:{line}: s2-description-3.4: unknown thing heated-nedle; did you mean “heated-needle”?"
        in done.stdout
    )
    assert re.search(rf"^undeclared-thing +{CLAIMS} checked +1 faults$", done.stderr, re.MULTILINE)
    assert done.stderr.endswith("1 fault\n")


def test_build_with_faults_writes_nothing(kg: Kg, data: Path) -> None:
    edit(data, DOCUMENT, "certainty: May", "certianty: May")
    done = kg("build", "--data", data)
    assert done.returncode == 1
    assert "did you mean “certainty”?" in done.stderr
    assert "nothing was written" in done.stderr
    assert sorted(path.name for path in data.parent.iterdir()) == ["data"]


def test_build_verifies_the_document(kg: Kg, data: Path, document_text: Path, tmp_path: Path) -> None:
    done = kg("build", "--data", data, "--document", document_text)
    assert done.returncode == 0, done.stderr
    other = tmp_path / "changed.txt"
    other.write_text(document_text.read_text(encoding="utf-8").replace("6 months", "16 months"), encoding="utf-8")
    assert kg("check", "--data", data, "--document", other).returncode == 1


def test_another_data_folder_is_built_in_memory(kg: Kg, data: Path) -> None:
    edit(data, "concepts/agents.yaml", "Thermal energy", "Warmth")
    done = kg("show", "heat", "--data", data)
    assert "Warmth brought to tissue." in done.stdout
    assert sorted(path.name for path in data.parent.iterdir()) == ["data"]


def test_a_stale_build_is_said(kg: Kg, data: Path) -> None:
    chosen = project(data)
    build(chosen, chosen.out, [])
    time.sleep(0.05)
    edit(data, "concepts/agents.yaml", "Thermal energy", "Warmth")
    done = kg("show", "heat", "--data", data)
    assert done.returncode == 0
    assert "the build is older than its data; refresh it: kg build --data" in done.stderr


def test_a_closed_pipe_is_silent(here: Path) -> None:
    query = "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 200000"
    command = [sys.executable, "-m", "kg", "query", query, "--data", str(here)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


# Thousands of millions of rows, counted: the engine is busy for hours.
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?d && ?d != ?g) }"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C another way")
def test_ctrl_c_stops_a_query_that_runs(here: Path) -> None:
    # The query comes through standard input, so that the process is known to be past its start when it is read.
    command = [sys.executable, "-m", "kg", "query", "-", "--data", str(here)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write((RUNAWAY + " " * 60_000).encode())
        process.stdin.close()
        while cpu_seconds(process.pid) < 1:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130
        assert process.stderr.read() == b"interrupted\n"


def cpu_seconds(pid: int) -> float:
    """CPU that a process has used: enough of it means that its query is running."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_a_runaway_query_is_given_up(kg: Kg, here: Path) -> None:
    done = kg("query", RUNAWAY, "--timeout", "0.5", "--data", here)
    assert done.returncode == 3
    assert done.stderr == "kg: no answer within 0.5 s; give it more with --timeout SECONDS\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_said(here: Path) -> None:
    command = [sys.executable, "-m", "kg", "stats", "--data", str(here)]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, encoding="utf-8")
    assert done.returncode == 3
    assert done.stderr == "kg: No space left on device\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX closes the streams")
@pytest.mark.parametrize(("closed", "code"), [(">&-", 0), ("2>&-", 0), ("<&-", 2)])
def test_a_closed_stream_is_no_traceback(here: Path, closed: str, code: int) -> None:
    command = f"{shlex.quote(sys.executable)} -m kg query - --data {shlex.quote(str(here))} {closed}"
    done = subprocess.run(command, shell=True, input="ASK {}", capture_output=True, check=False, encoding="utf-8")  # noqa: S602 - the shell closes the stream
    assert "Traceback" not in done.stderr
    assert done.returncode == code


def test_help_names_every_command(kg: Kg) -> None:
    text = kg("--help", env={**os.environ, "COLUMNS": "100"}).stdout
    for name in (
        "ask",
        "build",
        "check",
        "cite",
        "explain",
        "map",
        "new",
        "path",
        "query",
        "review",
        "search",
        "show",
        "stats",
    ):
        assert f"  {name} " in text


def test_a_note_is_shown_and_reported_and_fails_nothing(kg: Kg, data: Path, tmp_path: Path) -> None:
    own = "https://w3id.org/painkg/document/another/"
    passage = {
        "id": "s1-closing-1", "start": 0, "end": 9, "sha256": "0" * 64, "normalizedSha256": "0" * 64, "normalizedLength": 9,
        "claims": [{"id": "s1-closing-1.1", "subject": "facet-joint-injection", "says": "usesAgent", "object": "steroid",
                    "polarity": "Denied", "cue": "without"}],
    }  # fmt: skip
    document = {"@context": ["https://w3id.org/painkg/ontology/context.jsonld", {"@base": own}], "id": own,
                "type": "SourceDocument", "title": "Another page", "prefix": "other", "sha256": "1" * 64, "textLength": 9,
                "passages": [passage]}  # fmt: skip
    (data / "documents" / "another.yaml").write_text(json.dumps(document), encoding="utf-8")
    done = kg("check", "--data", data)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, "0 faults, 1 note")
    assert re.fullmatch(r"note: \S+another.yaml:1: s1-closing-1.1: contested: .* \[contested-triple\]\n", done.stdout)
    done = kg("build", "--data", data, "--out", "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert "no fault; 1 to note, see the report" in done.stdout
    assert "- s1-closing-1.1: contested:" in (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
