"""Service is redirected to a listener without a port."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import CONFIG, Page, Rule, fix_example


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames an entry of `services` whose listener the agent cannot redirect to."""
    for ref in config.envelope.services:
        listener = config.defined.listeners.get(config.envelope.owner.qualified(ref.listener, force=True))
        kind = _portless(listener) if listener is not None and ref.listener else ""
        if kind:
            text = f"listener `{ref.listener}` {kind}: traffic cannot be redirected to it"
            yield RULE.found(text, (*ref.route, "listener"))


def _portless(listener: Message) -> str:
    if listener.child("internal_listener") is not None:
        return "is internal"
    address = listener.child("address")
    return "listens on a pipe" if address is not None and address.child("pipe") is not None else ""


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO,
        ("    listener: echo\n", '    listener: echo  # want: service-listener-without-port "is internal"\n'),
        ("    name: echo\n    filter_chains:\n", "    name: echo\n    internal_listener: {}\n    filter_chains:\n"),
    )
    return Page(
        title="Service is redirected to a listener without a port",
        catches="A `services[].listener` that names an internal listener, or one that listens on a pipe.",
        why=(
            "The agent redirects traffic to a port. The listener has none, so the Service is not redirected, and "
            "nothing is logged."
        ),
        bad=bad,
        good=fix_example(bad, ("    internal_listener: {}\n", "")),
        fix="Use a listener without an address, for which the agent picks a port, or one with a socket address.",
    )


RULE = Rule(
    id="service-listener-without-port",
    severity="error",
    gate="runtime",
    effect="the Service is not redirected to the listener, and nothing is logged",
    on=(CONFIG,),
    check=check,
    page=page,
)
