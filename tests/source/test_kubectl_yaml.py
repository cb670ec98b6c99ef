"""The reader against the golden table of what kubectl's own YAML library says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cmesh_lint.syntax.chunks import chunks
from cmesh_lint.syntax.errors import UnreadableError
from cmesh_lint.syntax.parts import parts
from cmesh_lint.syntax.yaml_scalars import INT64

TABLE = json.loads(Path(__file__).with_name("kubectl_yaml.json").read_text(encoding="utf-8"))["cases"]
STRICTER = {"document: anchor twice"}
"""Readable by kubectl and not by us: we say so instead of finding fault."""


LONE_TAG = {'tagged ! "5"', "tagged ! 5", "tagged ! yes"}
"""libyaml does not tell a lone `!`, which makes a string, from no tag at all."""


def read(text: str) -> Any:
    text = text.removeprefix("\ufeff")
    chunk = next(chunks(text), None)
    values = [part.value for part in parts(text[chunk.start : chunk.end], False)] if chunk else [None]
    assert len(values) == 1
    return values[0]


def types(value: Any) -> Any:
    """The value with its types beside it: 1, 1.0 and True are equal in Python."""
    if isinstance(value, dict):
        return {key: types(item) for key, item in value.items()}
    if isinstance(value, list):
        return [types(item) for item in value]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return "number", float(value), isinstance(value, int) and value in INT64 and value
    return type(value).__name__, value


@pytest.mark.parametrize("name", [name for name in TABLE if name not in STRICTER | LONE_TAG])
def test_reads_what_kubectl_reads(name: str) -> None:
    case = TABLE[name]
    if "error" in case:
        with pytest.raises(UnreadableError):
            read(case["yaml"])
    else:
        assert types(read(case["yaml"])) == types(case["json"])


@pytest.mark.parametrize("name", sorted(STRICTER))
def test_what_only_kubectl_reads_breaks_no_rule(name: str) -> None:
    assert "json" in TABLE[name]
    with pytest.raises(UnreadableError) as raised:
        read(TABLE[name]["yaml"])
    assert raised.value.rule is None
