"""A filter chain has no filters."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Rule
from ..echo import ECHO
from ..examples import in_listener

CHAIN = "envoy.config.listener.v3.FilterChain"


def judge(chain: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a filter chain without filters."""
    if not chain.fields.get("filters"):
        where = chain.route_of("filters") if "filters" in chain.keys else chain.route
        yield RULE.found("the filter chain has no filters: Envoy closes every connection that comes to it", where)


BAD = in_listener("""\
default_filter_chain:
  filters: []  # want: empty-filter-chain "closes every connection"
""")
RULE = Rule(
    id="empty-filter-chain",
    title="A filter chain without filters",
    severity="warning",
    gate="runtime",
    catches="A filter chain whose `filters` are missing or empty.",
    why="Envoy accepts it and closes each connection that the chain matches.",
    bad=BAD,
    good=ECHO,
    fix="Give the chain a terminal filter: a connection manager or a TCP proxy.",
    on=(CHAIN,),
    judge=judge,
)
