"""Ports of Services: what a release knows of them, and policies that do not agree on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..agent import features
from ..versions import Version
from .pieces import ServicePiece
from .stanza import Stanza, StanzaProblem, ValuePlace


def unknown(
    own: Sequence[ServicePiece], targets: Mapping[ServicePiece, list[Stanza]], version: Version
) -> Iterator[StanzaProblem]:
    """What is wrong with the ports that policies of one Service name; `own` are its ports, `None` first."""
    known = features.of(version)
    first = target(targets[own[0]][0], own[0])
    for service in own:
        site = target(targets[service][0], service)
        if service.port is None:
            continue
        if not known.node_selector:
            yield StanzaProblem(site, f"Cilium {version.text} does not support `ports` of a Service; 1.16 does")
        elif own[0].port is None:
            message = f"`{service}` is a port of a Service that another policy targets without a port"
            yield StanzaProblem(site, f"{message}; expected `port` in all of them or in none", ((first, "all ports"),))
        elif service != own[0] and not known.many_redirects:
            message = f"Cilium {version.text} redirects a Service to one listener; several of its ports need 1.20"
            yield StanzaProblem(site, message, ((first, "another port"),))


def clashes(used: Mapping[ServicePiece, ValuePlace]) -> Iterator[StanzaProblem]:
    """Services that are used by port and as a whole: Cilium then publishes no endpoints of the whole."""
    for service, site in used.items():
        whole = service._replace(port=None)
        if service.port is not None and whole in used:
            message = f"`{service}` is used with a port here, and with all ports elsewhere; Cilium then publishes no"
            message += " endpoints for the latter: expected `port` everywhere or nowhere"
            yield StanzaProblem(site, message, ((used[whole], "all ports"),))


def target(stanza: Stanza, service: ServicePiece) -> ValuePlace:
    """Where a policy says that it attaches to a Service."""
    refs = stanza.spec["targetRefs"]
    index = next(i for i, ref in enumerate(refs) if (ref["name"], ref.get("port")) == (service.name, service.port))
    return ValuePlace(stanza, ("spec", "targetRefs", index))
