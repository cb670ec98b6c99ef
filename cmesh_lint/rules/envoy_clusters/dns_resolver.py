"""A DNS server that is not an IP address."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ..addresses import is_ip
from . import _kinds

ADDRESS = "envoy.config.core.v3.Address"
_FIELDS = frozenset({"resolvers", "dns_resolvers"})


def check(address: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a server by name, and one that is no socket."""
    if address.field not in _FIELDS or not _is_asked(address):
        return
    socket = address.child("socket_address")
    if socket is None:
        if address.fields:
            yield RULE.found("a DNS server must be a `socket_address` with an IP address", address.route)
        return
    text = socket.fields.get("address")
    if isinstance(text, str) and text and not is_ip(text):
        yield RULE.found(
            f"`{text}` is not a valid IP address; a DNS server cannot be a host name", socket.route_of("address")
        )


def _is_asked(address: Message) -> bool:
    """Whether Envoy makes a resolver of it: not in a cluster that looks no name up."""
    cluster = address.above(CLUSTER)
    return cluster is None or _kinds.kind(cluster) in (*_kinds.DNS, _kinds.FORWARD_PROXY)


def page() -> Page:
    from . import _examples

    bad = _examples.dns_cluster("""\
typed_dns_resolver_config:
  name: envoy.network.dns_resolver.cares
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig
    resolvers:
    - socket_address:
        address: dns.example.com  # want: dns-resolver "`dns.example.com` is not a valid IP address"
        port_value: 53
""")
    return Page(
        title="A DNS server that is not an IP address",
        catches="A DNS server of a cluster or of a DNS cache that is a host name or a pipe.",
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("dns.example.com", "10.96.0.10")),
        fix="Write the IP address of the server.",
        log=("malformed IP address: dns.example.com", "DNS resolver '…' is not an IP address"),
        more=(
            Example(
                "a pipe",
                bad=_examples.dns_cluster("""\
dns_resolvers:
- pipe: {path: /run/dns.sock}  # want: dns-resolver "must be a `socket_address`"
"""),
            ),
            Example(
                "a cluster that does not use DNS",
                good=_examples.cluster(
                    "type: EDS\ndns_resolvers: [{socket_address: {address: dns.example.com, port_value: 53}}]\n"
                ).replace("name: echo\n    connect", "name: default/echo\n    connect"),
            ),
        ),
    )


RULE = Rule(
    id="dns-resolver",
    severity="error",
    gate="nacked",
    on=(ADDRESS,),
    check=check,
    page=page,
)
