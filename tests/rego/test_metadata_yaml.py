"""Metadata of rules in Rego against the real OPA: the words that two versions of YAML read differently."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from rego.shipped import program

from cmesh_lint.rego import metadata_yaml
from cmesh_lint.rego.cards import CardError, cards

WORDS = ["yes", "No", "ON", "off", "y", "n", "12:30", "12:30:45", "0o14", "true", "False", "1_000", "0x1F", "~", '"no"']
PLACES = ["x: {}", "x: [{}, a]", "x: {{a: {}}}", "x:\n  - {}", "x: {} "]


@pytest.mark.parametrize("place", PLACES)
def test_words_mean_what_they_mean_to_opa(place: str, tmp_path: Path) -> None:
    blocks = [place.format(word) for word in WORDS]
    said = opa_reads(tmp_path, blocks)
    for block, theirs in zip(blocks, said, strict=True):
        if metadata_yaml.is_read_otherwise(block):
            assert metadata_yaml.read(block) == theirs, block


def opa_reads(folder: Path, blocks: list[str]) -> list[Any]:
    """What OPA has as `custom`, of each block."""
    for number, block in enumerate(blocks):
        lines = "".join(f"#   {line}\n" for line in block.splitlines())
        text = f"# METADATA\n# custom:\n{lines}package p{number:02}\n"
        (folder / f"{number:02}.rego").write_text(text, encoding="utf-8")
    command = [program("opa"), "inspect", "--annotations", "--format", "json", str(folder)]
    found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["annotations"]
    found.sort(key=lambda each: str(each["location"]["file"]))
    return [each["annotations"]["custom"] for each in found]


def test_a_title_may_be_a_word_that_yaml_1_1_takes_for_a_boolean() -> None:
    card = cards("# METADATA\n# title: Off\n# description: yes\npackage a\n").package
    assert card is not None
    assert (card.title, card.description) == ("Off", "yes")


def test_what_is_wrong_is_on_its_line() -> None:
    with pytest.raises(CardError) as raised:
        cards("\n# METADATA\n# title: off\n# description: [\npackage a\n")
    assert raised.value.line in (4, 5)
