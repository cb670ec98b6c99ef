"""A CEC → the policies that produce the same, as far as there are any. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from ...places import spell
from ...source.resources import CLUSTERWIDE
from ...versions import Version
from .. import schema
from ..expand import Expansion, expand
from ..group import API_VERSION, GROUP
from ..kinds.listeners import ADMIN
from ..kinds.metrics_listener import PROMETHEUS
from ..pieces import DEFAULT_ROUTE, ServicePiece
from ..reading import Found, read
from . import recognise
from .difference import fields, merge_patch
from .shape import Shape, ShapeError, local_name, localise, shape

Table = dict[str, Any]
_PATCHED = ("listener", "httpConnectionManager", "routeConfiguration", "virtualHost")


class Proposal(NamedTuple):
    """Policies for a CEC."""

    stanzas: tuple[Table, ...]
    left: tuple[str, ...] = ()
    """What no policy says, a sentence each; it begins with the field."""
    remarks: tuple[str, ...] = ()
    """What comes out otherwise than it was, on purpose."""


def proposal(config: Table, version: Version) -> Proposal:
    """The policies that produce a CEC or CCEC."""
    try:
        theirs = shape(config)
        own = _Proposal(config, theirs, version)
        return own.attached() if theirs.services else own.standalone()
    except ShapeError as error:
        return Proposal((), (str(error),))
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        # The linter reports errors; here any type can be anywhere.
        return Proposal((), (f"spec: it is not valid ({error}); `cmesh-lint` reports where",))


class _Proposal:
    """Proposes, and holds what comes out against what was there."""

    def __init__(self, config: Table, theirs: Shape, version: Version) -> None:
        self._config = config
        self._theirs = theirs
        self._version = version
        self._metadata = config.get("metadata") or {}

    def standalone(self) -> Proposal:
        """A policy for a listener of its own."""
        socket = (self._theirs.spots["listener",].get("address") or {}).get("socket_address") or {}
        routes = list(self._theirs.several("route").values())
        action = routes[0].get("route", {}) if len(routes) == 1 else {}
        if not socket or action.get("cluster") != ADMIN:
            return Proposal(
                (), ("spec.services: it is empty; the only such policy is a listener for Envoy's admin page",)
            )
        spec: Table = {"address": socket.get("address"), "port": socket.get("port_value")}
        if socket.get("address") == "::" and not socket.get("ipv4_compat"):
            spec["ipv4Compat"] = False
        found = routes[0].get("match") or {}
        if action.get("prefix_rewrite") == PROMETHEUS:
            stanza = self._stanza("MetricsListener", "", spec | {"path": found.get("path")})
        else:
            stanza = self._stanza("AdminListener", "", spec | {"paths": [found.get("prefix", "/")]})
        return self._checked([_without_defaults(stanza)])

    def attached(self) -> Proposal:
        """Policies for the Services that are redirected."""
        stanzas = [each for namespace in self._namespaces() for each in self._for(namespace)]
        patches = self._patches(stanzas)
        return self._checked([*stanzas, *patches])

    def _namespaces(self) -> list[str]:
        return list(dict.fromkeys(service.namespace for service in self._theirs.services))

    def _for(self, namespace: str) -> Iterator[Table]:
        targets = [each for each in self._theirs.services if each.namespace == namespace]
        name = targets[0].name
        shared, single = _split({each: self._cluster(each) for each in targets})
        traffic = self._routes(targets) | shared
        yield self._stanza("TrafficPolicy", namespace, traffic, targets, name)
        for target, fields_ in single.items():
            yield self._stanza("TrafficPolicy", namespace, fields_, [target], f"{target.name}-upstream")
        for target in targets:
            limits = recognise.breaker(self._theirs.spots.get(("cluster", str(target)), {}))
            if limits:
                yield self._stanza("CircuitBreakerPolicy", namespace, limits, [target], f"{target.name}-breaker")
        for each in self._theirs.several("httpFilter").values():
            limit = recognise.rate_limit(each)
            if limit:
                yield self._stanza("RateLimitPolicy", namespace, limit, targets, f"{name}-limit")

    def _cluster(self, target: ServicePiece) -> Table:
        return recognise.cluster(self._theirs.spots.get(("cluster", str(target)), {}))

    def _routes(self, targets: Sequence[ServicePiece]) -> Table:
        own = targets[0] if len(targets) == 1 else ServicePiece(targets[0].namespace, "")
        spec: Table = {}
        for name, route in zip(self._names(), self._theirs.several("route").values(), strict=True):
            action = recognise.action(route, own)
            if name == DEFAULT_ROUTE:
                spec |= action
            else:
                match = recognise.match(route.get("match") or {})
                spec.setdefault("routes", []).append({"name": name, "matches": [match], **action})
        return spec

    def _names(self) -> list[str]:
        """The names of the routes: the one for everything is the default one."""
        routes = list(self._theirs.several("route").values())
        last = len(routes) - 1
        whole = bool(routes) and routes[last].get("match") == {"prefix": "/"}
        return [DEFAULT_ROUTE if whole and each == last else f"route-{each + 1}" for each in range(len(routes))]

    def _patches(self, stanzas: Sequence[Table]) -> Iterator[Table]:
        """What the policies lack, in Envoy's own fields; the same for several Services once."""
        by_patches: dict[str, tuple[list[Table], list[ServicePiece]]] = {}
        for service, made in self._made(self._expanded(stanzas)):
            patches = list(self._patches_of(service, made))
            if patches:
                key = json.dumps([service.namespace, patches], sort_keys=True)
                by_patches.setdefault(key, (patches, []))[1].append(service)
        for patches, services in by_patches.values():
            name = f"{services[0].name}-patches"
            yield self._stanza("EnvoyPatchPolicy", services[0].namespace, {"patches": patches}, services, name)

    def _patches_of(self, service: ServicePiece, made: Shape) -> Iterator[Table]:
        def patch(at: str, ours: Table, theirs: Table, of: str = "") -> Iterator[Table]:
            merge = localise(merge_patch(ours, theirs), service.namespace)
            if merge:
                yield {"name": _slug(f"{at} {of}"), "at": at} | ({"of": of} if of else {}) | {"merge": merge}

        for spot in _PATCHED:
            yield from patch(spot, made.spots.get((spot,), {}), self._theirs.spots[spot,])
        ours = list(made.several("route").values())
        theirs = list(self._theirs.several("route").values())
        if len(ours) == len(theirs):
            for name, mine, other in zip(self._names(), ours, theirs, strict=True):
                yield from patch("route", mine, other, name)
        for name, value in made.several("cluster").items():
            if ("cluster", name) in self._theirs.spots:
                yield from patch(
                    "cluster", value, self._theirs.spots["cluster", name], local_name(name, service.namespace)
                )
        for name, value in self._theirs.several("httpFilter").items():
            if ("httpFilter", name) not in made.spots:
                yield from patch("httpFilter", {}, value, name)

    def _expanded(self, stanzas: Sequence[Table]) -> Expansion:
        found, complaints = read([Found(each) for each in stanzas])
        made = expand(found, self._version)
        return made._replace(complaints=(*complaints, *made.complaints))

    def _made(self, expansion: Expansion) -> Iterator[tuple[ServicePiece, Shape]]:
        for each in expansion.resources:
            made = shape(each)
            yield made.services[0] if made.services else ServicePiece("", ""), made

    def _checked(self, stanzas: Sequence[Table]) -> Proposal:
        """The proposal, with all in which it differs from what was there."""
        expansion = self._expanded(stanzas)
        left = [f"{spell(each.site.route)}: {each.message}" for each in expansion.complaints]
        if not left:
            for _, made in self._made(expansion):
                left += self._differences(made)
            services = {service for _, made in self._made(expansion) for service in made.services}
            if services != {*self._theirs.services}:
                left.append("spec.services: the redirected Services differ from the original")
        if self._theirs.services and (self._config.get("spec") or {}).get("nodeSelector"):
            left.append("spec.nodeSelector: policies attached to a Service apply on all nodes")
        return Proposal(tuple(stanzas), tuple(dict.fromkeys(left)), tuple(self._remarks()))

    def _differences(self, made: Shape) -> Iterator[str]:
        unused = {f"{service}" for service in self._theirs.services}
        spots = dict.fromkeys((*self._theirs.spots, *made.spots))
        for spot in spots:
            if spot[0] == "cluster" and spot not in made.spots and spot[1] in unused:
                continue  # the CEC of another Service has it
            for route, ours, theirs in fields(made.spots.get(spot, {}), self._theirs.spots.get(spot, {})):
                where = f"{' '.join(spot)}: {spell(route) or 'all of it'}"
                yield f"{where}: {_shown(theirs)} becomes {_shown(ours)}"
        before, after = (list(each.several("httpFilter")) for each in (self._theirs, made))
        if before != after and sorted(before) == sorted(after):
            yield f"http_filters: the order {', '.join(before)} becomes {', '.join(after)}"

    def _remarks(self) -> Iterator[str]:
        if self._theirs.services and (self._config.get("kind") == CLUSTERWIDE or len(self._theirs.services) > 1):
            yield "there is one CEC for each Service, in its namespace"
        if self._theirs.services:
            yield "connections to the Service come from the address of the proxy (use-original-source-address: false)"
        elif '"envoy-admin"' in json.dumps(self._config):
            yield f"the cluster is `{ADMIN}`: the agent looks for `{ADMIN[1:]}` in this CEC, which has none"

    def _stanza(
        self, kind: str, namespace: str, spec: Table, targets: Iterable[ServicePiece] = (), name: str = ""
    ) -> Table:
        metadata: Table = {"name": name or str(self._metadata.get("name"))}
        if namespace:
            metadata["namespace"] = namespace
        for field in ("labels", "annotations"):
            kept = {key: value for key, value in (self._metadata.get(field) or {}).items() if not _is_about_it(key)}
            metadata |= {field: kept} if kept else {}
        refs = [_target(each) for each in targets]
        return {
            "apiVersion": API_VERSION,
            "kind": kind,
            "metadata": metadata,
            "spec": ({"targetRefs": refs} if refs else {}) | spec,
        }


def _is_about_it(key: str) -> bool:
    return key.startswith(("kubectl.kubernetes.io/", "cec.cilium.io/", "cilium.io/use-original-source", f"{GROUP}/"))


def _slug(text: str) -> str:
    """`httpFilter envoy.lua` → `http-filter-envoy-lua`."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", text).lower()
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-")


def _target(service: ServicePiece) -> Table:
    return {"kind": "Service", "name": service.name} | ({"port": service.port} if service.port is not None else {})


def _split(several: dict[ServicePiece, Table]) -> tuple[Table, dict[ServicePiece, Table]]:
    """The fields that are the same for all Services, and the others of each."""
    first, *rest = several.values()
    shared = {field: value for field, value in first.items() if all(each.get(field) == value for each in rest)}
    single = {
        service: {field: value for field, value in each.items() if field not in shared}
        for service, each in several.items()
    }
    return shared, {service: each for service, each in single.items() if each}


def _without_defaults(stanza: Table) -> Table:
    """A policy that does not say what goes without saying."""
    known = schema.of(stanza["kind"])["properties"]["spec"]["properties"]
    spec = {
        field: value
        for field, value in stanza["spec"].items()
        if value is not None and value != known[field].get("default") and (field, value) != ("paths", ["/"])
    }
    kept = {key: value for key, value in stanza.items() if key != "spec"}
    return kept | ({"spec": spec} if spec else {})


def _shown(value: Any) -> str:
    text = "nothing" if value is None else json.dumps(value, ensure_ascii=False)
    return f"`{text}`" if len(text) <= 80 else f"`{text[:79]}…`"
