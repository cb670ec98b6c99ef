"""Network filters that do not end with a terminal filter."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ._layers import NETWORK_PASSING, NETWORK_TERMINAL, type_of
from ._managers import CHAIN


def check(chain: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a terminal filter that is not last, and a last filter that only passes data on."""
    filters = chain.children("filters")
    for filter_ in filters[:-1]:
        if type_of(filter_) in NETWORK_TERMINAL:
            name = type_of(filter_).rpartition(".")[2]
            yield RULE.found(f"{name} is terminal and must be the last filter of the chain", _route(filter_))
    if filters and type_of(filters[-1]) in NETWORK_PASSING:
        text = "the filter chain must end with a connection manager or a TCP proxy; add one after this filter"
        yield RULE.found(text, _route(filters[-1]))


def _route(filter_: Message) -> tuple[str | int, ...]:
    return filter_.route_of("name") if "name" in filter_.keys else filter_.route


def page() -> Page:
    from ..examples import network_filter, with_resource

    bad = network_filter("""\
- name: envoy.filters.network.tcp_proxy  # want: network-filter-order "TcpProxy is terminal and must be the last filter"
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
    stat_prefix: echo
    cluster: default/echo
""")
    return Page(
        title="Network filters that do not end with a terminal filter",
        catches=(
            "A filter chain with a connection manager or a TCP proxy before the last place, or whose last filter is "
            "not terminal, such as RBAC."
        ),
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(
            bad,
            (
                """\
      - name: envoy.filters.network.tcp_proxy
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
          stat_prefix: echo
          cluster: default/echo
""",
                "",
            ),
        ),
        fix="Put one connection manager or one TCP proxy at the end of the chain.",
        log=(
            "Error: terminal filter named … must be the last filter in a network filter chain.",
            "Error: non-terminal filter named … is the last filter in a network filter chain.",
        ),
        more=(
            Example(
                "a chain that ends with RBAC",
                bad=with_resource("""\
- "@type": type.googleapis.com/envoy.config.listener.v3.Listener
  name: other
  filter_chains:
  - filters:
    - name: envoy.filters.network.rbac  # want: network-filter-order "must end with a connection manager or a TCP proxy"
      typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.network.rbac.v3.RBAC, stat_prefix: echo}
"""),
            ),
        ),
    )


RULE = Rule(
    id="network-filter-order",
    severity="error",
    gate="nacked",
    on=(CHAIN,),
    check=check,
    page=page,
)
