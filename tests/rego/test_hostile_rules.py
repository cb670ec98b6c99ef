"""Rules that do not end, cards and data of any shape, a server that leads elsewhere: each costs itself alone."""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from opa_servers import serving

from cmesh_lint.cli import run
from cmesh_lint.config.opa import OpaSecret, OpaSettings
from cmesh_lint.config.rego import Limits
from cmesh_lint.rego.cards import CardError, cards
from cmesh_lint.rego.embedded import Embedded
from cmesh_lint.rego.opa import client, process
from cmesh_lint.rego.opa.client import Door, Gone
from cmesh_lint.rego.opa.process import OwnOpa
from cmesh_lint.rego.ruleset import ruleset
from cmesh_lint.rego.sources import RuleFile
from cmesh_lint.rego.types import EngineError, EntryPoint, Failure, GivenUpError, Module, Program, Question, Reply

NESTED = "package nested\n\ndeny contains 1 if x := " + "[" * 40 + "]" * 40 + "\n"
GOOD = 'package good\n\ndeny contains "the name is taken" if input.metadata.name == "taken"\n'
MANIFEST = """apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata:
  name: taken
  namespace: default
spec:
  resources:
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: c
    connect_timeout: 1s
"""
QUESTION = Question(0, '{"metadata": {"name": "taken"}}', "{}")
QUICK = Limits(seconds=1, megabytes=500)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "good.rego").write_text(GOOD)
    (tmp_path / "policy" / "nested.rego").write_text(NESTED)
    (tmp_path / "apps").mkdir()
    (tmp_path / "apps" / "a.yaml").write_text(MANIFEST)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_rule_that_takes_too_long_to_parse_is_not_checked_and_the_others_run(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--format", "json", "--rules", "policy", "--rule-timeout", "1", "apps"]) == 3
    report = json.loads(capsys.readouterr().out)
    assert "the name is taken" in [each["message"] for each in report["findings"]]
    ((file, reason),) = [(each["file"], each["reason"]) for each in report["not_checked"]]
    assert (file, reason) == ("policy/nested.rego", "not run: it could not be loaded: it took more than 1 s")


def test_each_of_them_is_named(here: Path) -> None:
    modules = [Module(f"{number}.rego", NESTED) for number in range(2)] + [Module("good.rego", GOOD)]
    program = Program((*modules, Module("bad.rego", "package b\nx := (\n")), (EntryPoint("good", ("deny",)),), {})
    with pytest.raises(GivenUpError) as caught, Embedded(program, "{}", QUICK):
        pass
    assert caught.value.reasons == {f"{number}.rego": "it took more than 1 s" for number in range(2)}


@pytest.mark.parametrize(
    "command", [["rules", "list", "--rules", "policy"], ["rules", "test", "policy"], ["rules", "docs", "policy"]]
)
def test_what_is_made_of_rules_ends_too(here: Path, command: list[str]) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "cmesh_lint", *command], capture_output=True, text=True, timeout=50, check=False
    )
    assert "good" in told.stdout
    if command[1] != "list":
        assert "policy/nested.rego: not run: it could not be loaded" in told.stderr
        assert told.returncode in (1, 3)


def test_a_unit_test_that_takes_too_long_to_parse(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.rename("policy/nested.rego", "policy/nested_test.rego")
    Path("policy/good_test.rego").write_text("package good_test\n\ntest_it if true\n")
    run(["rules", "test", "policy"])
    printed = capsys.readouterr()
    assert "1 unit test, 0 failed" in printed.out
    assert "policy/nested_test.rego: not run: it could not be loaded" in printed.err


def test_more_answers_than_anybody_reads() -> None:
    text = ",\n".join(['"' + "x" * 1000 + '"'] * 10)
    rule = f'package large\n\ndeny contains sprintf("%d %s", [x, concat("", [\n{text}])]) if {{\n'
    rule += "  some x in numbers.range(1, 900)\n}\n"
    program = Program(
        (Module("large.rego", rule), Module("good.rego", GOOD)),
        (EntryPoint("good", ("deny",)), EntryPoint("large", ("deny",))),
        {},
    )
    with Embedded(program, "{}", Limits(10, 1000)) as engine:
        answer, failure = sorted(engine.ask([QUESTION]), key=lambda each: str(each.package))
    assert isinstance(answer, Reply)
    assert isinstance(failure, Failure)
    assert failure.reason == "more than 8 MB of results"


def test_parameters_that_the_engine_does_not_take() -> None:
    deep = '{"a": ' + "[" * 150 + "]" * 150 + "}"
    program = Program((Module("good.rego", GOOD),), (EntryPoint("good", ("deny",)),), {})
    with Embedded(program, "{}", Limits(10, 1000)) as engine:
        (failure,) = engine.ask([QUESTION._replace(config=deep)])
    assert isinstance(failure, Failure)
    assert "recursion limit" in failure.reason


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_no_process_outlives_the_run(here: Path) -> None:
    command = [sys.executable, "-m", "cmesh_lint", "--rules", "policy", "--rule-timeout", "50", "apps"]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    children = _eventually(lambda: _children(running.pid))
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert _eventually(lambda: not any(map(_runs, children)))


def _children(pid: int) -> list[int]:
    """Those that stay: git and others come and go."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    before = listed.read_text().split()
    time.sleep(0.5)
    return [int(each) for each in listed.read_text().split() if each in before]


def _runs(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def _eventually(what: Any) -> Any:
    for _ in range(500):
        if found := what():
            return found
        time.sleep(0.01)
    return None


DATA = [
    ("data.json", b"[" * 100_000),
    ("data.json", b'{"a": ' + b"[" * 120 + b"]" * 120 + b"}"),
    ("data.json", b'{"a": NaN}'),
    ("data.json", b'{"a": 1e400}'),
    ("data.json", b'{"a": -Infinity}'),
    ("data.json", b'{"a": ' + b"9" * 5_000 + b"}"),
    ("data.json", b'{"a": "\\ud800"}'),
    ("data.json", b"\xff"),
    ("data.yaml", b"[" * 100_000),
    ("data.yaml", b"a: .nan"),
    ("data.yaml", b"a: &a [*a]"),
    ("data.yaml", b"\xff"),
    ("data.yaml", b"a: &a [x]\n" + b"".join(b"%c: &%c [%s]\n" % (c, c, b", ".join([b"*%c" % (c - 1)] * 9)) for c in range(98, 112))),
    ("a/" * 150 + "data.json", b"{}"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content"), DATA)
def test_data_that_no_engine_takes_is_told(name: str, content: bytes) -> None:
    found = ruleset([RuleFile("good.rego", "good.rego", GOOD.encode()), RuleFile(name, name, content)])
    (missed,) = found.not_checked
    assert missed.reason.startswith("its data cannot be read: ")
    with Embedded(found.program, "{}", QUICK) as engine:
        assert len(list(engine.ask([QUESTION]))) == 1


def test_data_of_yaml_that_is_no_json() -> None:
    found = ruleset([RuleFile("data.yaml", "data.yaml", b"d: 2024-01-01\ny: 1\n2: [n]\n")])
    assert found.program.data == {"d": "2024-01-01", "y": 1, "2": ["n"]}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.text(max_size=6) | st.binary(max_size=3),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["title", "description", "custom", "id", "severity", "default", "parameters", "related_resources"]
            ),
            below,
            max_size=5,
        )
    ),
)


@settings(max_examples=200, deadline=None)
@given(VALUES.map(yaml.safe_dump) | st.text(st.sampled_from("ab: []{}&*!|>%@`'\"\\#-?,\n\t<1.e~"), max_size=60))
def test_any_metadata_is_a_card_or_an_error_with_its_line(text: str) -> None:
    block = "".join(f"# {line}\n" for line in text.split("\n"))
    module = f"# METADATA\n{block}package a\n"
    try:
        found = cards(module)
    except CardError as error:
        assert 1 <= error.line <= module.count("\n") + 1
        assert len(error.what) < 400
        return
    assert found.package is None or found.package.as_rule("a", "error")


@pytest.mark.parametrize(
    "metadata",
    [
        "[" * 100_000,
        "{a: " * 100_000,
        "a: &a [x]\n# b: &b [*a, *a]\n# c: &c [*c]",
        "title: .inf",
        "custom: {severity: [" + "a, " * 1000 + "]}",
        "custom: {parameters: {" + "x" * 1000 + ": 1}}",
    ],
)
def test_metadata_of_any_shape_costs_its_file(metadata: str) -> None:
    rule = f"# METADATA\n# {metadata}\npackage a\n\ndeny contains 1 if true\n"
    found = ruleset([RuleFile("a.rego", "a.rego", rule.encode()), RuleFile("good.rego", "good.rego", GOOD.encode())])
    assert [each.file for each in found.not_checked] == ["a.rego"]
    assert len(found.not_checked[0].reason) < 400
    assert [each.rule.id for each in found.rules] == ["good"]


def test_many_cards_take_no_longer_each() -> None:
    """Run in a process of its own, as the time would otherwise be all that tells."""
    program = (
        "from cmesh_lint.rego.ruleset import ruleset; from cmesh_lint.rego.sources import RuleFile; "
        "text = 'package a\\n' + ''.join(f'# METADATA\\n# title: x\\ndeny_{n} contains 1 if true\\n' for n in range(20000)); "
        "print(len(ruleset([RuleFile('a.rego', 'a.rego', text.encode())]).rules))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, timeout=40)
    assert told.stdout == b"20000\n"


@contextlib.contextmanager
def answering(handler: type[http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_takes_the_token_along(status: int) -> None:
    with serving() as elsewhere:

        class Leading(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(status)
                self.send_header("Location", elsewhere.url + self.path)
                self.end_headers()

            do_POST = do_PUT = do_GET  # noqa: N815

            def log_message(self, *_: Any) -> None:
                pass

        with answering(Leading) as url:
            door = Door(OpaSettings(url, OpaSecret("right-and-secret"), retries=0))
            for ask in (door.version, lambda: door.ask("a", {}), lambda: door.put_data("a", {})):
                with pytest.raises(Gone, match="redirects to another address, which is not followed"):
                    ask()
            door.close()
        assert elsewhere.everything()[1] == {}


def test_an_answer_that_never_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_LONGEST", 1 << 20)

    class Endless(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            with contextlib.suppress(OSError):
                while True:
                    self.wfile.write(bytes(1 << 16))

        def log_message(self, *_: Any) -> None:
            pass

    with answering(Endless) as url:
        door = Door(OpaSettings(url, retries=0))
        with pytest.raises(client.Refused, match="its response exceeds 1 MiB"):
            door.version()
        door.close()


FLOOD = """#!/bin/sh
echo "$$" >> '{pids}'
[ "$1" = check ] || {{ echo no >&2; exit 1; }}
{does}
"""


@pytest.mark.parametrize("does", ["exec yes", "exec sleep 1000", "sleep 1000 & sleep 1000"])
def test_a_check_that_does_not_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str) -> None:
    program = tmp_path / "bin" / "opa"
    program.parent.mkdir()
    program.write_text(FLOOD.format(pids=tmp_path / "pids", does=does))
    program.chmod(0o755)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    monkeypatch.setattr(process, "_START", 1.0)
    with pytest.raises(EngineError), OwnOpa(Program((Module("good.rego", GOOD),), (), {}), "{}", QUICK):
        pass
    assert list((tmp_path / "temporary").iterdir()) == []
    groups = (tmp_path / "pids").read_text().split()
    assert groups
    assert not _running(set(map(int, groups)))


def _running(groups: set[int]) -> list[str]:
    """Processes of these groups that run; one that nobody waits for may be listed for ever."""
    told = subprocess.run(["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in told.splitlines()]
    return [" ".join(row) for row in rows if int(row[0]) in groups and not row[1].startswith("Z")]


def test_no_program_of_the_repository_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "opa").write_text(f"#!/bin/sh\ntouch '{tmp_path}/started'\n")
    (tmp_path / "opa").chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f".:{os.pathsep}{os.environ['PATH']}")
    program = Program((Module("good.rego", GOOD),), (EntryPoint("good", ("deny",)),), {})
    with OwnOpa(program, "{}", Limits(10, 1000)) as engine:
        assert engine.name.startswith("opa 1")
    assert not (tmp_path / "started").exists()


@pytest.mark.parametrize(
    "command",
    [["rules", "list"], ["rules", "show", "odd"], ["explain", "odd"], ["explain", "--full", "odd"], ["rules", "test"]],
)
def test_nothing_hidden_in_a_card_is_printed(
    here: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    card = (
        '# METADATA\n# title: "a\\e[31m\\u202Eb"\n# custom: {id: odd, why: "c\\e[31m\\u2066d", bad: "x", good: "x"}\n'
    )
    Path("policy/good.rego").write_text(f"{card}{GOOD}")
    Path("policy/nested.rego").write_text("package \x1b[31m\u202e\n")
    (here / ".cmesh-lint.yaml").write_text("rules: [policy]\n")
    run([*command, "policy"] if command[-1] == "test" else command)
    printed = capsys.readouterr()
    text = printed.out + printed.err
    assert text
    assert all(each == "\n" or each.isprintable() for each in text)
