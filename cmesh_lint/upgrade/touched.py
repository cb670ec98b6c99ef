"""Which places of a CEC a change of behaviour is about: config → routes, one function for each kind of place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..agent.features import INJECT_FILTERS, IS_L7LB, ORIGINAL_SOURCE, ORIGINAL_SOURCE_LABEL
from ..cec.envoy_config import CLUSTER, HCM, LISTENER, EnvoyConfig
from ..places import Route

_TLS = "envoy.extensions.transport_sockets.tls.v3."
_HTTP = "envoy.extensions.filters.http."
SYNCED = "cilium-secrets/"
"""The namespace of Cilium's copies of Secrets, by default."""


def service_ports(config: EnvoyConfig) -> Iterator[Route]:
    """Ports of `services`."""
    yield from ((*service.route, "ports") for service in config.envelope.services if service.ports)


def service_namespaces(config: EnvoyConfig) -> Iterator[Route]:
    """Services without a namespace, and entries of `services` that name another than a CEC's own."""
    own = "" if config.clusterwide else config.manifest.namespace
    for service in (*config.envelope.services, *config.envelope.backend_services):
        foreign = own and service in config.envelope.services and service.namespace != own
        if foreign or not service.namespace:
            yield service.route


def unnamed_listener(config: EnvoyConfig) -> Iterator[Route]:
    """Services without a listener, where there are several."""
    if len(config.tops(LISTENER)) > 1:
        yield from (service.route for service in config.envelope.services if not service.listener)


def doubled_services(config: EnvoyConfig) -> Iterator[Route]:
    """Services that are listed more than once."""
    counted = Counter((service.namespace, service.name) for service in config.envelope.services)
    for service in config.envelope.services:
        if counted[service.namespace, service.name] > 1:
            yield service.route


def read_annotations(config: EnvoyConfig) -> Iterator[Route]:
    """Annotations that only some agents read."""
    told = config.metadata.get("annotations")
    for name in (INJECT_FILTERS, IS_L7LB, ORIGINAL_SOURCE):
        if isinstance(told, dict) and name in told:
            yield config.at("metadata", "annotations", name)


def source_label(config: EnvoyConfig) -> Iterator[Route]:
    """The label that an annotation has taken the place of."""
    labels = config.metadata.get("labels")
    if isinstance(labels, dict) and ORIGINAL_SOURCE_LABEL in labels:
        yield config.at("metadata", "labels", ORIGINAL_SOURCE_LABEL)


def node_selector(config: EnvoyConfig) -> Iterator[Route]:
    """The choice of nodes."""
    if config.spec.get("nodeSelector"):
        yield config.at("spec", "nodeSelector")


def own_addresses(config: EnvoyConfig) -> Iterator[Route]:
    """Addresses of listeners, where there are services."""
    if config.envelope.services:
        yield from (each.route_of("address") for each in config.tops(LISTENER) if "address" in each.fields)


def unlimited_clusters(config: EnvoyConfig) -> Iterator[Route]:
    """Clusters without circuit breakers."""
    yield from (each.route for each in config.tops(CLUSTER) if "circuit_breakers" not in each.fields)


def clusters_behind_tcp(config: EnvoyConfig) -> Iterator[Route]:
    """Clusters of a CEC with services, none of whose listeners speaks HTTP."""
    if config.envelope.services and config.tops(LISTENER) and not config.of(HCM):
        yield from (each.route for each in config.tops(CLUSTER))


def health_check_clusters(config: EnvoyConfig) -> Iterator[Route]:
    """Names of clusters in the health check filter."""
    for check in config.of(f"{_HTTP}health_check.v3.HealthCheck"):
        named = check.fields.get("cluster_min_healthy_percentages")
        if isinstance(named, dict) and any("/" not in name for name in named):
            yield check.route_of("cluster_min_healthy_percentages")


def authz_clusters(config: EnvoyConfig) -> Iterator[Route]:
    """Names of clusters in the external authorization filter."""
    for authz in config.of(f"{_HTTP}ext_authz.v3.ExtAuthz"):
        grpc, http = authz.child("grpc_service"), authz.child("http_service")
        for message, name in (
            (grpc.child("envoy_grpc") if grpc else None, "cluster_name"),
            (http.child("server_uri") if http else None, "cluster"),
        ):
            cluster = message.fields.get(name) if message is not None else None
            if message is not None and isinstance(cluster, str) and "/" not in cluster:
                yield message.route_of(name)


def more_secrets(config: EnvoyConfig) -> Iterator[Route]:
    """References to secrets that some agents complete, and that say no source themselves."""
    fields = (
        (f"{_TLS}CommonTlsContext.CombinedCertificateValidationContext", "validation_context_sds_secret_config"),
        (f"{_TLS}DownstreamTlsContext", "session_ticket_keys_sds_secret_config"),
    )
    for type_, name in fields:
        for message in config.of(type_):
            secret = message.child(name)
            if secret is not None and "sds_config" not in secret.fields:
                yield message.route_of(name)


def copied_secrets(config: EnvoyConfig) -> Iterator[Route]:
    """References to Cilium's copies of Secrets by name."""
    for secret in config.of(f"{_TLS}SdsSecretConfig"):
        name = secret.fields.get("name")
        if isinstance(name, str) and name.startswith(SYNCED):
            yield secret.route_of("name")


def internal_addresses(config: EnvoyConfig) -> Iterator[Route]:
    """References to internal listeners."""
    for address in config.of("envoy.config.core.v3.EnvoyInternalAddress"):
        name = address.fields.get("server_listener_name")
        if isinstance(name, str) and "/" not in name:
            yield address.route_of("server_listener_name")
