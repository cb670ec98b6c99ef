"""Clusters for hosts outside: found by DNS, spoken to with TLS where the address says `https`."""

from __future__ import annotations

from typing import Any

from ..values import extension
from .backend_tls_policy import SYSTEM_CAS, TLS


def _split(uri: str) -> tuple[bool, str, int]:
    """Whether it is TLS, the host, and the port."""
    scheme, _, rest = uri.partition("://")
    host, _, port = rest.partition("/")[0].partition(":")
    secure = scheme == "https"
    return secure, host, int(port) if port.isdigit() else 443 if secure else 80


def external_name(uri: str) -> str:
    """The name of the cluster: host and port."""
    _, host, port = _split(uri)
    return f"{host}:{port}"


def external_cluster(uri: str) -> dict[str, Any]:
    """The cluster."""
    secure, host, port = _split(uri)
    address = {"socket_address": {"address": host, "port_value": port}}
    made: dict[str, Any] = {
        "type": "STRICT_DNS",
        # Envoy's own way asks for IPv6 first, and takes it where nodes cannot reach it.
        "dns_lookup_family": "V4_PREFERRED",
        "connect_timeout": "5s",
        "load_assignment": {
            "cluster_name": external_name(uri),
            "endpoints": [{"lb_endpoints": [{"endpoint": {"address": address}}]}],
        },
    }
    if secure:
        valid = {
            "trusted_ca": {"filename": SYSTEM_CAS},
            "match_typed_subject_alt_names": [{"san_type": "DNS", "matcher": {"exact": host}}],
        }
        context = {"sni": host, "common_tls_context": {"validation_context": valid}}
        made["transport_socket"] = extension("envoy.transport_sockets.tls", TLS, **context)
    return made
