"""Which endpoints the agent serves for the services a CEC names, and where their traffic goes.

Source: k8s_reflector.go and controller.go in pkg/ciliumenvoyconfig of Cilium; before 1.18 cec_manager.go and
envoy_l7lb_backend_syncer.go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..tuples import NamedTuple
from .envelope import DEFAULT_NAMESPACE, Envelope, ServiceRef

Ports = Mapping[str, frozenset[str]]
"""`NAMESPACE/NAME` of a service → ports, by number or name; none: all."""


class Redirect(NamedTuple):
    """Where the agent sends the traffic of a service."""

    service: ServiceRef
    listener: str
    """The qualified name."""


def service_name(ref: ServiceRef, envelope: Envelope, backend: bool = False) -> str:
    """`NAMESPACE/NAME` of the Service that the agent takes a reference for."""
    namespace = ref.namespace
    if envelope.features.service_namespace == "owner":
        own = envelope.owner.namespace
        if own and not backend:
            namespace = own
        namespace = namespace or own or DEFAULT_NAMESPACE
    return f"{namespace}/{ref.name}"


def service_ports(envelope: Envelope) -> Ports:
    """The ports of each service that a CEC asks endpoints for."""
    ports: dict[str, set[str]] = {}
    for ref in envelope.services:
        more = ref.ports if envelope.features.service_ports_restrict else ()
        ports.setdefault(service_name(ref, envelope), set()).update(more)
    for ref in envelope.backend_services:
        ports.setdefault(service_name(ref, envelope, backend=True), set()).update(ref.ports)
    return {name: frozenset(each) for name, each in ports.items()}


def unite(of_each: Iterable[Ports]) -> Ports:
    """The ports of each service that some CECs ask endpoints for together."""
    ports: dict[str, frozenset[str]] = {}
    for each in of_each:
        for name, more in each.items():
            ports[name] = ports.get(name, frozenset()) | more
    return ports


def endpoint_names(ports: Ports) -> Mapping[str, str]:
    """The names under which endpoints are served → the service they are of.

    With ports a name is served only where the Service has that port; a Service with no backend at all has no names.
    """
    names: dict[str, str] = {}
    for service, wanted in ports.items():
        suffixes = [f":{port}" for port in sorted(wanted)] or ["", ":*"]
        names.update((service + suffix, service) for suffix in suffixes)
    return names


def redirects(envelope: Envelope, ports: Mapping[str, int]) -> tuple[Redirect, ...]:
    """The redirects of a CEC; `ports` is that of each listener with a socket, by qualified name, in the list's order.

    A service whose listener is missing there is not redirected. Later ones replace earlier ones of the same service
    unless `many_redirects`.
    """
    found: list[Redirect] = []
    for ref in envelope.services:
        listener = envelope.owner.qualified(ref.listener, force=True) or _default_listener(envelope, ports)
        if ports.get(listener, 0):
            found.append(Redirect(ref, listener))
    if not envelope.features.many_redirects:
        found = list({service_name(each.service, envelope): each for each in found}.values())
    return tuple(found)


def _default_listener(envelope: Envelope, ports: Mapping[str, int]) -> str:
    if not ports:
        return ""
    return min(ports) if envelope.features.default_listener == "first by name" else list(ports)[-1]
