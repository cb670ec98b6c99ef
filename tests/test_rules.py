"""Every rule's own examples: `bad` has exactly the findings its lines want, `good` has none at all."""

from __future__ import annotations

import pytest

from cmesh_lint.config.settings import Settings
from cmesh_lint.finding import Finding
from cmesh_lint.pipeline import of_sources
from cmesh_lint.rule import WANT, Rule
from cmesh_lint.rules import catalogue
from cmesh_lint.source.files import Source
from cmesh_lint.versions import MINORS, Version

RULES = catalogue.every()
OURS = [rule for rule in RULES if WANT.search(rule.page().bad)]


def version(rule: Rule) -> Version:
    """The newest Cilium that the rule holds for."""
    return Version.parse(rule.until or MINORS[-1])


def findings(text: str, rule: Rule) -> tuple[Finding, ...]:
    report = of_sources([Source("example.yaml", text.encode())], Settings(paths=(), cilium_versions=(version(rule),)))
    assert not report.not_checked
    return report.findings


def wants(text: str) -> list[tuple[int, str, str]]:
    """Line, rule and part of the message of every `want` comment."""
    found = [(number, match) for number, line in enumerate(text.splitlines(), 1) for match in WANT.finditer(line)]
    return [(number, match["rule"], match["text"] or "") for number, match in found]


@pytest.mark.parametrize("rule", OURS, ids=lambda rule: str(rule.id))
def test_bad_has_what_its_lines_want(rule: Rule) -> None:
    wanted = wants(rule.page().bad)
    own = [found for found in findings(rule.page().bad, rule) if found.rule == rule.id]
    assert [(found.place.span.line, found.rule) for found in own] == [
        (line, name) for line, name, _ in wanted if name == rule.id
    ]
    for found, (_, _, text) in zip(own, [each for each in wanted if each[1] == rule.id], strict=True):
        assert text in found.message


@pytest.mark.parametrize("rule", OURS, ids=lambda rule: str(rule.id))
def test_good_has_nothing_of_the_rule_and_no_error_of_any(rule: Rule) -> None:
    told = findings(rule.page().good, rule)
    assert [found.message for found in told if found.rule == rule.id] == []
    assert [(found.rule, found.message) for found in told if found.severity in ("critical", "error")] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.id))
def test_the_card_is_complete(rule: Rule) -> None:
    for text in (rule.title, rule.page().catches, rule.page().why, rule.page().bad, rule.page().good, rule.page().fix):
        assert text.strip()
    assert not rule.title.endswith(".")
    assert rule.page().catches.endswith(".")


def test_rules_that_cannot_show_a_bad_example_are_few_and_known() -> None:
    assert {rule.id for rule in RULES} - {rule.id for rule in OURS} <= UNSHOWN


UNSHOWN = {
    "file-too-large",
    "not-utf8",
    "yaml-alias-bomb",
    "yaml-too-deep",
    "yaml-alias-loop",
    "object-too-large",
    "envoy-rejects",
    "lost-stanza",
}
"""A file of megabytes and bytes that are no text have no place in a page, nor have two files; of one rule `verify` alone
speaks."""


def test_an_upstream_codec_in_a_typed_struct_is_one() -> None:
    rule = catalogue.find("upstream-codec")
    assert rule is not None
    codec = "type.googleapis.com/envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec"
    struct = '"@type": type.googleapis.com/xds.type.v3.TypedStruct, type_url: ' + codec
    plain = f'            "@type": {codec}'
    assert plain in rule.page().good
    wrapped = rule.page().good.replace(
        plain, f"            {{{struct}, value: {{}}}}".replace("            {", "            {")
    )
    assert [found.rule for found in findings(wrapped, rule) if found.rule == rule.id] == []
