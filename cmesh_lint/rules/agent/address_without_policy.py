"""A listener of its own address, past the policies."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(listener: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames addresses that keep the filters out."""
    address = listener.child("address")
    socket = address.child("socket_address") if address is not None else None
    if socket is None or listener.parent is not listener.top or "internal_listener" in listener.fields:
        return
    where = socket.fields.get("address")
    features = config.envelope.features
    injected = features.filters_beside_an_address and config.envelope.inject_filters
    local = isinstance(where, str) and (where.startswith("127.") or where == "::1")
    if not injected and not local:
        yield RULE.found(
            "the agent puts no policy filter into a listener of its own address", listener.route_of("address"), at="key"
        )


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A listener of its own address, past the policies",
        catches=(
            "A listener with an `address` other than loopback in a CEC without `services` and without "
            '`cec.cilium.io/inject-cilium-filters: "true"`. Before Cilium 1.16 no listener with an address '
            "gets the filters."
        ),
        why=("The agent puts no policy filter in: what network policies say of HTTP does not hold on this port."),
        bad=fix_example(
            ECHO,
            (
                "  services:\n  - name: echo\n    namespace: default\n    listener: echo\n",
                "  backendServices:\n  - name: echo\n    namespace: default\n",
            ),
            (
                "    name: echo\n    filter_chains:\n",
                """    name: echo
    address:  # want: address-without-policy "no policy filter"
      socket_address: {address: 192.0.2.1, port_value: 8080}
    filter_chains:
""",
            ),
        ),
        good=ECHO,
        fix="Set the annotation, or leave the address out.",
    )


RULE = Rule(
    id="address-without-policy",
    severity="warning",
    gate="runtime",
    effect="HTTP rules of network policies are not enforced on this port",
    on=("envoy.config.listener.v3.Listener",),
    check=check,
    page=page,
)
