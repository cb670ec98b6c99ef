"""Cluster names that are shared by rules about references to clusters."""

from __future__ import annotations

from ...cec.cluster_references import (
    BOOTSTRAP,
    MIRROR,
    ROUTE_ACTION,
    TCP_WEIGHTED,
    WEIGHTED,
    ClusterReference,
)
from ...cec.envoy_config import TCP_PROXY, EnvoyConfig
from ...protobuf.walk import Message


def is_known(reference: ClusterReference, config: EnvoyConfig) -> bool:
    """Whether this CEC or the bootstrap has the cluster, or another CEC may have it."""
    defined, name = config.defined, reference.name
    if name in defined.clusters or name in BOOTSTRAP or reference.written in defined.untyped:
        return True
    return "/" in name and not config.envelope.owner.owns(name)


def meant_for_bootstrap(name: str) -> str:
    """The cluster of the bootstrap that a name without `/` seems to mean; empty for none."""
    return next((known for known in (name, f"/{name}") if known in BOOTSTRAP), "")


def lacks_qualification(reference: ClusterReference, config: EnvoyConfig) -> bool:
    """Whether it means a cluster of this CEC in a place where the agent leaves names alone."""
    own = config.envelope.owner.qualified(reference.written)
    return not reference.qualified and own != reference.name and own in config.defined.clusters


def cost(message: Message, reference: ClusterReference) -> str:
    """What happens in the cluster when Envoy accepts a reference to a cluster that it does not have; empty where it
    rejects it."""
    return "" if reference.gate == "nacked" else _COSTS.get(message.type, _CALLS)


_REQUESTS = "requests to the cluster get 503"
_CALLS = "calls to the cluster fail, and most filters then reject the request"
_COSTS = {
    ROUTE_ACTION: _REQUESTS,
    WEIGHTED: _REQUESTS,
    MIRROR: "no requests are mirrored",
    **dict.fromkeys((TCP_PROXY, TCP_WEIGHTED), "connections are closed at once"),
}
