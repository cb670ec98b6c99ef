"""What Envoy will ask the agent for by name: the endpoints of clusters, and secrets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from ..places import Route
from ..protobuf.walk import Message
from ..tuples import NamedTuple
from .envoy_config import CLUSTER, LISTENER, EnvoyConfig, write_name

SDS = "envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig"
_TLS = "envoy.extensions.transport_sockets.tls.v3."
Slot = Literal["tls_certificate", "validation_context", "session_ticket_keys"]
_SLOTS: dict[tuple[str, str], Slot] = {
    ("CommonTlsContext", "tls_certificate_sds_secret_configs"): "tls_certificate",
    ("CommonTlsContext", "validation_context_sds_secret_config"): "validation_context",
    ("CommonTlsContext.CombinedCertificateValidationContext", "validation_context_sds_secret_config"): (
        "validation_context"
    ),
    ("DownstreamTlsContext", "session_ticket_keys_sds_secret_config"): "session_ticket_keys",
}
_LATER = frozenset({"CommonTlsContext.CombinedCertificateValidationContext", "DownstreamTlsContext"})
"""Messages whose secrets only agents with `more_secrets` complete."""


class EndpointsName(NamedTuple):
    """The name a cluster asks for endpoints by."""

    name: str
    route: Route
    given: bool
    """Whether it is a `service_name`; else it is the name of the cluster."""


class SecretName(NamedTuple):
    """A secret that a TLS context asks the agent for."""

    written: str
    name: str
    """As Envoy gets it."""
    route: Route
    slot: Slot


def endpoints_name(cluster: Message, config: EnvoyConfig) -> EndpointsName | None:
    """What a cluster of type EDS asks the agent for; None for other clusters, and where another server is asked."""
    if cluster.fields.get("type") != "EDS":
        return None
    eds = cluster.child("eds_cluster_config")
    if eds is not None and "eds_config" in eds.fields:
        return None
    given = write_name(eds, "service_name") if eds is not None else ""
    if eds is not None and given:
        return EndpointsName(given, eds.route_of("service_name"), True)
    name = config.envelope.owner.qualified(write_name(cluster, "name"))
    return EndpointsName(name, cluster.route_of("name"), False) if name else None


def secret_name(sds: Message, config: EnvoyConfig) -> SecretName | None:
    """What a reference to a secret asks the agent for; None where the agent does not look at it."""
    slot = _slot(sds, config)
    name = write_name(sds, "name")
    if slot is None or not name or "sds_config" in sds.fields or not _is_looked_at(sds):
        return None
    return SecretName(name, config.envelope.owner.qualified(name), sds.route_of("name"), slot)


def secret_names(config: EnvoyConfig) -> Iterator[SecretName]:
    """All secrets a CEC asks the agent for."""
    for sds in config.of(SDS):
        found = secret_name(sds, config)
        if found is not None:
            yield found


def _slot(sds: Message, config: EnvoyConfig) -> Slot | None:
    context = sds.parent.type.removeprefix(_TLS) if sds.parent else ""
    if context in _LATER and not config.envelope.features.more_secrets:
        return None
    return _SLOTS.get((context, sds.field))


def _is_looked_at(sds: Message) -> bool:
    """Whether it lies in the transport socket of a filter chain or of a cluster, right there."""
    context = sds.above(f"{_TLS}DownstreamTlsContext") or sds.above(f"{_TLS}UpstreamTlsContext")
    socket = context.parent.parent if context is not None and context.parent else None
    owner = socket.parent if socket is not None and socket.field == "transport_socket" else None
    if owner is None or owner.parent is None:
        return False
    if owner.type == CLUSTER:
        return owner.parent is owner.top
    return owner.field == "filter_chains" and owner.parent.type == LISTENER
