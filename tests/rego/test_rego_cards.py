"""Metadata above packages and rules."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from cmesh_lint.rego.cards import Card, CardError, Link, Parameter, cards

FULL = """\
# METADATA
# title: A title
# description: |
#   Two
#   lines.
# related_resources:
#   - https://example.org/one
#   - ref: https://example.org/two
#     description: Two
# custom:
#   id: an-id
#   severity: critical
#   why: Because.
#   default: false
#   group: routing
#   parameters:
#     longest: {description: How long., default: 15s}
#   bad: |
#     kind: X
#     metadata:
#       name: a # want: an-id "x"
package a.b
"""


def test_a_card_is_read_whole() -> None:
    card = cards(FULL).package
    assert card == Card(
        id="an-id",
        title="A title",
        description="Two\nlines.",
        severity="critical",
        why="Because.",
        bad='kind: X\nmetadata:\n  name: a # want: an-id "x"\n',
        group="routing",
        default=False,
        parameters=(Parameter("longest", "How long.", "15s"),),
        links=(Link("https://example.org/one", ""), Link("https://example.org/two", "Two")),
    )
    assert card.missing() == ("fix", "good")


def test_opa_reads_the_same_card(tmp_path: Path) -> None:
    (tmp_path / "a.rego").write_text(FULL)
    opa = shutil.which("opa")
    assert opa, "opa is not on PATH: tools/install brings it"
    told = subprocess.run([opa, "inspect", "-a", "-f", "json", tmp_path], capture_output=True, check=True)
    annotations = json.loads(told.stdout)["annotations"][0]["annotations"]
    card = cards(FULL).package
    assert card is not None
    assert (annotations["title"], annotations["description"].strip()) == (card.title, card.description)
    assert (annotations["custom"]["id"], annotations["custom"]["bad"]) == (card.id, card.bad)
    assert [link["ref"] for link in annotations["related_resources"]] == [link.url for link in card.links]


def test_the_card_of_a_rule_stands_over_that_of_its_package() -> None:
    text = """\
# METADATA
# title: The package
# custom: {id: whole, severity: info}
package a

# METADATA
# title: The rule
deny contains "x" if true

# A comment.
warn contains "y" if true
"""
    found = cards(text)
    assert found.of("deny")._replace(severity=None) == Card(id="whole", title="The rule")
    assert found.of("deny").severity == "info"
    assert found.of("warn").title == "The package"


def test_of_several_cards_above_one_rule_none_is_taken() -> None:
    block = '# METADATA\n# title: {}\ndeny contains "{}" if true\n'
    assert cards("package a\n" + block.format("One", 1) + block.format("Two", 2)).of("deny") == Card()


@pytest.mark.parametrize(
    ("metadata", "line", "message"),
    [
        ("# METADATA\n# title: [", 3, "the metadata cannot be read"),
        ("# METADATA\n# - a\n", 1, "the metadata is not a mapping"),
        ("# METADATA\n# custom: x\n", 1, "`custom` in the metadata is not a mapping"),
        ("# METADATA\n# custom: {severity: bad}\n", 1, "expected one of critical, error, warning, info"),
        ("# METADATA\n# custom: {default: 1}\n", 1, "expected true or false"),
        ("# METADATA\n# custom: {id: 1}\n", 1, "expected a string"),
        ("# METADATA\n# custom: {parameters: {a: 1}}\n", 1, "the parameter `a` in the metadata has no `description`"),
        ("# METADATA\n# related_resources: [{a: 1}]\n", 1, "has no `ref`"),
    ],
)
def test_what_is_wrong_in_metadata_is_told_with_its_line(metadata: str, line: int, message: str) -> None:
    with pytest.raises(CardError) as told:
        cards(f"{metadata}\npackage a\n")
    assert message in told.value.what
    assert told.value.line == line


def test_a_comment_that_is_no_metadata_is_none() -> None:
    assert cards("# METADATA is a word\npackage a\n") == cards("package a\n")
