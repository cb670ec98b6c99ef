"""How a cluster finds its endpoints, and what its `typed_extension_protocol_options` hold."""

from __future__ import annotations

from ...protobuf.walk import Message

OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
DNS = frozenset({"STRICT_DNS", "LOGICAL_DNS"})
_NAMED = {
    "envoy.cluster.eds": "EDS",
    "envoy.cluster.logical_dns": "LOGICAL_DNS",
    "envoy.cluster.original_dst": "ORIGINAL_DST",
    "envoy.cluster.static": "STATIC",
    "envoy.cluster.strict_dns": "STRICT_DNS",
}


def kind(cluster: Message) -> str:
    """`STATIC`, `EDS`, `STRICT_DNS`, `LOGICAL_DNS` or `ORIGINAL_DST`; empty for another `cluster_type`."""
    custom = cluster.child("cluster_type")
    if "cluster_type" in cluster.fields:
        return _NAMED.get(str(custom.fields.get("name")), "") if custom is not None else ""
    type_ = cluster.fields.get("type", "STATIC")
    return type_ if isinstance(type_, str) else ""


def policy(cluster: Message) -> str:
    """The name of the load balancing policy in `lb_policy`."""
    return str(cluster.fields.get("lb_policy", "ROUND_ROBIN"))


def options(cluster: Message) -> Message | None:
    """The HttpProtocolOptions of a cluster."""
    found = cluster.children("typed_extension_protocol_options")
    return next((each for each in found if each.type == OPTIONS), None)
