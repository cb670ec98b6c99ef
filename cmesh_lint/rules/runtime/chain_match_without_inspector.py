"""A filter chain that waits for an inspector."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_INSPECTOR = "envoy.extensions.filters.listener.http_inspector.v3.HttpInspector"


def check(listener: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames matches on what only the HTTP inspector finds out."""
    if any(_inspects(each) for each in listener.children("listener_filters")):
        return
    for chain in listener.children("filter_chains"):
        match = chain.child("filter_chain_match")
        wanted = match.fields.get("application_protocols") if match is not None else None
        if (
            match is not None
            and isinstance(wanted, list)
            and "h2c" in wanted
            and "transport_socket" not in chain.fields
        ):
            text = "`h2c` is found out by the HTTP inspector, which this listener does not have"
            yield RULE.found(text, match.route_of("application_protocols"))


def _inspects(listener_filter: Message) -> bool:
    held = listener_filter.child("typed_config")
    return held is not None and held.type == _INSPECTOR


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A filter chain that waits for an inspector",
        catches=(
            "A `filter_chain_match` on `application_protocols` or `transport_protocol: raw_buffer` in a "
            "listener without the listener filter that would find them out. Envoy puts in `tls_inspector` by "
            "itself, and no other."
        ),
        why="The chain for HTTP protocols on plain text never matches.",
        bad=fix_example(
            ECHO,
            (
                "    - filters:\n",
                """    - filter_chain_match:
        application_protocols: [h2c]  # want: chain-match-without-inspector "HTTP inspector"
      filters:
""",
            ),
        ),
        good=ECHO,
        fix="Add `envoy.filters.listener.http_inspector` to `listener_filters`.",
    )


RULE = Rule(
    id="chain-match-without-inspector",
    severity="warning",
    gate="runtime",
    effect="the chain never matches; such connections go to another chain or are closed",
    on=("envoy.config.listener.v3.Listener",),
    check=check,
    page=page,
)
