"""jsonschema-rs and python's jsonschema judge every message alike; what is certainly valid is so for them."""

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

from cmesh_lint.decode.certain import is_certainly_valid
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
    if is_certainly_valid(message.schema, message.fields):
        assert not rust, (message, rust)
    return not rust


def messages(value: dict[str, Any]) -> list[Message]:
    return list(walk((), value, SCHEMAS))


@pytest.mark.parametrize("case", cases(), ids=lambda case: str(case["name"]))
def test_the_pinned_cases(case: dict[str, Any]) -> None:
    for message in messages(resource(case)):
        same(message)


def test_the_whole_corpus() -> None:
    clean = broken = certain = 0
    for path in files():
        for value in resources_of(path):
            for message in messages(value):
                if same(message):
                    clean += 1
                    certain += message.schema is not None and is_certainly_valid(message.schema, message.fields)
                else:
                    broken += 1
    assert clean > 250
    assert broken > 5
    # Most need no engine. What is without a schema is clean as well.
    assert certain > 0.6 * clean


def resources_of(path: Path) -> list[dict[str, Any]]:
    """The resources of the CECs of a file, and none of a file that is no YAML."""
    try:
        documents = [each for each in yaml.safe_load_all(path.read_text(encoding="utf-8")) if isinstance(each, dict)]
    except yaml.YAMLError:
        return []
    specs = [each["spec"] for each in documents if isinstance(each.get("spec"), dict)]
    return [value for spec in specs for value in spec.get("resources") or () if isinstance(value, dict)]


ODD = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1,
        1.0,
        0.5,
        99,
        101,
        2**31,
        2**32,
        2**63,
        2**64,
        1e300,
        "",
        "a",
        "1",
        "5s",
        "-5s",
        "5",
    ),
    *(
        "AAAA",
        "A",
        "a b",
        "a\nb",
        "a\x00",
        "é",
        "NaN",
        "1.20.1",
        "x" * 300,
        "2030-01-31T12:00:00Z",
        "2030-02-31T12:00:00Z",
    ),
    *([], [""], ["a", "a"], ["a", "b"], [1], [1, 1.0], [{}], {}, {"": ""}, {"a": "b"}, {"1": {}}, {"a": {"b": [None]}}),
)


def test_what_is_certainly_valid_is_so_whatever_is_written() -> None:
    """Every field of every message with every odd value, alone and beside the fields that are required."""
    certain = 0
    for name in SCHEMAS.names():
        type_ = SCHEMAS.message(name)
        if type_ is None:
            continue
        validator = JUDGE.validator(type_)
        for required in (False, True):
            least = {
                each: "a" for part in type_.schema.get("allOf", ()) for each in part.get("required", ()) if required
            }
            for field in (*type_.by_name, "not_a_field"):
                for value in ODD:
                    fields = {**least, field: value}
                    if is_certainly_valid(type_, fields):
                        certain += 1
                        assert validator.is_valid(fields), (name, fields)
    assert certain > 20_000
