"""Kubernetes objects → Policies: which of them are ours, and all that is wrong with their shape."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from ..places import Route
from ..suggest import did_you_mean
from . import kinds, schema
from .group import API_VERSION, GROUP
from .stanza import Stanza, StanzaProblem, StanzaText, ValuePlace

DEFAULT_NAMESPACE = "default"
"""Where kubectl puts an object without a namespace by default."""


_TEXTS = ("labels", "annotations")


class Read(NamedTuple):
    """What could be read, and what is wrong. What has a complaint is not among the policies."""

    stanzas: tuple[Stanza, ...]
    complaints: tuple[StanzaProblem, ...]


def is_stanza(value: Any) -> bool:
    """Whether an object is of our group, and no configuration of the function."""
    if not isinstance(value, dict) or value.get("kind") in tuple(schema.CONFIGS):
        return False
    version = value.get("apiVersion")
    return isinstance(version, str) and version.partition("/")[0] == GROUP


class Found(NamedTuple):
    """An object that is a policy by its group, and where it was found."""

    value: dict[str, Any]
    path: str = ""
    text: StanzaText | None = None
    route: Route = ()


def read(found: Iterable[Found]) -> Read:
    """The policies among objects of our group."""
    stanzas: list[Stanza] = []
    complaints: list[StanzaProblem] = []
    for each in found:
        stanza = stanza_of(each)
        wrong = list(_faults(stanza))
        complaints += wrong
        if not wrong:
            stanzas.append(stanza)
    return Read(tuple(stanzas), tuple(complaints))


def stanza_of(found: Found) -> Stanza:
    """An object of our group as a policy, whatever its shape."""
    value = found.value
    metadata = value.get("metadata")
    named = metadata if isinstance(metadata, dict) else {}
    kind = str(value.get("kind", ""))
    attached = kind not in kinds.MODULES or kinds.kind(kind).attached
    namespace = str(named.get("namespace") or DEFAULT_NAMESPACE) if attached else ""
    return Stanza(kind, namespace, str(named.get("name", "")), value, *found[1:])


def _faults(stanza: Stanza) -> Iterable[StanzaProblem]:
    if stanza.value.get("apiVersion") != API_VERSION:
        message = f"found `{stanza.value.get('apiVersion')}`, expected `{API_VERSION}`"
        return [StanzaProblem(ValuePlace(stanza, ("apiVersion",)), message)]
    if stanza.kind not in kinds.MODULES:
        hint = did_you_mean(stanza.kind, kinds.MODULES) or f"; expected one of {', '.join(kinds.MODULES)}"
        return [StanzaProblem(ValuePlace(stanza, ("kind",)), f"unknown kind `{stanza.kind}`{hint}")]
    judged = _without_nulls(stanza.value)
    return [
        StanzaProblem(ValuePlace(stanza, fault.route, fault.at), fault.message)
        for fault in schema.faults(stanza.kind, judged)
    ]


def _without_nulls(value: dict[str, Any]) -> dict[str, Any]:
    """The object without what is null at its rim, as kustomize leaves behind where it patches the last field away."""
    kept = {field: each for field, each in value.items() if not (field in {"spec", "status"} and each is None)}
    metadata = kept.get("metadata")
    if isinstance(metadata, dict):
        own = {field: each for field, each in metadata.items() if not (field in _TEXTS and each is None)}
        kept["metadata"] = own
    return kept
