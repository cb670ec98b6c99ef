"""`ipv4_compat` on an address that cannot have it."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import LISTENER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ..addresses import is_ip
from ._addresses import sockets


def check(listener: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames `ipv4_compat` on an address that has nothing to do with IPv4 and IPv6 at once."""
    for socket in sockets(listener):
        address = socket.fields.get("address")
        if socket.fields.get("ipv4_compat") is True and isinstance(address, str) and not _may(address):
            text = f"`ipv4_compat` needs the address `::` or an IPv4-mapped one such as `::ffff:…`, found `{address}`"
            yield RULE.found(text, socket.route_of("ipv4_compat"))


def _may(address: str) -> bool:
    """Whether Envoy lets the address have it; a malformed one is told elsewhere."""
    import ipaddress

    if not is_ip(address):
        return True
    parsed = ipaddress.ip_address(address)
    return isinstance(parsed, ipaddress.IPv6Address) and (int(parsed) == 0 or parsed.ipv4_mapped is not None)


def page() -> Page:
    from ..examples import in_listener

    bad = in_listener("""\
address:
  socket_address:
    address: 127.0.0.1
    port_value: 8080
    ipv4_compat: true  # want: ipv4-compat "needs the address `::`"
""")
    return Page(
        title="`ipv4_compat` on an address that cannot have it",
        catches="`ipv4_compat: true` on a listener's address that is neither `::` nor IPv4-mapped.",
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("\n        ipv4_compat: true", "")),
        fix="Remove `ipv4_compat`, or listen on `::`.",
        log=("Only IPv6 address '::' or valid IPv4-mapped IPv6 address can set ipv4_compat",),
        more=(
            Example(
                "another IPv6 address",
                bad=fix_example(bad, ("address: 127.0.0.1", 'address: "::1"')).replace(
                    "ipv4_compat: true", 'ipv4_compat: true  # want: ipv4-compat "found `::1`"'
                ),
            ),
            Example("all addresses", good=fix_example(bad, ("address: 127.0.0.1", 'address: "::"'))),
        ),
    )


RULE = Rule(
    id="ipv4-compat",
    severity="error",
    gate="nacked",
    on=(LISTENER,),
    check=check,
    page=page,
)
