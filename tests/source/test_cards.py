"""The cards of the reading rules, as far as their examples can be written down as text."""

from __future__ import annotations

import re

import pytest

from cmesh_lint.rule import Rule
from cmesh_lint.rules.syntax import (
    duplicate_key,
    file_too_large,
    not_utf8,
    yaml_alias_bomb,
    yaml_alias_loop,
    yaml_syntax,
    yaml_too_deep,
    yaml_unsupported,
)
from cmesh_lint.source.documents import read
from cmesh_lint.source.files import Source

RULES = [
    module.RULE
    for module in (
        duplicate_key,
        file_too_large,
        not_utf8,
        yaml_alias_bomb,
        yaml_alias_loop,
        yaml_syntax,
        yaml_too_deep,
        yaml_unsupported,
    )
]
WANT = re.compile(r'# want: ([a-z0-9-]+) "(.*)"')


def found(text: str) -> list[tuple[int, str, str]]:
    return [(p.place.span.line, p.rule, p.message) for p in read(Source("x.yaml", text.encode())).problems]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_bad_has_exactly_what_it_wants(rule: Rule) -> None:
    lines = rule.page().bad.splitlines()
    wants = [(n, match[1], match[2]) for n, line in enumerate(lines, 1) if (match := WANT.search(line))]
    problems = found(rule.page().bad)
    assert [(line, rule_id) for line, rule_id, _ in problems] == [(line, rule_id) for line, rule_id, _ in wants]
    assert all(text in message for (_, _, message), (_, _, text) in zip(problems, wants, strict=True))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_good_can_be_read(rule: Rule) -> None:
    reading = read(Source("x.yaml", rule.page().good.encode()))
    assert (len(reading.documents), reading.problems, reading.not_checked) == (1, (), ())
