"""The exported schemas and our judge say the same of decoding and constraints, but for what is listed here.

Not said by the schemas: what lies in a message that stands in an `Any` and configures no extension of the release's
Envoy; and whether a number in a string is whole, or in its range.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from conformance import further_edits  # noqa: F401  (registers its kinds)
from conformance.corpus import configs
from conformance.mutants import AROUND_THE_RESOURCES, mutants
from exported import NEWEST, bad_spec, config
from jsonschema import Draft7Validator
from test_kubeconform import CASES

from cmesh_lint.decode.anys import TOP
from cmesh_lint.decode.schema import SchemaChecker
from cmesh_lint.export import places
from cmesh_lint.finding import Problem
from cmesh_lint.protobuf import wellknown
from cmesh_lint.protobuf.schemas import load
from cmesh_lint.protobuf.walk import Message, walk

SCHEMAS = load(NEWEST)
JUDGE = SchemaChecker(SCHEMAS)
DESCRIBED = {*TOP, *places.load(SCHEMAS).configurations()}
MUTANTS = 1500


@pytest.fixture(scope="module")
def exported(schemas: Path) -> Any:
    """Kind → the schema."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in (schemas / "cilium.io").iterdir()]
    return {schema["title"]: schema for schema in found}


def is_described(message: Message | None) -> bool:
    """Whether the schemas say what may stand in a message: it, or what holds it, is no payload they leave open."""
    while message is not None:
        above = message.parent
        payload = above is not None and above.type == wellknown.ANY and message.type != wellknown.ANY
        if payload and message.type not in DESCRIBED:
            return False
        message = above
    return True


def is_number_in_a_string(problem: Problem, value: Any) -> bool:
    """Whether a pattern passes the text, which has the form of a number."""
    for step in problem.route:
        value = value[step]
    in_a_string = isinstance(value, str) and not value.endswith("s")
    return in_a_string and problem.rule in {"invalid-number", "value-out-of-range"}


def problems(value: Any) -> list[Problem]:
    """What the judge finds in the messages that the schemas describe."""
    return [
        problem
        for index, resource in enumerate(value["spec"]["resources"])
        for message in walk(("spec", "resources", index), resource, SCHEMAS)
        if is_described(message)
        for problem in JUDGE.check(message)
        if problem.rule != "deprecated-field"  # a remark: the schemas take such a field, as the agent does
    ]


def agree(valid: bool, value: Any) -> bool:
    found = problems(value)
    return all(is_number_in_a_string(each, value) for each in found) if valid else bool(found)


def objects() -> list[Any]:
    """The objects of the corpus that have resources, without what the envelope has to say."""
    found = []
    for _, value in configs():
        spec = value.get("spec")
        if value.get("apiVersion") == "cilium.io/v2" and isinstance(spec, dict) and spec.get("resources"):
            found.append({**value, "metadata": {"name": "x"}, "spec": {"resources": spec["resources"]}})
    return found


def test_python_s_jsonschema_on_the_corpus(exported: Any) -> None:
    validators = {kind: Draft7Validator(schema) for kind, schema in exported.items()}
    found = objects()
    valid = [validators[value["kind"]].is_valid(value) for value in found]
    assert [value for value, taken in zip(found, valid, strict=True) if not agree(taken, value)] == []
    assert set(valid) == {True, False}


@pytest.mark.parametrize("case", [case for case in CASES if "spec" not in case], ids=lambda case: str(case["name"]))
def test_the_judge_refuses_what_the_schemas_refuse(case: Any) -> None:
    assert problems(config(bad_spec(case)))


def test_mutants_of_the_corpus(exported: Any) -> None:
    validators = {kind: jsonschema_rs.Draft7Validator(schema) for kind, schema in exported.items()}
    apart = []
    taken = 0
    for mutant in mutants(objects(), seed=1, count=MUTANTS, minor=NEWEST):
        if mutant.kind in AROUND_THE_RESOURCES or not all(
            isinstance(each, dict) for each in mutant.object["spec"]["resources"]
        ):
            continue  # no message of the resources is concerned
        valid = validators[mutant.object["kind"]].is_valid(mutant.object)
        taken += valid
        if not agree(valid, mutant.object):
            apart.append((mutant, valid, problems(mutant.object)))
    assert apart == []
    assert MUTANTS / 4 < taken < MUTANTS * 3 / 4
