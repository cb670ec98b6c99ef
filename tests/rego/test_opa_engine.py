"""OPA as an engine: a server that others use, and one of our own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from opa_servers import Server, certificates, children, free_port, serving

from cmesh_lint.config.opa import OpaSecret, OpaSettings
from cmesh_lint.config.rego import Limits
from cmesh_lint.rego.opa.batching import batches
from cmesh_lint.rego.opa.client import Door
from cmesh_lint.rego.opa.engine import OpaEngine
from cmesh_lint.rego.opa.process import OwnOpa
from cmesh_lint.rego.types import (
    Engine,
    EngineError,
    EntryPoint,
    Failure,
    LeftBehindError,
    Module,
    ModuleError,
    Program,
    Question,
    Reply,
)

MAIN = """package main

import data.lib
import rego.v1

deny contains {"msg": lib.shown(input), "least": data.config.least} if input.a > data.config.least

warn contains to_number(input.text) if input.text
"""
LIB = """package lib

import rego.v1

shown(object) := sprintf("%v of %v", [object.a, count(data.repository.manifests)])
"""
GATEKEEPER = """package k8s["required-labels"]

violation contains {"msg": "no owner", "details": input.review.kind} if {
	not input.review.object.metadata.labels.owner
}
"""
ENDLESS = """package endless

deny contains "never" if {
	input.a == 2
	r := numbers.range(1, 3000)
	[1 | some x in r; some y in r; some z in r; x + y + z < 0][0] == 1
}
"""
CONFLICT = """package conflict

f(x) := 1 if x > 0

f(x) := 2 if x > 2

deny contains f(input.a) if input.a >= 1
"""
PROGRAM = Program(
    (Module("main.rego", MAIN), Module("lib.rego", LIB), Module("gatekeeper.rego", GATEKEEPER)),
    (EntryPoint('k8s["required-labels"]', ("violation",), "review"), EntryPoint("main", ("deny", "warn"))),
    {"owners": ["a"]},
)
REPOSITORY = '{"manifests": [1, 2, 3]}'
Opened = Callable[..., Engine]


def question(number: int, config: int = 0, **more: Any) -> Question:
    manifest = {"apiVersion": "cilium.io/v2", "kind": "CiliumEnvoyConfig", "metadata": {"name": "x"}, "a": number}
    return Question(number, json.dumps({**manifest, **more}), json.dumps({"least": config}))


def with_module(path: str, text: str, package: str) -> Program:
    entries = sorted([*PROGRAM.entries, EntryPoint(package, ("deny",))])
    return PROGRAM._replace(modules=(*PROGRAM.modules, Module(path, text)), entries=tuple(entries))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture(params=["a server", "our own"])
def opened(request: pytest.FixtureRequest, server: Server) -> Opened:
    """Both engines, by the same words."""

    def a_server(program: Program, seconds: float = 10, megabytes: int = 1024) -> Engine:
        return OpaEngine(program, REPOSITORY, OpaSettings(server.url, timeout=seconds))

    def our_own(program: Program, seconds: float = 10, megabytes: int = 1024) -> Engine:
        return OwnOpa(program, REPOSITORY, Limits(seconds, megabytes))

    return a_server if request.param == "a server" else our_own


def replies(engine: Engine, *questions: Question) -> list[Reply | Failure]:
    with engine:
        return list(engine.ask(questions))


NO_OWNER = {"msg": "no owner", "details": {"group": "cilium.io", "version": "v2", "kind": "CiliumEnvoyConfig"}}
LABELS = 'k8s["required-labels"]'


def test_answers_stand_in_the_order_of_questions_packages_and_sets(opened: Opened) -> None:
    owned = {"name": "x", "labels": {"owner": "a"}}
    told = replies(opened(PROGRAM), question(0), question(1, text="7"), question(2, config=5, metadata=owned))
    assert told == [
        Reply(0, LABELS, "violation", (NO_OWNER,)),
        Reply(1, LABELS, "violation", (NO_OWNER,)),
        Reply(1, "main", "deny", ({"least": 0, "msg": "1 of 3"},)),
        Reply(1, "main", "warn", (7,)),
    ]


def test_the_name_tells_the_version(opened: Opened) -> None:
    with opened(PROGRAM) as engine:
        assert engine.name == "opa 1.22.2"


def test_values_are_sorted_by_their_json(opened: Opened) -> None:
    module = 'package many\n\ndeny contains x if some x in ["b", {"b": 1}, 10, 9, {"a": 2}, "a", null]\n'
    program = Program((Module("many.rego", module),), (EntryPoint("many", ("deny",)),), {})
    (told,) = replies(opened(program), question(0))
    assert told == Reply(0, "many", "deny", ("a", "b", 10, 9, None, {"a": 2}, {"b": 1}))


def test_a_builtin_that_fails_costs_its_rule_on_that_manifest(opened: Opened) -> None:
    told = replies(opened(PROGRAM), *(question(n, text="x" if n == 2 else "1") for n in range(4)))
    failures = [each for each in told if isinstance(each, Failure)]
    assert failures == [
        Failure(2, "main", 'main.rego:8:15: to_number: strconv.ParseFloat: parsing "x": invalid syntax')
    ]
    assert [each.question for each in told if each.package == "main" and isinstance(each, Reply)] == [0, 1, 1, 3, 3]
    assert [each.question for each in told if each.package == LABELS] == [0, 1, 2, 3]


def test_a_conflict_costs_its_rule_on_that_manifest(opened: Opened) -> None:
    told = replies(opened(with_module("conflict.rego", CONFLICT, "conflict")), *(question(n, 9) for n in range(5)))
    of_it = [each for each in told if each.package == "conflict"]
    reason = "conflict.rego:5:1: function data.conflict.f produced conflicting values for the same inputs"
    assert of_it == [
        Reply(1, "conflict", "deny", (1,)),
        Reply(2, "conflict", "deny", (1,)),
        Failure(3, "conflict", reason),
        Failure(4, "conflict", reason),
    ]


def test_an_endless_rule_is_stopped_and_the_others_finish(opened: Opened) -> None:
    program = with_module("endless.rego", ENDLESS, "endless")
    told = replies(opened(program, seconds=0.5), *(question(n) for n in range(6)))
    assert [each for each in told if isinstance(each, Failure)] == [
        Failure(None, "endless", "it took more than 0.5 s; it was stopped")
    ]
    assert {each.question for each in told if each.package == "main"} == {1, 2, 3, 4, 5}
    assert [each.question for each in told if each.package == LABELS] == list(range(6))


def test_a_stopped_rule_stays_so_in_later_batches(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cmesh_lint.rego.opa.batching.BATCH", 100)
    program = with_module("endless.rego", ENDLESS, "endless")
    told = replies(opened(program, seconds=0.5), question(2), question(2), question(2))
    assert [each.package for each in told].count("endless") == 1


@pytest.mark.parametrize(
    "text, what",
    [
        ("package bad\n\nx := data.main.deny +\n", "bad.rego:4:1: unexpected eof token"),
        ("package bad\n\nx := data.main.deny; y := $\n", "bad.rego:3:27: illegal $ character"),
        ("package bad\n\nx := data.main.nothing(data.lib.shown) + y.z\n", "bad.rego:3:6: undefined function data.main.nothing"),
        ("package bad\n\nx contains f(y) if y := data.a\n\nf(x) := f(x)\n", "bad.rego:5:1: rule data.bad.f is recursive: data.bad.f -> data.bad.f"),
    ],
)  # fmt: skip
def test_a_module_that_does_not_load_is_named_with_its_place(opened: Opened, text: str, what: str) -> None:
    program = PROGRAM._replace(modules=(*PROGRAM.modules, Module("bad.rego", text)))
    with pytest.raises(ModuleError) as raised:
        opened(program).__enter__()
    assert str(raised.value).startswith(what)
    assert "cmesh_lint_run" not in str(raised.value)


def test_a_rule_that_means_a_variable_is_not_taken_for_another(opened: Opened) -> None:
    """`least` and `f` are names of the package, and of variables and arguments."""
    modules = (
        Module("a.rego", "package a\n\nleast := 1\n\ndeny contains f(5)\n\nf(least) := least * 2\n"),
        Module("b.rego", "package b\n\nimport data.a\n\nwarn contains x if {\n\tx := a.f(a.least)\n}\n"),
        Module(
            "c.rego", "package c\n\nimport data.a as f\n\ndeny contains [f.least, x] if {\n\tsome x in {f.least}\n}\n"
        ),
    )
    entries = (EntryPoint("a", ("deny",)), EntryPoint("b", ("warn",)), EntryPoint("c", ("deny",)))
    assert replies(opened(Program(modules, entries, {})), question(0)) == [
        Reply(0, "a", "deny", (10,)),
        Reply(0, "b", "warn", (2,)),
        Reply(0, "c", "deny", ([1, 1],)),
    ]


def test_functions_may_call_each_other_across_files_in_any_order(opened: Opened) -> None:
    modules = (
        Module("a.rego", "package a\n\ndeny contains data.b.f(input.a)\n"),
        Module("b.rego", "package b\n\nf(x) := data.c.g(x) + 1\n"),
        Module("c.rego", "package c\n\ng(x) := x * 2\n"),
    )
    assert replies(opened(Program(modules, (EntryPoint("a", ("deny",)),), {})), question(4)) == [
        Reply(4, "a", "deny", (9,))
    ]


def test_a_server_with_policies_of_its_own_keeps_them_and_its_answers(server: Server) -> None:
    server.put("policies/team/main.rego", 'package main\n\nallow if data.lib.secret == "s"\n\ndeny contains "theirs"\n')
    server.put("data/lib", '{"secret": "s"}')
    before, answer = server.everything(), server.get("data/main")
    with OpaEngine(PROGRAM, REPOSITORY, OpaSettings(server.url)) as engine:
        told = list(engine.ask([question(1)]))
        assert server.get("data/main") == answer == {"result": {"allow": True, "deny": ["theirs"]}}
        assert server.get("data/lib") == {"result": {"secret": "s"}}
    assert [each.package for each in told] == [LABELS, "main"]
    assert server.everything() == before


def test_a_rule_sees_nothing_of_what_else_is_on_the_server(server: Server) -> None:
    server.put("data/secret", '{"of": "others"}')
    module = 'package nosy\n\ndeny contains name if some name, _ in data\n\ndeny contains "found" if data.secret\n'
    program = Program((Module("nosy.rego", module),), (EntryPoint("nosy", ("deny",)),), {"mine": 1})
    # `data` whole would hold the rule itself: OPA calls that recursion, here as anywhere.
    with pytest.raises(ModuleError, match="recursive"):
        OpaEngine(program, "{}", OpaSettings(server.url)).__enter__()
    reads = 'package nosy\n\ndeny contains "found" if data.secret\n\ndeny contains data.mine\n'
    program = program._replace(modules=(Module("nosy.rego", reads),))
    assert replies(OpaEngine(program, "{}", OpaSettings(server.url)), question(0)) == [Reply(0, "nosy", "deny", (1,))]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_a_run_that_fails_leaves_nothing_behind(server: Server, error: type[BaseException]) -> None:
    before = server.everything()
    with pytest.raises(error), OpaEngine(PROGRAM, REPOSITORY, OpaSettings(server.url)) as engine:
        next(iter(engine.ask([question(1)])))
        assert server.everything() != before
        raise error
    assert server.everything() == before


def test_a_module_that_does_not_load_leaves_nothing_behind(server: Server) -> None:
    before = server.everything()
    program = PROGRAM._replace(modules=(*PROGRAM.modules, Module("bad.rego", "package bad\nx := nothing.at(all)\n")))
    with pytest.raises(ModuleError):
        OpaEngine(program, REPOSITORY, OpaSettings(server.url)).__enter__()
    assert server.everything() == before


RUN = """
import sys, time
sys.path.insert(0, {tests!r})
from test_opa_engine import *
engine = {engine}
with engine:
    print("begun", flush=True)
    time.sleep(60)
"""


def run_apart(engine: str) -> subprocess.Popen[bytes]:
    text = RUN.format(tests=str(Path(__file__).parent), engine=engine)
    process = subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout and process.stdout.readline() == b"begun\n"
    return process


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_run_that_is_told_to_end_leaves_nothing_behind(server: Server, number: signal.Signals) -> None:
    before = server.everything()
    process = run_apart(f"OpaEngine(PROGRAM, REPOSITORY, OpaSettings({server.url!r}))")
    assert server.everything() != before
    process.send_signal(number)
    process.communicate(timeout=20)
    assert server.everything() == before


def test_our_own_server_ends_with_the_run() -> None:
    process = run_apart("OwnOpa(PROGRAM, REPOSITORY, Limits())")
    own = children(process.pid)
    assert len(own) == 1
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert not any(Path(f"/proc/{pid}").exists() for pid in own)


def test_our_own_server_answers_no_one_else() -> None:
    before = children(os.getpid())
    with OwnOpa(PROGRAM, REPOSITORY, Limits()):
        (own,) = children(os.getpid()) - before
        command = Path(f"/proc/{own}/cmdline").read_text().split("\0")
        url = "http://" + command[command.index("--addr") + 1]
        with pytest.raises(EngineError, match="administrative policy"):
            OpaEngine(PROGRAM, REPOSITORY, OpaSettings(url)).__enter__()


def test_our_own_server_that_eats_all_memory_costs_one_rule() -> None:
    greedy = """package greedy

deny contains "never" if {
	input.a == 1
	r := numbers.range(1, 3000)
	count([[x, y, z] | some x in r; some y in r; some z in r]) == 1
}
"""
    program = with_module("greedy.rego", greedy, "greedy")
    told = replies(OwnOpa(program, REPOSITORY, Limits(60, 200)), *(question(n) for n in range(3)))
    (failure,) = [each for each in told if isinstance(each, Failure)]
    assert (failure.question, failure.package) == (None, "greedy")
    assert failure.reason == "it took more than 200 MB, or ended the server; it was stopped"
    assert [each.question for each in told if each.package == LABELS] == [0, 1, 2]


def test_a_server_that_ends_half_way_costs_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cmesh_lint.rego.opa.batching.BATCH", 100)
    with serving() as running, OpaEngine(PROGRAM, REPOSITORY, OpaSettings(running.url, retries=0)) as engine:
        told = engine.ask([question(n) for n in range(1, 5)])
        first = [next(told), next(told)]
        running.process.kill()
        running.process.wait()
        rest = list(told)
        assert [each.question for each in first] == [1, 1]
        assert rest == [Failure(None, None, f"no OPA responds at {running.url}")]


def test_what_cannot_be_removed_is_told() -> None:
    with serving() as running:
        engine = OpaEngine(PROGRAM, REPOSITORY, OpaSettings(running.url, retries=0))
        with pytest.raises(LeftBehindError, match="could not be removed: cmesh_lint_run_"), engine:
            running.process.kill()
            running.process.wait()


def test_no_server_is_one_sentence() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(EngineError) as raised:
        OpaEngine(PROGRAM, REPOSITORY, OpaSettings(url, retries=0)).__enter__()
    assert str(raised.value) == f"no OPA responds at {url}"


def test_what_answers_and_is_no_opa_is_one_sentence() -> None:
    from http.server import BaseHTTPRequestHandler, HTTPServer

    class Hello(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"hello")

        def log_message(self, *arguments: Any) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Hello) as hello:
        threading.Thread(target=hello.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{hello.server_port}"
        with pytest.raises(EngineError) as raised:
            OpaEngine(PROGRAM, REPOSITORY, OpaSettings(url)).__enter__()
        hello.shutdown()
    assert str(raised.value) == f"no OPA responds at {url}"


def test_without_opa_on_path_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(EngineError, match="`opa` not found in PATH; install it for `--opa`"):
        OwnOpa(PROGRAM, REPOSITORY, Limits()).__enter__()


AUTHORIZATION = """package system.authz

default allow := false

allow if input.identity == "right-and-secret"
"""


def test_a_token_opens_and_is_never_shown(tmp_path: Path) -> None:
    (tmp_path / "authz.rego").write_text(AUTHORIZATION)
    token = OpaSecret("right-and-secret")
    guarded = serving("--authentication", "token", "--authorization", "basic", "authz.rego", folder=tmp_path)
    with guarded as running:
        settings = OpaSettings(running.url, token)
        assert replies(OpaEngine(PROGRAM, REPOSITORY, settings), question(1))[1:] == [
            Reply(1, "main", "deny", ({"least": 0, "msg": "1 of 3"},))
        ]
        assert [each["id"] for each in running.everything("right-and-secret")[0]] == ["authz.rego"]
        wrong = settings._replace(token=OpaSecret("wrong-and-secret"))
        with pytest.raises(EngineError) as raised:
            OpaEngine(PROGRAM, REPOSITORY, wrong).__enter__()
    assert "secret" not in repr(settings) + str(settings) + repr(wrong) + f"{settings.token}"
    shown: BaseException | None = raised.value
    while shown:
        assert "and-secret" not in repr(shown) + str(shown)
        shown = shown.__cause__ or shown.__context__


@pytest.fixture
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A netrc with a password for all hosts, and a proxy that does not answer."""
    (tmp_path / "netrc").write_text("default login me password mine\n")
    (tmp_path / "netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")


@pytest.mark.usefixtures("surroundings")
def test_a_proxy_is_not_asked_for_this_machine(server: Server) -> None:
    assert len(replies(OpaEngine(PROGRAM, REPOSITORY, OpaSettings(server.url)), question(1))) == 2


@pytest.mark.usefixtures("surroundings")
def test_a_password_of_netrc_does_not_replace_the_token() -> None:
    from requests import Request

    session = Door(OpaSettings("http://opa.example.com", OpaSecret("ours")))._client._session
    prepared = session.prepare_request(Request("GET", "http://opa.example.com/v1/data"))
    assert prepared.headers["Authorization"] == "Bearer ours"


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    folder = tmp_path_factory.mktemp("tls")
    certificates(folder)
    tls = ("--tls-cert-file", "server.pem", "--tls-private-key-file", "server.key", "--tls-ca-cert-file", "ca.pem")
    with serving(*tls, "--authentication", "tls", scheme="https", folder=folder) as running:
        yield running, folder


def test_tls_with_certificates_on_both_sides(secured: tuple[Server, Path]) -> None:
    running, folder = secured
    ca, cert, key = (str(folder / name) for name in ("ca.pem", "client.pem", "client.key"))
    settings = OpaSettings(running.url, None, ca, cert, key)
    assert len(replies(OpaEngine(PROGRAM, REPOSITORY, settings), question(1))) == 2


@pytest.mark.parametrize("given", ["nothing", "no certificate of ours"])
def test_tls_that_does_not_hold_is_one_sentence(secured: tuple[Server, Path], given: str) -> None:
    running, folder = secured
    ca = None if given == "nothing" else str(folder / "ca.pem")
    with pytest.raises(EngineError) as raised:
        OpaEngine(PROGRAM, REPOSITORY, OpaSettings(running.url, ca_file=ca, retries=0)).__enter__()
    assert str(raised.value) in (
        f"the certificate of {running.url} cannot be verified, or it asks for a client certificate",
        f"no OPA responds at {running.url}",
    )


def test_a_run_makes_few_requests(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    from requests.sessions import Session

    made: list[str] = []
    send = Session.request

    def counted(self: Session, method: str, url: str, *more: Any, **named: Any) -> Any:
        made.append(f"{method} {url.partition('/v1/')[2].partition('?')[0].partition('_run_')[0]}")
        return send(self, method, url, *more, **named)

    monkeypatch.setattr(Session, "request", counted)
    replies(OpaEngine(PROGRAM, REPOSITORY, OpaSettings(server.url)), *(question(n) for n in range(1000)))
    assert made == [
        "GET data/system/version",
        *("PUT data/cmesh_lint", "PUT policies/cmesh_lint", "PUT policies/cmesh_lint", "POST data/cmesh_lint"),
        *("DELETE policies/cmesh_lint", "DELETE policies/cmesh_lint", "DELETE data/cmesh_lint"),
    ]


def test_batches_keep_the_order_and_hold_at_least_one() -> None:
    questions = [Question(n, "x" * size, "{}") for n, size in enumerate([3, 3, 3, 50, 1, 9])]
    assert [[each.number for each in batch] for batch in batches(questions, 10)] == [[0, 1, 2], [3], [4, 5]]
    assert list(batches([], 10)) == []
