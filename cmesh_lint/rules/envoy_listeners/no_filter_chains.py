"""A listener without filter chains."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import LISTENER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ._addresses import is_udp


def check(listener: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a TCP or internal listener without any filter chain."""
    if has_chain(listener) or "api_listener" in listener.fields or is_udp(listener):
        return
    where = listener.route_of("filter_chains") if "filter_chains" in listener.keys else listener.route
    yield RULE.found("the listener has no filter chain; add `filter_chains` or `default_filter_chain`", where)


def has_chain(listener: Message) -> bool:
    """Whether a connection can find a filter chain at all."""
    return bool(listener.fields.get("filter_chains")) or "default_filter_chain" in listener.fields


def page() -> Page:
    from ..examples import with_resource

    bad = with_resource("""\
- "@type": type.googleapis.com/envoy.config.listener.v3.Listener
  name: debug
  filter_chains: []  # want: no-filter-chains "has no filter chain"
""")
    return Page(
        title="A listener without filter chains",
        catches=(
            "A listener that has neither `filter_chains` nor `default_filter_chain`. The agent passes it on unchanged."
        ),
        why="Envoy rejects the listener, so nothing is ever redirected to it.",
        bad=bad,
        good=fix_example(
            bad,
            (
                "  filter_chains: []",
                """\
  filter_chains:
    - filters:
      - name: envoy.filters.network.tcp_proxy
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
          stat_prefix: debug
          cluster: default/echo
""".rstrip("\n"),
            ),
        ),
        fix="Add a filter chain, or remove the listener.",
        log=("error adding listener '…': no filter chains specified",),
        more=(
            Example(
                "no `filter_chains`",
                bad=with_resource("""\
- "@type": type.googleapis.com/envoy.config.listener.v3.Listener  # want: no-filter-chains "has no filter chain"
  name: debug
"""),
            ),
        ),
    )


RULE = Rule(
    id="no-filter-chains",
    severity="error",
    gate="nacked",
    on=(LISTENER,),
    check=check,
    page=page,
)
