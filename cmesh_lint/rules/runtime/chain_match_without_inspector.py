"""Filter chain match needs a listener filter that is missing."""

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
            text = "matching `h2c` needs the listener filter `envoy.filters.listener.http_inspector`, which is missing here"
            yield RULE.found(text, match.route_of("application_protocols"))


def _inspects(listener_filter: Message) -> bool:
    held = listener_filter.child("typed_config")
    return held is not None and held.type == _INSPECTOR


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Filter chain match needs a listener filter that is missing",
        catches=(
            "A filter chain without TLS whose `filter_chain_match` has `h2c` among its `application_protocols`, in a "
            "listener without `envoy.filters.listener.http_inspector`. Envoy adds `tls_inspector` by itself, but not "
            "this filter."
        ),
        why="Only the HTTP inspector detects HTTP protocols in plain text, so the chain never matches.",
        bad=fix_example(
            ECHO,
            (
                "    - filters:\n",
                """    - filter_chain_match:
        application_protocols: [h2c]  # want: chain-match-without-inspector "envoy.filters.listener.http_inspector"
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
