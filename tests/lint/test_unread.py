"""Templates and variables: what something else fills in is not checked, and the rest is."""

from __future__ import annotations

import pytest

from cmesh_lint.lint.linter import Linter, Outcome
from cmesh_lint.source.files import Source
from cmesh_lint.versions import NEWEST

CEC = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata: {{name: {name}, namespace: shop}}
spec:
  resources:
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: shop/echo
    type: EDS
    connect_timeout: {timeout}
    per_connection_buffer_limit_bytes: {buffer}
    alt_stat_name: {stat}
"""


def lint(name: str = "echo", timeout: str = "5s", buffer: str = "1024", stat: str = "a") -> Outcome:
    text = CEC.format(name=name, timeout=timeout, buffer=buffer, stat=stat)
    return Linter([NEWEST]).lint(Source("x.yaml", text.encode()))


def errors(outcome: Outcome) -> list[tuple[str, int]]:
    return [(each.rule, each.place.span.line) for each in outcome.findings if each.severity == "error"]


@pytest.mark.parametrize(
    "text", ['"{{ .Values.timeout }}"', '"{{ include "a" . }}"', '"{{- if .Values.x }}"', '"{{ $x }}"']
)
def test_a_template_is_not_checked(text: str) -> None:
    outcome = lint(timeout=text.replace('"a"', "'a'"))
    assert outcome.findings == ()
    assert [(each.line, "template" in each.reason) for each in outcome.not_checked] == [(1, True)]


def test_two_braces_alone_make_no_template() -> None:
    outcome = lint(stat='"{{ user }} {{"', timeout="5 s")
    assert errors(outcome) == [("invalid-duration", 9)]
    assert outcome.not_checked == ()


@pytest.mark.parametrize("text", ["${t:=5s}", "${t:-5s}", "${t=5s}", '"${t:=5s}"', "${seconds:=5}s"])
def test_the_default_of_a_variable_counts(text: str) -> None:
    outcome = lint(timeout=text)
    assert (errors(outcome), outcome.not_checked) == ([], ())
    assert errors(lint(timeout=text.replace("5", "5 "))) == [("invalid-duration", 9)]


@pytest.mark.parametrize("text", ["${b:=1024}", '"${b:=1024}"'])
def test_a_default_is_read_again(text: str) -> None:
    assert errors(lint(buffer=text)) == []
    assert errors(lint(buffer=text.replace("1024", "true"))) != []


@pytest.mark.parametrize(("field", "line"), [("timeout", 9), ("buffer", 10), ("stat", 11)])
def test_a_variable_without_default_is_not_checked_alone(field: str, line: int) -> None:
    given = {"timeout": "5 s"} if field != "timeout" else {"buffer": "nine"}
    outcome = lint(**{field: "${x}"}, **given)
    assert [each.line for each in outcome.not_checked] == [line]
    assert [number for _, number in errors(outcome)] == [9 if field != "timeout" else 10]


def test_an_escaped_variable_is_a_text() -> None:
    outcome = lint(stat="$${x}")
    assert (errors(outcome), outcome.not_checked) == ([], ())
    assert lint(timeout="$${x}").not_checked == ()
    assert errors(lint(timeout="$${x}")) == [("invalid-duration", 9)]
