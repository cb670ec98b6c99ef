"""Tokens of Rego, held against OPA's own parser on every module of its own cases."""

from __future__ import annotations

import json
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opa_servers import opa

from cmesh_lint.generate.rego_conformance import cases
from cmesh_lint.rego import tokens

MODULE = """# METADATA
# title: data.no
package a["b-c"].d.if

import rego.v1
import data.foo.bar as baz
import data.x["y z"].w
import input.review

default allow := false
allow if
  input.x == 1
deny contains $"a {data.q["k"]} b { {"x": data.z} } \\{ data.no" if { true }
deny_tls[msg] { msg := `raw "data.no" { ` }
warn.x := 1
violation contains {"msg": msg} if { some i; input.a[i].data == data.a[i].b["c"] } else := data
f.g(x) := 1
w := $`x { data["a"]
 } data.no {data.b}`
warn_a contains f.g(input)["data"] with f.g as http.send
"""


def test_what_a_module_tells() -> None:
    told = tokens.module(MODULE)
    assert told.package == ("a", "b-c", "d", "if")
    assert told.imports == (
        (("rego", "v1"), "v1"),
        (("data", "foo", "bar"), "baz"),
        (("data", "x", "y z", "w"), "w"),
        (("input", "review"), "review"),
    )
    assert told.heads == ("allow", "deny", "deny_tls", "violation", "w", "warn_a")
    assert told.functions == ("f.g",)
    assert tokens.entries(told.heads) == ("deny", "deny_tls", "violation", "warn_a")
    assert tokens.reviews(told.tokens)


def test_every_ref_has_its_place() -> None:
    refs = [ref for ref in tokens.refs(tokens.module(MODULE).tokens) if ref.parts[0] == "data"]
    assert [(*ref.parts, ref.line, ref.column) for ref in refs] == [
        ("data", "foo", "bar", 6, 8),
        ("data", "x", "y z", "w", 7, 8),
        ("data", "q", "k", 13, 20),
        ("data", "z", 13, 43),
        ("data", "a", 16, 65),
        ("data", 16, 92),
        ("data", "a", 18, 12),
        ("data", "b", 19, 13),
    ]


@pytest.mark.parametrize(
    "name, asked",
    [("deny", True), ("warn_a_1", True), ("violation", True), ("deny_", False), ("denying", False), ("xdeny", False)],
)
def test_the_names_that_are_asked_are_those_of_conftest(name: str, asked: bool) -> None:
    assert bool(tokens.entries([name])) is asked


@pytest.mark.parametrize(
    "text", ["", "package", 'x := "', "x := `", '$"{', '$"{{', "}", '$"\\', "\x00\ufeffé", "a[", 'a["']
)
def test_what_is_no_rego_gives_tokens_all_the_same(text: str) -> None:
    assert tokens.module(text).package == ()


@given(st.text(st.sampled_from('ab_."`$\\{}[]() \n#:=19é|')))
def test_tokens_and_white_space_are_the_whole_text(text: str) -> None:
    at = 0
    for token in tokens.tokens(text):
        assert text[at : token.offset].strip(" \t\r\n") == ""
        assert text[token.offset : token.end] == token.text
        lines = text[: token.offset].split("\n")
        assert (token.line, token.column) == (len(lines), len(lines[-1]) + 1)
        at = token.end
    assert text[at:].strip(" \t\r\n") == ""


PARSED = '[object.get(out, "module", null) | some text in input; out := {k: m | some k in ["module"]; m := rego.parse_module("m", text)}]'  # fmt: skip


def test_packages_and_heads_are_those_that_opa_sees() -> None:
    modules = sorted({text for case in cases() for text in case.modules})
    asked = subprocess.run(
        [opa(), "eval", "-I", "-f", "json", PARSED],
        input=json.dumps(modules),
        capture_output=True,
        text=True,
        check=True,
    )
    parsed = json.loads(asked.stdout)["result"][0]["expressions"][0]["value"]
    assert sum(each is not None for each in parsed) > 2000
    for text, module in zip(modules, parsed, strict=True):
        if module is not None:
            told = tokens.module(text)
            assert told.package == tuple(step["value"] for step in module["package"]["path"][1:]), text
            named = {told.tokens[at].text for at in told.begins}
            heads = {_first(rule["head"]) for rule in module.get("rules", ())}
            assert named == heads - tokens.KEYWORDS, text
            assert not list(tokens.bodies_of_v0(told)), text


def _first(head: dict[str, object]) -> object:
    ref = head.get("ref")
    return ref[0]["value"] if isinstance(ref, list) else head["name"]
