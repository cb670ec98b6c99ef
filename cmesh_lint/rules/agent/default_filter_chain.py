"""The default filter chain bypasses policies."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import HCM, TCP_PROXY, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example


def check(listener: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames default chains that carry traffic past the policies."""
    chain = listener.child("default_filter_chain")
    if chain is None or listener.parent is not listener.top:
        return
    proxies = [held for each in chain.children("filters") if (held := each.child("typed_config")) is not None]
    if any(held.type in (HCM, TCP_PROXY) for held in proxies):
        text = "the agent does not process `default_filter_chain`: traffic in it bypasses network policies"
        yield RULE.found(text, listener.route_of("default_filter_chain"), at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="The default filter chain bypasses policies",
        catches=(
            "A `default_filter_chain` with a connection manager or a TCP proxy, in a listener that gets Cilium's "
            "policy filters."
        ),
        why=(
            "The agent processes `filter_chains` only. In the default chain it adds no policy filter and does not "
            "qualify names."
        ),
        bad=fix_example(
            ECHO,
            (
                "    filter_chains:\n    - filters:\n",
                """    default_filter_chain:  # want: default-filter-chain "bypasses network policies"
      filters:
      - name: envoy.filters.network.tcp_proxy
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
          stat_prefix: tcp
          cluster: default/echo
    filter_chains:
    - filter_chain_match: {destination_port: 80}
      filters:
""",
            ),
        ),
        good=ECHO,
        fix="Move the filters to an entry of `filter_chains` without `filter_chain_match`.",
        more=(
            Example(
                "a connection manager in the default chain",
                bad=fix_example(
                    ECHO,
                    (
                        "    filter_chains:\n    - filters:\n",
                        """    default_filter_chain:  # want: default-filter-chain "bypasses network policies"
      filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: other
          route_config: {name: other}
          http_filters:
          - name: envoy.filters.http.router
            typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
    filter_chains:
    - filter_chain_match: {destination_port: 80}
      filters:
""",
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="default-filter-chain",
    severity="critical",
    gate="runtime",
    effect="traffic that takes the default chain passes no network policy",
    on=("envoy.config.listener.v3.Listener",),
    check=check,
    page=page,
)
