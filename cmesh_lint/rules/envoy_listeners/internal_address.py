"""An internal address for a listener."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import LISTENER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_ADDRESS = "envoy.config.core.v3.Address"
_FIELD = "envoy_internal_address"


def check(address: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames it where a listener would listen; an internal listener with an address is another rule's."""
    around = address.parent
    listener = around.parent if around is not None and around.type != LISTENER else around
    if _FIELD not in address.fields or listener is None or listener.type != LISTENER:
        return
    if "internal_listener" not in listener.fields:
        text = f"`{_FIELD}` is for endpoints; expected `internal_listener: {{}}` and no address"
        yield RULE.found(text, address.route_of(_FIELD), at="key")


def page() -> Page:
    from ..examples import in_listener

    bad = in_listener("""\
address:
  envoy_internal_address:  # want: internal-address "expected `internal_listener: {}` and no address"
    server_listener_name: echo
""")
    return Page(
        title="An internal address for a listener",
        catches=("`envoy_internal_address` in the `address` or the `additional_addresses` of a listener."),
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(
            bad, ("    address:\n      envoy_internal_address:\n        server_listener_name: echo\n", "")
        ),
        fix="Write `internal_listener: {}` in place of the address. Endpoints refer to the listener by `envoy_internal_address`.",
        log=("use internal_listener field instead of address for internal listeners",),
    )


RULE = Rule(
    id="internal-address",
    severity="error",
    gate="nacked",
    on=(_ADDRESS,),
    check=check,
    page=page,
)
