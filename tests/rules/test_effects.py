"""What a rule of the gate `runtime` says that happens in the cluster: one sentence of its own."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from cmesh_lint.config.settings import Settings
from cmesh_lint.finding import Finding
from cmesh_lint.pipeline import of_sources
from cmesh_lint.reports import phrases
from cmesh_lint.rule import WANT, Rule
from cmesh_lint.rules import catalogue
from cmesh_lint.source.files import Source
from cmesh_lint.versions import MINORS, Version

RULES = catalogue.every()
RUNTIME = [rule for rule in RULES if rule.gate == "runtime"]
EFFECTS = [rule for rule in RULES if rule.effect]
NAMES = ("Envoy", "Cilium", "TLS", "HTTP", "Service")
"""What a sentence may begin with in upper case."""
SHARED: frozenset[str] = frozenset()
"""Effects that several rules have, for a reason."""


def name(rule: Rule) -> str:
    return rule.id


def findings(text: str, rule: Rule) -> tuple[Finding, ...]:
    version = Version.parse(rule.until or MINORS[-1])
    return of_sources([Source("example.yaml", text.encode())], Settings(paths=(), cilium_versions=(version,))).findings


@pytest.mark.parametrize("rule", RUNTIME, ids=name)
def test_every_rule_of_the_gate_has_an_effect(rule: Rule) -> None:
    assert rule.effect


@pytest.mark.parametrize("rule", EFFECTS, ids=name)
def test_an_effect_is_a_short_sentence_without_a_full_stop(rule: Rule) -> None:
    assert len(rule.effect) <= 110
    assert rule.effect.isprintable()
    assert rule.effect == rule.effect.strip()
    assert not rule.effect.endswith(".")
    assert re.match("[a-z`]", rule.effect) or rule.effect.startswith(NAMES)


def test_no_two_rules_have_the_same_effect() -> None:
    times = Counter(rule.effect for rule in EFFECTS)
    assert {effect for effect, number in times.items() if number > 1} == SHARED


@pytest.mark.parametrize("rule", [each for each in RULES if WANT.search(each.page().bad)], ids=name)
def test_no_finding_of_a_built_in_rule_has_the_sentence_of_the_gate(rule: Rule) -> None:
    told = [each for each in findings(rule.page().bad, rule) if each.gate == "runtime"]
    assert [each.rule for each in told if phrases._COSTS["runtime"] in phrases.cost(each)] == []


@pytest.mark.parametrize(
    ("body", "consequence"),
    [
        ("", "every request passes"),
        ("\n              rules: {}", "every request is denied with 403"),
        ("\n              rules: {action: DENY}\n              matcher: {}", "only the `matcher` decides"),
    ],
)
def test_an_rbac_filter_says_what_becomes_of_requests(body: str, consequence: str) -> None:
    rule = catalogue.card("rbac-without-rules")
    kind = "envoy.extensions.filters.http.rbac.v3.RBAC\n"
    told = findings(rule.page().bad.replace(kind, kind.rstrip() + body + "\n"), rule)
    assert [consequence in each.consequence for each in told if each.rule == rule.id] == [True]


@pytest.mark.parametrize(
    ("field", "consequence"), [("max_requests", "every request gets 503"), ("max_connections", "one connection")]
)
def test_a_threshold_of_zero_says_what_envoy_does(field: str, consequence: str) -> None:
    rule = catalogue.card("threshold-zero")
    told = findings(rule.page().bad.replace("max_requests", field), rule)
    assert [consequence in each.consequence for each in told if each.rule == rule.id] == [True]


@pytest.mark.parametrize(
    ("text", "gate"),
    [
        ('common_lb_config: {healthy_panic_threshold: {value: "NaN"}}', "runtime"),
        ('common_lb_config: {zone_aware_lb_config: {routing_enabled: {value: "NaN"}}}', "runtime"),
        ('circuit_breakers: {thresholds: [{retry_budget: {budget_percent: {value: "NaN"}}}]}', "runtime"),
    ],
)
def test_nan_is_a_warning_everywhere(text: str, gate: str) -> None:
    rule = catalogue.card("nan-percentage")
    told = findings(rule.page().good.replace("    type: EDS\n", f"    type: EDS\n    {text}\n"), rule)
    assert [each.gate for each in told if each.rule == rule.id] == [gate]


def test_a_cluster_that_is_missing_says_what_happens_to_requests() -> None:
    rule = catalogue.card("cluster-of-nobody")
    told = [each for each in findings(rule.page().bad, rule) if each.rule == rule.id]
    assert ["503" in each.consequence for each in told] == [True]


def test_a_namespace_of_the_object_itself_is_refused_by_the_api_server() -> None:
    rule = catalogue.card("unknown-namespace")
    told = [each for each in findings(rule.page().bad, rule) if each.rule == rule.id]
    assert [each.gate for each in told] == ["api"]
