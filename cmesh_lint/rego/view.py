"""All objects of a run → `data.repository`: what a rule sees besides the object in front of it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from ..places import Route
from ..repository.facts import Facts
from ..source.objects import Object

_DEFINED = ("listeners", "routes", "clusters", "endpoints", "secrets")
_REFERRED = ("clusters", "endpoints", "secrets", "internal_listeners", "services")

Json = dict[str, Any]


def repository(objects: Sequence[Object], configs: Iterable[Facts], version: str) -> str:
    """`data.repository` as JSON, for one version of Cilium.

    Of several objects of one name, in overlays for example, `configs` and `services` hold the first.
    """
    described: Json = {}
    defined: dict[str, dict[str, list[str]]] = {kind: defaultdict(list) for kind in _DEFINED}
    referrers: dict[str, dict[str, list[Json]]] = {kind: defaultdict(list) for kind in _REFERRED}
    for facts in configs:
        key = _key(facts)
        if key in described:
            continue
        described[key] = _config(facts)
        for kind in _DEFINED:
            for name in described[key][kind]:
                defined[kind][name].append(key)
        for kind, named in described[key]["refers_to"].items():
            for each in named:
                referrers[kind][each["name"]].append({"config": key, "path": each["path"]})
    rest = {"cilium_version": version, "configs": described, "referrers": referrers, **defined}
    whole = ", ".join(_manifest(each) for each in objects)
    services = ", ".join(f"{json.dumps(name)}: {text}" for name, text in _services(objects).items())
    return f'{{"manifests": [{whole}], "services": {{{services}}}, {json.dumps(rest)[1:]}'


def _manifest(found: Object) -> str:
    return f'{{"file": {json.dumps(found.file)}, "document": {found.document}, "manifest": {found.json}}}'


def _services(objects: Sequence[Object]) -> dict[str, str]:
    """Of two Services of one name the first: a repository may hold one for each environment."""
    found: dict[str, str] = {}
    for each in objects:
        if each.ref.kind == "Service":
            found.setdefault(f"{each.ref.namespace or 'default'}/{each.ref.name}", each.json)
    return found


def _key(facts: Facts) -> str:
    return (
        f"{facts.object.kind} {facts.namespace}/{facts.object.name}"
        if facts.namespace
        else (f"{facts.object.kind} {facts.object.name}")
    )


def _config(facts: Facts) -> Json:
    refers: dict[str, list[Json]] = {kind: [] for kind in _REFERRED}
    for kind, name, route in facts.references:
        refers[kind].append({"name": name, "path": _path(facts, route)})
    for ref in (*facts.services, *facts.backend_services):
        refers["services"].append({"name": facts.own(ref), "path": _path(facts, ref.route)})
    return {
        "file": facts.file,
        "kind": facts.object.kind,
        "namespace": facts.namespace,
        "name": facts.object.name,
        "services": [facts.own(ref) for ref in facts.services],
        "backend_services": [facts.own(ref) for ref in facts.backend_services],
        **{kind: [each.name for each in getattr(facts, kind)] for kind in _DEFINED},
        "refers_to": refers,
    }


def _path(facts: Facts, route: Route) -> list[str | int]:
    """Below the object, as rules write paths."""
    return list(route[len(facts.route) :])
