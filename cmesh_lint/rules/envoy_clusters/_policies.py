"""The load balancing policies of a cluster, the newer way."""

from __future__ import annotations

from ...protobuf.walk import Message

_POLICIES = "envoy.extensions.load_balancing_policies."
PROVIDED = f"{_POLICIES}cluster_provided.v3.ClusterProvided"


def first(cluster: Message) -> Message | None:
    """What configures the first policy of `load_balancing_policy`."""
    chosen = cluster.child("load_balancing_policy")
    policy = next(iter(chosen.children("policies")), None) if chosen is not None else None
    extension = policy.child("typed_extension_config") if policy is not None else None
    return extension.child("typed_config") if extension is not None else None
