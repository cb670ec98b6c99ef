"""What holds of all stanzas: their order means nothing, a stanza may be cut in two, and done is done."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cmesh_lint.krm import kinds, schema
from cmesh_lint.krm.expand import Expansion, expand
from cmesh_lint.krm.function import DONE, answer
from cmesh_lint.krm.group import STANZAS
from cmesh_lint.krm.reading import Found, read
from cmesh_lint.krm.wire import ResourceList, parse, write
from cmesh_lint.source.yaml_writer import dump
from cmesh_lint.versions import NEWEST

Object = dict[str, Any]


def renamed(kind: str, number: int, example: str) -> list[Object]:
    """The stanzas of an example, for Services of their own namespace."""
    found = list(yaml.safe_load_all(example))
    for stanza in found:
        if kinds.kind(stanza["kind"]).attached:
            stanza["metadata"]["namespace"] = f"{kind.lower()}-{number}"
        else:
            stanza["metadata"]["name"] += f"-{number}"
    return found


EVERYTHING = [
    stanza
    for kind in kinds.every()
    for number, example in enumerate(kind.examples)
    for stanza in renamed(kind.name, number, example)
]


def expanded(stanzas: list[Object]) -> Expansion:
    found, complaints = read([Found(stanza) for stanza in stanzas])
    made = expand(found, NEWEST)
    assert (complaints, made.complaints) == ((), ())
    return made


WHOLE = expanded(EVERYTHING).resources


@given(st.permutations(EVERYTHING))
@settings(max_examples=10, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_the_order_of_stanzas_means_nothing(stanzas: list[Object]) -> None:
    assert "".join(map(dump, expanded(stanzas).resources)) == "".join(map(dump, WHOLE))


@given(st.data())
@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_a_stanza_may_be_cut_in_two(data: st.DataObject) -> None:
    """A platform may own some fields, and a team the others."""
    stanza = data.draw(st.sampled_from([each for each in EVERYTHING if kinds.kind(each["kind"]).attached]))
    kind = kinds.kind(stanza["kind"])
    shared = {"targetRefs", "routes"} if kind.routed else {"targetRefs"}
    # What tells policies apart belongs to both.
    shared |= {kind.variant} if kind.variant else set()
    own = [field for field in stanza["spec"] if field not in shared]
    moved = data.draw(st.lists(st.sampled_from(own), unique=True)) if own else []
    kept, other = dict(stanza["spec"]), {field: stanza["spec"][field] for field in stanza["spec"] if field in shared}
    for field in moved:
        other[field] = kept.pop(field)
    name = {**stanza["metadata"], "name": "another"}
    cut = [{**stanza, "spec": kept}, {**stanza, "metadata": name, "spec": other}]
    beside = [each for each in EVERYTHING if each["metadata"].get("namespace") == stanza["metadata"]["namespace"]]
    rest = [each for each in beside if each is not stanza]
    assert without_provenance(expanded([*rest, *cut])) == without_provenance(expanded(beside))


def without_provenance(made: Expansion) -> str:
    found = yaml.safe_load_all("---\n".join(map(dump, made.resources)))
    return "".join(
        dump(
            {**each, "metadata": {**each["metadata"], "annotations": {**each["metadata"]["annotations"], STANZAS: ""}}}
        )
        for each in found
    )


def test_what_is_expanded_stays_as_it_is() -> None:
    asked = write(ResourceList("config.kubernetes.io/v1", tuple(EVERYTHING)))
    once = answer(asked)
    twice = answer(once.out)
    assert (once.status, twice.status, twice.out) == (DONE, DONE, once.out)
    assert parse(once.out).items == WHOLE


def test_every_object_has_a_name_of_its_own() -> None:
    names = [(each["kind"], each["metadata"].get("namespace"), each["metadata"]["name"]) for each in WHOLE]
    assert len(set(names)) == len(names)
    claimed = [
        (one["namespace"], one["name"], *one.get("ports", ()))
        for each in WHOLE
        for one in each["spec"].get("services", ())
    ]
    assert len(set(claimed)) == len(claimed)


def test_every_config_names_the_stanzas_it_is_made_of() -> None:
    stanzas = {stanza for each in WHOLE for stanza in each["metadata"]["annotations"][STANZAS].splitlines()}
    assert stanzas == {str(stanza) for stanza in read([Found(each) for each in EVERYTHING]).stanzas}


def test_every_kind_of_the_schemas_is_here() -> None:
    assert {each["kind"] for each in EVERYTHING} == set(schema.every()) - set(schema.CONFIGS)
