"""An invalid IP address."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ..addresses import is_ip
from ._addresses import SOCKET
from .partial_wildcard import MATCH, unmatched

CIDR = "envoy.config.core.v3.CidrRange"
_IN_MATCHERS = "xds.core.v3.CidrRange"
_MATCHERS = ("envoy.type.matcher.v3.AddressMatcher", "xds.type.matcher.v3.IPMatcher.IPRangeMatcher")
_TRUSTED = "envoy.extensions.http.original_ip_detection.xff.v3.XffTrustedCidrs"


def check(message: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the address of a listener, the source address of a cluster, and the prefix of a range."""
    name = "address" if message.type == SOCKET else "address_prefix"
    text = message.fields.get(name)
    if not isinstance(text, str) or not text or is_ip(text) or not _is_read(message):
        return
    yield RULE.found(f"`{text}` is not a valid IP address{_hint(text)}", message.route_of(name))


def _is_read(message: Message) -> bool:
    """Whether Envoy parses it when it takes the configuration."""
    around = message.parent
    if around is None:
        return False
    if message.type == _IN_MATCHERS:
        return around.type in _MATCHERS
    if message.type == CIDR:
        return around.type != _TRUSTED and (around.type != MATCH or not unmatched(around))
    if around.type in {"envoy.config.core.v3.BindConfig", "envoy.config.core.v3.ExtraSourceAddress"}:
        return True
    return around.parent is not None and around.parent.type.startswith("envoy.config.listener.v3.")


def _hint(text: str) -> str:
    if text.startswith("[") and text.endswith("]"):
        return f"; write `{text[1:-1]}`"
    if text == "localhost":
        return "; write `127.0.0.1`, or leave `address` out"
    if "/" in text:
        return "; write the prefix length in `prefix_len`"
    return "; Envoy does not resolve names here"


def page() -> Page:
    from ..examples import in_chain, in_cluster, in_listener

    bad = in_listener("""\
address:
  socket_address:
    address: localhost  # want: malformed-address "`localhost` is not a valid IP address; write `127.0.0.1`"
    port_value: 8080
""")
    return Page(
        title="An invalid IP address",
        catches=(
            "A host name, brackets, a prefix length or leading zeros where Envoy requires an IP address: in the "
            "address of a listener, in the source address of a cluster, or in `address_prefix` of a range."
        ),
        why="Envoy does not resolve names in these places and rejects the resource.",
        bad=bad,
        good=fix_example(bad, ("localhost", "127.0.0.1")),
        fix="Write an IPv4 address such as `127.0.0.1`, or an IPv6 address without brackets such as `::1`.",
        log=("malformed IP address: localhost", "Failed to create CIDR range: malformed IP address"),
        more=(
            Example(
                "brackets",
                bad=bad.replace("localhost", '"[::1]"', 1).replace(
                    '"`localhost` is not a valid IP address; write `127.0.0.1`"', '"write `::1`"'
                ),
            ),
            Example(
                "a prefix length",
                bad=in_chain("""\
filter_chain_match:
  prefix_ranges:
  - {address_prefix: 10.0.0.0/8}  # want: malformed-address "write the prefix length in `prefix_len`"
"""),
                good=in_chain("""\
filter_chain_match:
  prefix_ranges:
  - {address_prefix: 10.0.0.0, prefix_len: 8}
"""),
            ),
            Example(
                "the source address of a cluster",
                bad=in_cluster("""\
upstream_bind_config:
  source_address: {address: gateway.example.com, port_value: 0}  # want: malformed-address "does not resolve names here"
"""),
            ),
        ),
    )


RULE = Rule(
    id="malformed-address",
    severity="error",
    gate="nacked",
    on=(SOCKET, CIDR, _IN_MATCHERS),
    check=check,
    page=page,
)
