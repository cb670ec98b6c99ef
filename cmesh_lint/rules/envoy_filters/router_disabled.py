"""The router is disabled."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ._layers import HTTP_TERMINAL, type_of

HTTP_FILTER = "envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter"


def check(filter_: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames `disabled` on a filter that ends its chain."""
    if filter_.fields.get("disabled") is True and type_of(filter_) in HTTP_TERMINAL:
        yield RULE.found(
            "the router cannot be disabled, because it is the terminal filter; remove `disabled`",
            filter_.route_of("disabled"),
        )


ROUTER = "          - name: envoy.filters.http.router\n"
DISABLED = '            disabled: true  # want: router-disabled "cannot be disabled"\n'


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(ECHO, (ROUTER, ROUTER + DISABLED))
    return Page(
        title="A disabled router",
        catches="`disabled: true` on the router, the filter that ends the chain.",
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("            disabled: true\n", "")),
        fix="Remove `disabled`.",
        log=(
            "Error: the last (terminal) filter (envoy.filters.http.router) in the chain cannot be disabled by default.",
        ),
    )


RULE = Rule(
    id="router-disabled",
    severity="error",
    gate="nacked",
    on=(HTTP_FILTER,),
    check=check,
    page=page,
)
