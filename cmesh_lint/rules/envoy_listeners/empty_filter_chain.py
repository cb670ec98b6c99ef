"""A filter chain has no filters."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

CHAIN = "envoy.config.listener.v3.FilterChain"


def check(chain: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a filter chain without filters."""
    if not chain.fields.get("filters"):
        where = chain.route_of("filters") if "filters" in chain.keys else chain.route
        yield RULE.found("the filter chain has no filters, so Envoy closes every connection that matches it", where)


def page() -> Page:
    from ..echo import ECHO
    from ..examples import in_listener

    bad = in_listener("""\
default_filter_chain:
  filters: []  # want: empty-filter-chain "closes every connection"
""")
    return Page(
        title="A filter chain without filters",
        catches="A filter chain whose `filters` are missing or empty.",
        why="Envoy accepts it, and closes each connection that the chain matches.",
        bad=bad,
        good=ECHO,
        fix="Add a terminal filter to the chain: a connection manager or a TCP proxy.",
        more=(
            Example(
                "`filters` is missing",
                bad=fix_example(
                    ECHO,
                    (
                        "    - filters:\n",
                        '    - filter_chain_match: {destination_port: 81}  # want: empty-filter-chain "closes every connection"\n    - filters:\n',
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="empty-filter-chain",
    severity="warning",
    gate="runtime",
    effect="Envoy closes every connection that the chain matches",
    on=(CHAIN,),
    check=check,
    page=page,
)
