"""Policies and a version of Cilium → CECs and CCECs, and all that is wrong. Pure: no file, clock or order matters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ..agent import features
from ..places import Route
from ..versions import Version
from . import attach, kinds, ports, schema
from .assembly import Assembly
from .attach import Policies
from .availability import lacking, since
from .build import BuiltPart, Resources, resources
from .envelope import backend_services, clusterwide, with_namespace
from .merge import merge
from .pieces import PolicySource, ServicePiece, Use
from .stanza import Stanza, StanzaProblem, ValuePlace, in_order


class Trace(NamedTuple):
    """What a place of a policy became: a part of a resource."""

    site: ValuePlace
    resource: int
    """The position of the CEC in `Expansion.resources`."""
    route: Route
    """What the part was merged into, in the CEC."""
    value: Any


class Expansion(NamedTuple):
    """What comes of policies. Where there are complaints, the CECs are not to be used."""

    resources: tuple[dict[str, Any], ...]
    complaints: tuple[StanzaProblem, ...]
    traces: tuple[Trace, ...] = ()


def expand(stanzas: Iterable[Stanza], version: Version) -> Expansion:
    """The CECs of policies for a version of Cilium, by namespace and name, then CCECs; and all complaints at once."""
    run = _Expander(version)
    run.expand(run.unique(sorted(stanzas, key=lambda each: (each.namespace, each.name, each.kind, each.path))))
    made = sorted(run.made, key=lambda each: each.key)
    traces = [
        Trace(site, number, route, value) for number, each in enumerate(made) for site, route, value in each.traces
    ]
    return Expansion(tuple(each.value for each in made), tuple(in_order(run.complaints)), tuple(traces))


class _Expanded(NamedTuple):
    """A CEC or CCEC, what sorts it, and what its parts were made of."""

    key: tuple[str, ...]
    value: dict[str, Any]
    traces: list[tuple[ValuePlace, Route, Any]]


class _Expander:
    """One expansion; collects what is made and what is wrong."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self.complaints: list[StanzaProblem] = []
        self.made: list[_Expanded] = []

    def unique(self, stanzas: Sequence[Stanza]) -> list[Stanza]:
        """The policies, each name once."""
        first: dict[str, Stanza] = {}
        for stanza in stanzas:
            before = first.setdefault(str(stanza), stanza)
            if before is not stanza:
                others = ((ValuePlace(before, ("metadata", "name")), "the first one"),)
                message = f"duplicate {stanza}; remove one of the two, or rename it"
                self.complaints.append(StanzaProblem(ValuePlace(stanza, ("metadata", "name")), message, others))
        return list(first.values())

    def expand(self, stanzas: Sequence[Stanza]) -> None:
        """All CECs and CCECs."""
        attached = [stanza for stanza in stanzas if kinds.kind(stanza.kind).attached]
        targets, complaints = attach.targets(attached)
        self.complaints += complaints
        policies: Policies = {}
        for service, several in targets.items():
            policies[service], complaints = attach.policies(several)
            self.complaints += complaints
        owners: dict[tuple[str, str], list[ServicePiece]] = defaultdict(list)
        for service in sorted(targets, key=lambda each: (each.namespace, each.name, each.port or 0)):
            owners[service[:2]].append(service)
        used: dict[ServicePiece, ValuePlace] = {}
        for own in owners.values():
            self.complaints += ports.unknown(own, targets, self.version)
            self._attached(own, targets, policies, used)
        self.complaints += ports.clashes(used)
        for stanza in stanzas:
            if not kinds.kind(stanza.kind).attached:
                self._alone(stanza)

    def _attached(
        self,
        own: Sequence[ServicePiece],
        targets: attach.Targets,
        policies: Policies,
        used: dict[ServicePiece, ValuePlace],
    ) -> None:
        """The CEC of a Service, for all of its ports."""
        parts: list[BuiltPart] = []
        backends: set[ServicePiece] = set()
        for service in own:
            made = attach.part(service, policies, self.version)
            parts.append(made.part)
            backends |= {upstream.service for upstream in made.part.upstreams}
            for each, site in made.used.items():
                used.setdefault(each, site)
        services = [_redirect(service, part) for service, part in zip(own, parts, strict=True)]
        found = self._resources(parts)
        beside = backend_services(backends, own, self.version)
        value = with_namespace(services, beside, found.values, own[0], _makers(own, targets, parts), self.version)
        redirected = [
            (ports.target(stanza, service), ("spec", "services", index), services[index])
            for index, service in enumerate(own)
            for stanza in targets[service]
        ]
        self.made.append(_Expanded(("0", own[0].namespace, own[0].name), value, [*redirected, *_traces(found)]))

    def _alone(self, stanza: Stanza) -> None:
        """The CCEC of a policy that attaches to no Service."""
        kind = kinds.kind(stanza.kind)
        assert kind.standalone
        merged, _ = merge([stanza], schema.spec(kind), ())
        part = BuiltPart(Assembly(), "", stanza.name, tcp=False)
        for made in kind.standalone(PolicySource(kind.name, merged.value), stanza.name):
            assert not isinstance(made, Use)
            part.assembly.add(made, merged)
        selector = merged.value.get("nodeSelector")
        if selector and not features.of(self.version).node_selector:
            words = since("nodeSelector", self.version, "1.16")
            self.complaints.append(StanzaProblem(merged.at(("nodeSelector",)), words))
        found = self._resources([part])
        value = clusterwide(found.values, stanza, selector)
        named = (ValuePlace(stanza, ("metadata", "name")), ("metadata", "name"), stanza.name)
        self.made.append(_Expanded(("1", "", stanza.name), value, [named, *_traces(found)]))

    def _resources(self, parts: Sequence[BuiltPart]) -> Resources:
        found = resources(parts)
        for part in parts:
            self.complaints += part.assembly.complaints
            self.complaints += lacking(part.assembly.all_puts(), self.version)
        return found


def _makers(own: Sequence[ServicePiece], targets: attach.Targets, parts: Sequence[BuiltPart]) -> list[Stanza]:
    """The policies that attach to a Service, and those of other Services that it sends requests to."""
    attached = [stanza for service in own for stanza in targets[service]]
    others = [site.stanza for part in parts for put in part.assembly.all_puts() for site in put.sites()]
    return list({str(stanza): stanza for stanza in (*attached, *others)}.values())


def _redirect(service: ServicePiece, part: BuiltPart) -> dict[str, Any]:
    """The entry of `services` that brings requests to a listener."""
    entry: dict[str, Any] = {"name": service.name, "namespace": service.namespace, "listener": part.listener}
    return entry | ({"ports": [service.port]} if service.port is not None else {})


def _traces(found: Resources) -> list[tuple[ValuePlace, Route, Any]]:
    return [
        (site, route, put.made.value)
        for assembly, spot, route in found.spots
        for put in (*assembly.puts.get(spot, ()), *assembly.patches.get(spot, ()))
        for site in put.sites()
    ]
