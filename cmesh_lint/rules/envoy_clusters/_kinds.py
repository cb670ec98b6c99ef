"""How a cluster finds its endpoints, and what its `typed_extension_protocol_options` hold."""

from __future__ import annotations

from ...protobuf.walk import Message

OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
DNS_CLUSTER = "envoy.extensions.clusters.dns.v3.DnsCluster"
FORWARD_PROXY_CONFIG = "envoy.extensions.clusters.dynamic_forward_proxy.v3.ClusterConfig"
FORWARD_PROXY = "DYNAMIC_FORWARD_PROXY"
DNS = frozenset({"STRICT_DNS", "LOGICAL_DNS"})
_NAMED = {
    "envoy.clusters.dynamic_forward_proxy": "DYNAMIC_FORWARD_PROXY",
    "envoy.cluster.eds": "EDS",
    "envoy.cluster.logical_dns": "LOGICAL_DNS",
    "envoy.cluster.original_dst": "ORIGINAL_DST",
    "envoy.cluster.static": "STATIC",
    "envoy.cluster.strict_dns": "STRICT_DNS",
}


def kind(cluster: Message) -> str:
    """`STATIC`, `EDS`, `STRICT_DNS`, `LOGICAL_DNS`, `ORIGINAL_DST` or `DYNAMIC_FORWARD_PROXY`; empty for another
    `cluster_type`. A DnsCluster is one of the DNS kinds."""
    custom = cluster.child("cluster_type")
    if custom is not None and (typed := custom.child("typed_config")) is not None:
        return _configured(typed)
    if "cluster_type" in cluster.fields:
        return _NAMED.get(str(custom.fields.get("name")), "") if custom is not None else ""
    type_ = cluster.fields.get("type", "STATIC")
    return type_ if isinstance(type_, str) else ""


def _configured(typed: Message) -> str:
    if typed.type == DNS_CLUSTER:
        return "LOGICAL_DNS" if typed.fields.get("all_addresses_in_single_endpoint") is True else "STRICT_DNS"
    return FORWARD_PROXY if typed.type == FORWARD_PROXY_CONFIG else ""


def policy(cluster: Message) -> str:
    """The name of the load balancing policy in `lb_policy`."""
    return str(cluster.fields.get("lb_policy", "ROUND_ROBIN"))


def options(cluster: Message) -> Message | None:
    """The HttpProtocolOptions of a cluster."""
    found = cluster.children("typed_extension_protocol_options")
    return next((each for each in found if each.type == OPTIONS), None)
