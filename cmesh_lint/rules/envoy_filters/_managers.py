"""Where a connection manager stands."""

from __future__ import annotations

from ...cec.envoy_config import HCM, LISTENER, TCP_PROXY
from ...protobuf.walk import Message

PREFIX = "type.googleapis.com/"
CHAIN = "envoy.config.listener.v3.FilterChain"


def chain_of(network_filter: Message) -> Message | None:
    """The filter chain that a network filter's configuration stands in."""
    return network_filter.above(CHAIN)


def is_processed(manager: Message) -> bool:
    """Whether the agent fills in what the manager leaves open: it looks at the first manager or TCP proxy of each of
    the listener's `filter_chains`, and knows it by its exact `@type`."""
    chain = chain_of(manager)
    if chain is None or chain.field != "filter_chains" or chain.parent is None or chain.parent.type != LISTENER:
        return False
    for each in chain.children("filters"):
        typed = next((below for below in each.below if below.field == "typed_config"), None)
        if typed is not None and typed.value.get("@type") in (PREFIX + HCM, PREFIX + TCP_PROXY):
            return typed.held is manager
    return False
