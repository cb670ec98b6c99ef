"""CECs beside those that policies stand for: none may claim the same Service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .group import GENERATED_BY
from .stanza import Stanza, StanzaProblem, ValuePlace

Object = dict[str, Any]
_KINDS = ("CiliumEnvoyConfig", "CiliumClusterwideEnvoyConfig")


def claimed_twice(stanzas: Iterable[Stanza], others: Iterable[Object]) -> Iterator[StanzaProblem]:
    """A complaint for each policy that attaches to a Service which another CEC redirects already."""
    claims = {service: config for config in others if config.get("kind") in _KINDS for service in _services(config)}
    for stanza in stanzas:
        for index, ref in enumerate(stanza.spec.get("targetRefs", ())):
            config = claims.get((stanza.namespace, ref["name"]))
            if config is not None:
                site = ValuePlace(stanza, ("spec", "targetRefs", index))
                yield StanzaProblem(site, f"the Service `{stanza.namespace}/{ref['name']}` {_words(config)}")


def _services(config: Object) -> Iterator[tuple[str, str]]:
    spec, metadata = config.get("spec"), config.get("metadata")
    own = str(metadata.get("namespace") or "default") if isinstance(metadata, dict) else "default"
    services = spec.get("services") if isinstance(spec, dict) else None
    for each in services if isinstance(services, list) else ():
        if isinstance(each, dict):
            namespaced = config.get("kind") == _KINDS[0]
            yield own if namespaced else str(each.get("namespace") or "default"), str(each.get("name"))


def _words(config: Object) -> str:
    metadata = config.get("metadata")
    named = metadata if isinstance(metadata, dict) else {}
    name = "/".join(str(named[field]) for field in ("namespace", "name") if named.get(field))
    words = f"is already claimed by {config.get('kind')} {name}; Cilium redirects it to only one of the two"
    annotations = named.get("annotations")
    if isinstance(annotations, dict) and GENERATED_BY in annotations:
        return (
            f"{words}. That one was generated from policies, too: expand all policies of a Service in one kustomization"
        )
    return words
