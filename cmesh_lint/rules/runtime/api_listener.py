"""A listener that only Envoy's bootstrap may have."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import LISTENER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_FIELD = "api_listener"


def check(listener: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames `api_listener`; on an internal listener it is another rule's."""
    if _FIELD in listener.fields and "internal_listener" not in listener.fields:
        yield RULE.found(
            f"Envoy takes a listener with `{_FIELD}` from its bootstrap alone", listener.route_of(_FIELD), at="key"
        )


def page() -> Page:
    from ..examples import in_listener

    bad = in_listener("""\
api_listener: {}  # want: api-listener "from its bootstrap alone"
""")
    return Page(
        title="A listener that only Envoy's bootstrap may have",
        catches=("A Listener with `api_listener`, which is for programs that Envoy is a part of."),
        why="Envoy passes over the listener with a warning. The agent redirects traffic to a port where nothing listens.",
        bad=bad,
        good=fix_example(bad, ("    api_listener: {}\n", "")),
        fix="Take the field out.",
        log=(
            "listener {} can not be added because currently only one ApiListener is allowed, and it can only be added via bootstrap configuration",
        ),
    )


RULE = Rule(
    id="api-listener",
    severity="error",
    gate="runtime",
    on=(LISTENER,),
    check=check,
    page=page,
    effect="nothing listens: Envoy passes over the listener, and what is redirected to it breaks off",
)
