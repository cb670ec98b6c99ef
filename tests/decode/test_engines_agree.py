"""jsonschema-rs and python's jsonschema judge every message alike."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from cases import cases, resource
from corpora import files
from jsonschema import Draft202012Validator
from jsonschema.validators import extend

from cmesh_lint.decode.schema import SchemaChecker
from cmesh_lint.protobuf.keywords import python_keywords
from cmesh_lint.protobuf.schemas import MessageType, load
from cmesh_lint.protobuf.walk import Message, walk

SCHEMAS = load("1.20")
JUDGE = SchemaChecker(SCHEMAS)
Second = extend(Draft202012Validator, python_keywords())
Complaints = set[tuple[tuple[Any, ...], tuple[Any, ...]]]


@cache
def second(type_: MessageType) -> Any:
    return Second(type_.own())


def complaints(errors: Any, path: str) -> Complaints:
    return {(tuple(error.schema_path), tuple(getattr(error, path))) for error in errors}


def same(message: Message) -> bool:
    """Whether both engines complain of the same; asserts it."""
    if message.schema is None:
        return True
    rust = complaints(JUDGE.validator(message.schema).iter_errors(message.fields), "instance_path")
    python = complaints(second(message.schema).iter_errors(message.fields), "absolute_path")
    # For a map's keys python's engine names the map, and jsonschema-rs the key as well.
    assert {where for where, _ in rust} == {where for where, _ in python}, (message, rust, python)
    return not rust


def messages(value: dict[str, Any]) -> list[Message]:
    return list(walk((), value, SCHEMAS))


@pytest.mark.parametrize("case", cases(), ids=lambda case: str(case["name"]))
def test_the_pinned_cases(case: dict[str, Any]) -> None:
    for message in messages(resource(case)):
        same(message)


def test_the_whole_corpus() -> None:
    clean = broken = 0
    for path in files():
        for value in resources_of(path):
            for message in messages(value):
                if same(message):
                    clean += 1
                else:
                    broken += 1
    assert clean > 250
    assert broken > 5


def resources_of(path: Path) -> list[dict[str, Any]]:
    """The resources of the CECs of a file, and none of a file that is no YAML."""
    try:
        documents = [each for each in yaml.safe_load_all(path.read_text(encoding="utf-8")) if isinstance(each, dict)]
    except yaml.YAMLError:
        return []
    specs = [each["spec"] for each in documents if isinstance(each.get("spec"), dict)]
    return [value for spec in specs for value in spec.get("resources") or () if isinstance(value, dict)]
