"""Every rule's own examples: `bad` has exactly the findings its lines want, `good` has none at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from cmesh_lint.config.settings import Settings
from cmesh_lint.finding import Finding
from cmesh_lint.pipeline import of_sources
from cmesh_lint.rule import WANT, Example, Rule, holds
from cmesh_lint.rules import catalogue
from cmesh_lint.source.files import Source
from cmesh_lint.versions import MINORS, Version

RULES = catalogue.every()
OURS = [rule for rule in RULES if WANT.search(rule.page().bad)]


class Shown(NamedTuple):
    """An example of a rule, with the Cilium that it is for."""

    rule: Rule
    example: Example

    @property
    def version(self) -> Version:
        """By default the newest Cilium that the rule holds for."""
        return Version.parse(self.example.cilium or self.rule.until or MINORS[-1])


def shown(rule: Rule) -> Iterator[Shown]:
    """Its main example, then the others."""
    page = rule.page()
    if rule in OURS:
        yield Shown(rule, Example("main", page.bad, page.good))
    yield from (Shown(rule, example) for example in page.more)


SHOWN = [each for rule in RULES for each in shown(rule)]
BAD = [each for each in SHOWN if each.example.bad]
GOOD = [each for each in SHOWN if each.example.good]


def name(each: Shown) -> str:
    return f"{each.rule.id}: {each.example.title}"


def findings(text: str, version: Version) -> tuple[Finding, ...]:
    report = of_sources([Source("example.yaml", text.encode())], Settings(paths=(), cilium_versions=(version,)))
    assert not report.not_checked
    return report.findings


def wants(text: str) -> list[tuple[int, str, str]]:
    """Line, rule and part of the message of every `want` comment."""
    found = [(number, match) for number, line in enumerate(text.splitlines(), 1) for match in WANT.finditer(line)]
    return [(number, match["rule"], match["text"] or "") for number, match in found]


@pytest.mark.parametrize("each", BAD, ids=name)
def test_bad_has_what_its_lines_want(each: Shown) -> None:
    rule, wanted = each.rule, wants(each.example.bad)
    own = [found for found in findings(each.example.bad, each.version) if found.rule == rule.id]
    assert own
    assert [(found.place.span.line, found.rule) for found in own] == [
        (line, name) for line, name, _ in wanted if name == rule.id
    ], [found.message for found in own]
    for found, (_, _, text) in zip(own, [each for each in wanted if each[1] == rule.id], strict=True):
        assert text in found.message


@pytest.mark.parametrize("each", GOOD, ids=name)
def test_good_has_nothing_of_the_rule_and_no_error_of_any(each: Shown) -> None:
    reported = findings(each.example.good, each.version)
    assert [found.message for found in reported if found.rule == each.rule.id] == []
    assert [(found.rule, found.message) for found in reported if found.severity in ("critical", "error")] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.id))
def test_further_examples_have_a_title_each_and_show_something(rule: Rule) -> None:
    examples = rule.page().more
    assert all(each.title and not each.title.endswith(".") and (each.bad or each.good) for each in examples)
    assert len({each.title for each in examples}) == len(examples)
    assert all(holds(rule, each.version) for each in shown(rule))


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
    "policy-not-rendered",
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
    assert [found.rule for found in findings(wrapped, next(shown(rule)).version) if found.rule == rule.id] == []
