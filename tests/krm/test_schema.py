"""The schemas: valid draft-07, of one mind in both engines, and good at explaining themselves."""

from __future__ import annotations

import jsonschema
import jsonschema_rs
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmesh_lint.krm import kinds, schema, shape
from cmesh_lint.krm.fields import MAP_KEYS, Schema
from cmesh_lint.krm.reading import Found, read

STANZAS = [stanza for kind in kinds.every() for example in kind.examples for stanza in yaml.safe_load_all(example)]


@pytest.mark.parametrize("name", list(schema.every()))
def test_it_is_a_schema_of_draft_07(name: str) -> None:
    made = schema.of(name)
    assert made["$schema"] == "http://json-schema.org/draft-07/schema#"
    jsonschema.Draft7Validator.check_schema(made)


JUNK = st.sampled_from([None, True, 0, -1, 2.5, "", "x", "5s", [], ["x"], {}, {"x": 1}, {"name": "x"}])


@given(st.data())
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_both_engines_agree_on_what_is_wrong(data: st.DataObject) -> None:
    """The quick one says whether, the other one what: they must not differ."""
    stanza = yaml.safe_load(yaml.safe_dump(data.draw(st.sampled_from(STANZAS))))
    kind, place = kinds.kind(stanza["kind"]), stanza
    for _ in range(data.draw(st.integers(1, 4))):
        steps = list(place) if isinstance(place, dict) else list(range(len(place))) if isinstance(place, list) else []
        if not steps:
            break
        step = data.draw(st.sampled_from(steps))
        if data.draw(st.booleans()):
            place[step] = data.draw(JUNK)
            break
        place = place[step]
    known = schema.document(kind)
    quick = shape.fits(stanza, known)
    assert (
        quick
        == jsonschema.Draft7Validator(known).is_valid(stanza)
        == jsonschema_rs.Draft7Validator(known).is_valid(stanza)
    )
    assert bool(schema.faults(kind.name, stanza)) >= (not quick)


@pytest.mark.parametrize("name", list(schema.every()))
def test_every_word_of_a_schema_is_judged_or_only_told(name: str) -> None:
    assert _words(schema.of(name)) - shape.WORDS <= TOLD


TOLD = {"$schema", "title", "description", "default", "format", "x-kubernetes-list-type", MAP_KEYS}


def _words(node: Schema) -> set[str]:
    inner = [*node.get("properties", {}).values()]
    inner += [
        node[word] for word in ("items", "additionalProperties", "propertyNames") if isinstance(node.get(word), dict)
    ]
    return set(node).union(*map(_words, inner))


@pytest.mark.parametrize(
    ("value", "known"),
    [
        (True, {"enum": [1]}),
        (True, {"type": "integer"}),
        (True, {"type": "number"}),
        (2.0, {"type": "integer"}),
        (2.5, {"type": "integer"}),
        (301.0, {"enum": [301]}),
        (0, {"minimum": 1}),
        (3, {"maximum": 2}),
        (2, {"minimum": 2, "maximum": 2}),
        ("ab", {"maxLength": 1}),
        ("", {"minLength": 1}),
        ("xa", {"pattern": "a"}),
        ("b", {"pattern": "a"}),
        ([1, 1], {"uniqueItems": True}),
        ([1], {"minItems": 2}),
        ({"a": 1}, {"minProperties": 2}),
        ({"a": 1, "b": 2}, {"maxProperties": 1}),
        ({"a": 1}, {"propertyNames": {"pattern": "^b"}}),
        ({"a": 1}, {"required": ["b"]}),
        ({"a": 1}, {"additionalProperties": False}),
        ({"a": 1}, {"additionalProperties": {"type": "string"}}),
        ({"a": 1}, {"properties": {"a": {"type": "string"}}, "additionalProperties": False}),
        ("a", {"const": "b"}),
        ("a\n", {"pattern": "^a$"}),
        (None, {"type": ["string", "object"]}),
    ],
)
def test_each_word_means_what_it_means(value: object, known: Schema) -> None:
    assert shape.fits(value, known) == jsonschema.Draft7Validator(known).is_valid(value)


@given(JUNK, JUNK, JUNK, JUNK)
def test_nothing_that_can_be_written_stops_it(kind: object, metadata: object, spec: object, version: object) -> None:
    value = {"apiVersion": version, "kind": kind, "metadata": metadata, "spec": spec}
    stanzas, complaints = read([Found(value)])
    assert bool(stanzas) != bool(complaints)
