"""Our model of the agent comes to what the real agent comes to: gate by gate, resource by resource."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from cmesh_lint.agent import transform
from cmesh_lint.agent.deep import Deep
from cmesh_lint.agent.effective import Effective, Stop
from cmesh_lint.agent.published import service_ports
from cmesh_lint.protobuf.schemas import load
from cmesh_lint.source.manifests import Manifest
from cmesh_lint.versions import Version

from . import further_edits  # noqa: F401  (registers its kinds)
from .agent import Agent, Verdict
from .corpus import configs, documents
from .mutants import OF_THE_ENVELOPE, mutants

Json = Any
Agents = Callable[[str], Agent]
MINORS = ("1.18", "1.19", "1.20")
FIRST_PORT = 1000
"""What the ports of `tools/agent` begin with."""
SEED, COUNT = 20, 1500
TYPES = {noun.kind: type_url for type_url, noun in transform.NOUNS.items()}
EXACT = {"unsupported-type", "unnamed", "duplicate-name", "equal-matches"}
LATE = {"equal-matches", "missing-internal-listener", "upstream-filters"}
"""Reasons met after all resources were read: of several the agent meets any first."""


def cases() -> list[Json]:
    """CECs that lead the agent through every branch of its parser."""
    (found,) = documents(Path(__file__).with_name("agent_cases.yaml")).values()
    return list(found)


def published_configs() -> list[Json]:
    return [value for _, value in configs() if isinstance(value.get("spec"), dict)]


@pytest.mark.parametrize("minor", MINORS)
def test_our_own_cases(agents: Agents, minor: str) -> None:
    assert compared(agents(minor), minor, cases()) == {"ok", "refused", "crash"}


@pytest.mark.parametrize("minor", MINORS)
def test_the_corpus(agents: Agents, minor: str) -> None:
    assert compared(agents(minor), minor, published_configs()) == {"ok", "dropped", "refused"}


@pytest.mark.parametrize("minor", MINORS)
def test_mutants_of_our_own_cases(agents: Agents, minor: str) -> None:
    found = edited(cases(), minor)
    assert compared(agents(minor), minor, found) == {"ok", "dropped", "refused", "crash"}


@pytest.mark.parametrize("minor", MINORS)
def test_mutants_of_the_corpus(agents: Agents, minor: str) -> None:
    found = edited(published_configs(), minor)
    assert compared(agents(minor), minor, found) >= {"ok", "dropped", "refused"}


def edited(objects: Sequence[Json], minor: str) -> list[Json]:
    """Mutants that the API server lets through to the agent, as far as the kind of edit tells."""
    # protojson of Cilium up to 1.19 takes a number in a text up to the first character that ends one: "80%" is 80.
    # The schemas of all versions refuse it, as 1.20 does: a known difference, in what nobody means to write.
    left_out = OF_THE_ENVELOPE | ({"command-in-a-text"} if minor == "1.19" else set())
    return [mutant.object for mutant in mutants(objects, SEED, COUNT) if mutant.kind not in left_out]


def compared(agent: Agent, minor: str, objects: Sequence[Json]) -> set[str]:
    """The gates that the agent and our model agree on; asserts that they agree on everything."""
    model, deep = transform.Agent(Version.parse(minor)), Deep(load(minor))
    gates: set[str] = set()
    for given, verdict in zip(objects, agent.judge(objects), strict=True):
        if verdict.typed_decode:
            continue  # it never comes to the parser
        ours = model.effective(manifest(given), first_port=FIRST_PORT)
        assert said(ours) == heard(verdict), given
        if ours.stops:
            assert any(speaks_of(stop, verdict) for stop in first_ones(ours.stops)), (ours.stops, verdict.refused)
        else:
            assert sent(ours) == received(verdict, deep), given
        gates.add(ours.gate)
    return gates


def manifest(value: Json) -> Manifest:
    """A manifest of no document: nobody asks where anything stands."""
    metadata = value["metadata"]
    namespace = metadata.get("namespace", "")
    return Manifest(None, (), value["apiVersion"], value["kind"], namespace, metadata["name"], value)  # type: ignore[arg-type]


def said(ours: Effective) -> Json:
    envelope = ours.envelope
    dropped = {each.resource.index for each in ours.dropped if each.resource.value}
    flags = envelope.is_l7lb, envelope.inject_filters, envelope.use_original_source
    return ours.gate, dropped, tuple(envelope.owner), flags


def heard(verdict: Verdict) -> Json:
    told = verdict.arguments
    gate = "crash" if verdict.crash else "refused" if verdict.refused else "dropped" if verdict.dropped else "ok"
    flags = told["is_l7lb"], told["inject_cilium_filters"], told["use_original_source_address"]
    return gate, set(verdict.dropped), (told["namespace"], told["name"]), flags


def first_ones(stops: Sequence[Stop]) -> Iterable[Stop]:
    """The stops that the agent may meet first."""
    return stops[:1] if stops[0].reason not in LATE else stops


def speaks_of(stop: Stop, verdict: Verdict) -> bool:
    if stop.gate == "crash":
        return verdict.crash == stop.message
    words = verdict.refused.removeprefix("ParseResources: ")
    if stop.reason in EXACT:
        return words == stop.message
    if stop.reason == "node-selector":
        # Kubernetes' own words, which begin with the field.
        return words.startswith(("key: ", "values", "operator: ", "<nil>: ")) or "label selector operator" in words
    # What follows quotes the resource in Go's words.
    return words.startswith(stop.message.split(": ")[0])


def sent(ours: Effective) -> Json:
    resources = {kind: {one.name: one.value for one in ours.sent if one.kind == kind} for kind in TYPES}
    ports = {name: sorted(wanted) for name, wanted in service_ports(ours.envelope).items()}
    return resources, ours.ports, ours.allocated, ports


def received(verdict: Verdict, deep: Deep) -> Json:
    resources: dict[str, dict[str, Json]] = {kind: {} for kind in TYPES}
    for kind, found in verdict.resources.items():
        for one in found:
            value = deep.any({"@type": TYPES[kind], **one})
            del value["@type"]
            resources[kind][value["cluster_name" if kind == "endpoints" else "name"]] = value
    ports = {name: sorted(wanted) for name, wanted in verdict.service_ports.items()}
    return resources, verdict.listeners, set(verdict.allocated), ports
