"""A fault of the project costs the object it struck, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from cmesh_lint.decode.schema import SchemaChecker
from cmesh_lint.finding import Problem
from cmesh_lint.lint import cross_file as across
from cmesh_lint.lint import rule_runner
from cmesh_lint.lint.linter import Linter
from cmesh_lint.protobuf.walk import Message
from cmesh_lint.rule import Rule
from cmesh_lint.source.files import Source
from cmesh_lint.versions import NEWEST

FAULT = r"ZeroDivisionError in [a-z_]+(/[a-z_]+)*\.py:\d+; please report it"
CEC = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata: {{name: {name}, namespace: shop}}
spec:
  resources:
  - {{"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: {name}, nope: 1}}
"""


def test_a_judge_that_fails_loses_one_object(monkeypatch: pytest.MonkeyPatch) -> None:
    judged = SchemaChecker.check

    def check(judge: SchemaChecker, message: Message) -> object:
        if message.value.get("name") == "first":
            raise ZeroDivisionError("oops")
        return judged(judge, message)

    monkeypatch.setattr(SchemaChecker, "check", check)
    text = "---\n".join(CEC.format(name=name) for name in ("first", "second"))
    outcome = Linter([NEWEST]).lint(Source("x.yaml", text.encode()))
    (missed,) = outcome.not_checked
    assert missed.line == 1
    # What an exception says may quote the manifest, and so a secret: its place in the program says enough.
    assert re.fullmatch(rf"CiliumEnvoyConfig/shop/first: a judge failed: {FAULT}", missed.reason)
    assert ("unknown-field", 13) in [(found.rule, found.place.span.line) for found in outcome.findings]


def failing(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    """Makes a rule raise wherever it is asked."""
    right = rule_runner._rule

    def check(*about: object) -> Iterator[Problem]:
        raise ZeroDivisionError("oops")

    def rule(name: str) -> Rule:
        return right(name)._replace(check=check) if name == module else right(name)

    monkeypatch.setattr(rule_runner, "_rule", rule)


def test_a_rule_that_fails_loses_what_it_would_have_found(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, "envelope.no_namespace")
    text = CEC.format(name="first").replace(", namespace: shop", "")
    outcome = Linter([NEWEST]).lint(Source("x.yaml", text.encode()))
    (missed,) = outcome.not_checked
    assert re.fullmatch(rf"CiliumEnvoyConfig/first: the rule `no-namespace` failed: {FAULT}", missed.reason)
    assert "unknown-field" in [found.rule for found in outcome.findings]
    assert len(outcome.told) == 1


def test_a_rule_about_all_files_that_fails_loses_what_it_would_have_found(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, "repository.duplicate_object")
    source = Source("x.yaml", (CEC.format(name="first") + "---\n" + CEC.format(name="first")).encode())
    outcome = across.outcome([Linter([NEWEST]).lint(source)], [NEWEST], lambda path: source)
    for missed in outcome.not_checked:
        assert re.fullmatch(rf"the rule `duplicate-object` failed: {FAULT}", missed.reason)
    assert outcome.not_checked
