"""What a rule may not call: told for both engines, and no way around it."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from opa_servers import opa

from cmesh_lint.config.rego import Allowed
from cmesh_lint.generate import builtins as generator
from cmesh_lint.rego import builtins, tokens
from cmesh_lint.rego.builtins import Kind

RULE = """package a

import future.keywords.and
import rego.v1
import data.x as crypto

deny contains $"a {time.now_ns()}" if { http.send({}); json.match_schema(1, 2); crypto.sha256(1) }
deny contains x if { x := f(1) with f as opa.runtime; io.jwt.decode(1); uuid.rfc4122(2); max(1) }
deny contains 1 if { f(1) with http.send as f; set_diff({1}, {2}) }
max(x) := 3
"""


NOTHING = Allowed()


def told(text: str, engine: Kind, allowed: Allowed = NOTHING) -> list[tuple[int, int, str]]:
    found = builtins.complaints([("a.rego", tokens.module(text))], engine, allowed, builtins.table())
    return [(each.line, each.column, each.message) for each in found]


NETWORK = "reaches the network, which custom rules may not do without `--allow-network`"
LACKS = "the embedded engine (Regorus 0.13.0) does not have {}; use `--opa` or `--opa-url`"


def test_complaints_on_opa() -> None:
    assert told(RULE, "opa") == [
        (7, 20, "`time.now_ns` reads the clock, which custom rules may not do without `--allow-clock`"),
        (7, 41, f"`http.send` {NETWORK}"),
        (7, 56, f"`json.match_schema` {NETWORK}"),
        (8, 42, "`opa.runtime` shows the engine's environment, which custom rules may not see"),
        (8, 73, "`uuid.rfc4122` returns a random value, which custom rules may not do without `--allow-clock`"),
        (9, 48, "`set_diff` is not a function of Rego v1"),
    ]


def test_complaints_on_the_embedded_engine() -> None:
    everything = Allowed(network=True, clock=True)
    assert told(RULE, "regorus", everything) == [
        (3, 8, LACKS.format("the keyword `and`")),
        (7, 15, LACKS.format("template strings")),
        (7, 41, LACKS.format("`http.send`")),
        (8, 42, "`opa.runtime` shows the engine's environment, which custom rules may not see"),
        (8, 55, LACKS.format("`io.jwt.decode`")),
        (9, 48, "`set_diff` is not a function of Rego v1"),
    ]


def test_what_is_allowed_is_no_complaint() -> None:
    text = "package a\n\nx := [time.now_ns(), rand.intn(1, 2)]\n\ny := http.send({})\n"
    assert [line for line, _, _ in told(text, "opa", Allowed(clock=True))] == [5]
    assert [line for line, _, _ in told(text, "opa", Allowed(network=True))] == [3, 3]
    assert told(text, "opa", Allowed(network=True, clock=True)) == []


def test_a_function_of_the_package_in_another_file_is_its_own() -> None:
    modules = [
        ("a", tokens.module("package a\n\nx := crypto.md5(1)\n")),
        ("b", tokens.module("package a\n\ncrypto.md5(x) := x\n")),
    ]
    assert list(builtins.complaints(modules, "regorus", Allowed(), builtins.table())) == []
    assert len(list(builtins.complaints(modules[:1], "regorus", Allowed(), builtins.table()))) == 1


@pytest.mark.parametrize(
    "rule", ["deny[msg] {\n\tmsg := 1\n}", 'violation[{"msg": 1}] { true }', "a = x {\n\tx := 1\n} else = 2 { true }"]
)
def test_rego_v0_is_told_and_what_makes_it_v1(rule: str) -> None:
    (complaint,) = told(f"package a\n\n{rule}\n", "regorus")
    assert complaint == (3, rule.index(" {") + 2, builtins.REGO_V0)
    assert "opa fmt --write --v0-v1" in builtins.REGO_V0


def test_the_table_is_what_both_engines_say() -> None:
    assert generator.table() == Path(builtins.__file__).with_suffix(".json").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def listening() -> Iterator[tuple[str, list[str]]]:
    """The address of a server, and the paths it was asked for."""
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *arguments: Any) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/x", asked
        server.shutdown()


SMUGGLED = [
    "x := http.send(R)",
    'x := http["send"](R)',
    "x := http[`send`](R)",
    'x := http[ # a comment\n"send" ](R)',
    'x := http["s\\u0065nd"](R)',
    "f(a) := a\n\nx := y if y := f(R) with f as http.send",
    'f(a) := a\n\nx := y if y := f(R) with f as http["send"]',
    "f(a) := a\n\nx := y if y := data.p.f(R) with data.p.f as http.send",
    "http.send(a) := 1\n\nx := http.send(R)",
    "import data.other as http\n\nx := http.send(R)",
    'http := {"send": 1}\n\nx := http.send(R)',
    "http.other(a) := 1\n\nx := http.send(R)",
    "x if { some http in [1]; http.send(R) }",
    "x if { http := 1; http.send(R) }",
    "f(http) := http.send(R)\n\nx := f(1)",
    'x := json.match_schema({}, {"$ref": "URL"})',
    'x := json.verify_schema({"$ref": "URL"})',
    'x := $"{http.send(R)}"',
    "x := $`\\{ {[1 | http.send(R)]} `",
]


@pytest.mark.parametrize("text", SMUGGLED)
def test_what_reaches_the_network_is_refused(text: str, listening: tuple[str, list[str]], tmp_path: Path) -> None:
    url, asked = listening
    request = json.dumps({"method": "get", "url": url})
    rule = "package p\n\n" + text.replace("R)", f"{request})").replace("URL", url) + "\n"
    (tmp_path / "p.rego").write_text(rule)
    asked.clear()
    subprocess.run([opa(), "eval", "-d", "p.rego", "data.p"], cwd=tmp_path, capture_output=True, check=False)
    if asked:
        assert [message for _, _, message in told(rule, "opa") if NETWORK in message]


def test_most_of_these_do_reach_it(listening: tuple[str, list[str]], tmp_path: Path) -> None:
    url, asked = listening
    asked.clear()
    (tmp_path / "p.rego").write_text(f'package p\n\nx := http.send({{"method": "get", "url": "{url}"}})\n')
    subprocess.run([opa(), "eval", "-d", "p.rego", "data.p"], cwd=tmp_path, capture_output=True, check=True)
    assert asked == ["/x"]
