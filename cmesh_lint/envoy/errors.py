"""Which resources of a delivery Envoy rejects, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from .batches import outcomes
from .bootstrap import bootstrap
from .delivery import Delivery, name_of, stand_in
from .process import Envoy, Validation

Json = Any


class Objection(NamedTuple):
    """A resource that Envoy rejects."""

    kind: str
    """`listeners`, `routes`, …; empty where Envoy does not say which resource it means."""
    name: str
    message: str
    answered: bool = True
    """Whether Envoy gave an answer at all."""
    of_file: bool = False
    """Whether it is about a file that the resource names."""


def objections(envoy: Envoy, delivery: Delivery, first: Validation | None = None) -> Iterator[Objection]:
    """Everything Envoy has against a delivery. Raises UnusableError.

    It stops at the first fault it meets, so what is found is taken away and the rest is shown again. `first`: what it
    says of the whole, where that is known. Where it gives no answer, it is not asked again.
    """
    if first is not None and not first.answered:
        yield _objection("", {}, first)
        return
    for kind in ("clusters", "endpoints"):
        # What is served to them is left out: whether that is good is a question of its own.
        alone = [delivery.only(**{kind: [resource]}) for resource in delivery.of(kind)]
        for resource, said in zip(delivery.of(kind), outcomes(envoy, alone), strict=True):
            if not said.ok:
                yield _objection(kind, resource, said)
                delivery = _without(delivery, kind, resource)
    while not (said := _shown(envoy, delivery)).ok:
        kind, resource, why = _culprit(envoy, delivery, said) if said.answered else ("", {}, said)
        yield _objection(kind, resource, why)
        if not kind:
            return
        delivery = _without(delivery, kind, resource)


def _culprit(envoy: Envoy, delivery: Delivery, said: Validation) -> tuple[str, Json, Validation]:
    """Kind, resource and reason of one fault in a delivery whose clusters are good by themselves."""
    clusters = delivery.of("clusters")
    listener = next((each for each in delivery.of("listeners") if said.listener == each.get("name")), None)
    shown = delivery.only(clusters=clusters, listeners=[listener] if listener else [])
    bare = _shown(envoy, shown)
    if listener and not bare.ok:
        return "listeners", listener, bare
    for kind in ("routes", "secrets"):
        for resource in delivery.of(kind):
            served = _shown(envoy, shown._replace(resources={**shown.resources, kind: [resource]}))
            if not served.ok:
                return kind, resource, served
    return ("listeners", listener, said) if listener else ("", {}, said)


def _objection(kind: str, resource: Json, said: Validation) -> Objection:
    return Objection(kind, name_of(kind, resource), said.message, said.answered, said.of_file)


def _shown(envoy: Envoy, delivery: Delivery) -> Validation:
    return envoy.validate(bootstrap([delivery]))


def _without(delivery: Delivery, kind: str, gone: Json) -> Delivery:
    """The delivery without a resource; a stand-in for a cluster, for what refers to it."""
    kept = [each for each in delivery.of(kind) if each is not gone]
    if kind == "clusters":
        kept.append(stand_in(gone.get("name", "")))
    return delivery._replace(resources={**delivery.resources, kind: kept})
