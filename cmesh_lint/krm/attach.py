"""Policies → the Services they attach to, the policies of each, and the listener that those make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..suggest import did_you_mean
from ..versions import Version
from . import kinds, schema
from .assembly import Assembly
from .build import BuiltPart
from .kinds.scopes import switched_off
from .merge import Merged, merge
from .pieces import DEFAULT_ROUTE, Attachment, Made, Piece, PolicySource, ServicePiece, Upstream, Use
from .stanza import Stanza, StanzaProblem, ValuePlace

TRAFFIC = "TrafficPolicy"
TCP = "TCPPolicy"


class Sourced(NamedTuple):
    """A policy, and where its fields were written."""

    policy: PolicySource
    merged: Merged


Targets = dict[ServicePiece, list[Stanza]]
Policies = dict[ServicePiece, list[Sourced]]


def targets(stanzas: Iterable[Stanza]) -> tuple[Targets, list[StanzaProblem]]:
    """The Services that policies attach to."""
    found: Targets = defaultdict(list)
    complaints: list[StanzaProblem] = []
    for stanza in stanzas:
        for index, ref in enumerate(stanza.spec["targetRefs"]):
            several = found[ServicePiece(stanza.namespace, ref["name"], ref.get("port"))]
            if several and several[-1] is stanza:
                site = ValuePlace(stanza, ("spec", "targetRefs", index))
                complaints.append(StanzaProblem(site, f"duplicate Service `{ref['name']}` in `targetRefs`"))
            else:
                several.append(stanza)
    return found, complaints


def policies(stanzas: Iterable[Stanza]) -> tuple[list[Sourced], list[StanzaProblem]]:
    """The policies of a Service: the policies of a kind as one, for each set of routes and each variant."""
    groups: dict[tuple[str, tuple[str, ...], str], list[Stanza]] = defaultdict(list)
    for stanza in stanzas:
        kind = kinds.kind(stanza.kind)
        routes = tuple(sorted(stanza.spec.get("routes", ()))) if kind.routed else ()
        groups[kind.name, routes, str(stanza.spec.get(kind.variant, ""))].append(stanza)
    found: list[Sourced] = []
    complaints: list[StanzaProblem] = []
    for (name, routes, variant), several in sorted(groups.items(), key=lambda each: each[0]):
        kind = kinds.kind(name)
        merged, disagreements = merge(several, schema.spec(kind), ("targetRefs", *(["routes"] if kind.routed else [])))
        missing = [field for field in kind.required if field not in merged.value]
        complaints += disagreements
        complaints += [StanzaProblem(merged.at(()), f"`{field}` is missing") for field in missing]
        if not missing and not disagreements:
            found.append(Sourced(PolicySource(name, merged.value, routes, variant), merged))
    return found, complaints


class Listening(NamedTuple):
    """The listener of a Service, and whom it sends requests to."""

    part: BuiltPart
    used: dict[ServicePiece, ValuePlace]


def part(service: ServicePiece, policies_: Policies, version: Version) -> Listening:
    """What the policies of a Service, or of one of its ports, make."""
    own = policies_[service]
    proxied = next((each for each in own if each.policy.kind == TCP), None)
    attachment = Attachment(service, version, {} if proxied else _routes(own), proxied is not None)
    assembly = Assembly()
    uses: dict[ServicePiece, list[tuple[Use, ValuePlace]]] = defaultdict(list)
    for each in own if proxied else _with_traffic(own):
        if proxied and not kinds.kind(each.policy.kind).tcp:
            assembly.complaints.append(_not_tcp(each, proxied))
            continue
        assembly.complaints += _unknown_routes(each, attachment)
        for made in _listened(each, attachment):
            if isinstance(made, Use):
                uses[made.service].append((made, each.merged.at(made.of[0] if made.of else ())))
            else:
                assembly.add(made, each.merged)
    upstreams = tuple(_upstreams(uses, attachment))
    for upstream in upstreams:
        for each in _for(upstream.service, policies_):
            makes = kinds.kind(each.policy.kind).cluster
            for made in makes(each.policy, upstream) if makes else ():
                assert not isinstance(made, Use)
                assembly.add(made, each.merged)
    suffix = f"-{service.port}" if service.port is not None else ""
    prefix = f"{service.namespace}-{service.name}{suffix}"
    made_part = BuiltPart(assembly, suffix, prefix, attachment.tcp, upstreams)
    return Listening(made_part, {each: several[0][1] for each, several in uses.items()})


def _listened(each: Sourced, attachment: Attachment) -> Iterator[Made]:
    """What a policy makes of how its Service is called; its filters switched off where it is limited to routes."""
    makes = kinds.kind(each.policy.kind).listener
    filters: set[str] = set()
    for made in makes(each.policy, attachment) if makes else ():
        if isinstance(made, Piece) and made.spot[0] == "httpFilter":
            filters.add(made.spot[2])
        yield made
    yield from switched_off(each.policy, filters, attachment)


def _routes(own: Iterable[Sourced]) -> dict[str, str]:
    from .kinds.traffic_policy import routes

    return next((routes(each.policy.spec) for each in own if each.policy.kind == TRAFFIC), {DEFAULT_ROUTE: "forward"})


def _with_traffic(own: list[Sourced]) -> list[Sourced]:
    """The policies with a TrafficPolicy, even if there is none: all requests go to the Service itself."""
    if not own or any(each.policy.kind == TRAFFIC for each in own):
        return own
    return [*own, Sourced(PolicySource(TRAFFIC, {}), Merged({}, {(): own[0].merged.sites[()]}))]


def _not_tcp(each: Sourced, proxied: Sourced) -> StanzaProblem:
    site, other = each.merged.at(()), proxied.merged.at(())
    message = f"{each.policy.kind} is for HTTP, but {other.stanza} proxies the Service as TCP"
    return StanzaProblem(site, f"{message}; expected one of the two", ((other, "the Service is proxied as TCP here"),))


def _unknown_routes(each: Sourced, attachment: Attachment) -> Iterator[StanzaProblem]:
    for name in each.policy.routes:
        if name not in attachment.routes:
            site = each.merged.at(())
            at = site._replace(route=("spec", "routes", site.stanza.spec["routes"].index(name)))
            hint = did_you_mean(name, attachment.routes) or f"; there are {', '.join(attachment.routes)}"
            yield StanzaProblem(at, f"no TrafficPolicy of `{attachment.service}` has a route `{name}`{hint}")


def _for(service: ServicePiece, policies_: Policies) -> Sequence[Sourced]:
    """The policies of a Service as a destination: those for the port, else for all ports."""
    return policies_.get(service) or policies_.get(service._replace(port=None)) or ()


def _upstreams(uses: dict[ServicePiece, list[tuple[Use, ValuePlace]]], attachment: Attachment) -> Iterator[Upstream]:
    for service in sorted(uses, key=attachment.local_name):
        routes = tuple(sorted({use.route for use, _ in uses[service] if use.route}))
        yield Upstream(service, attachment.local_name(service), routes, attachment.version)
