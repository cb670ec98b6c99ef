"""A TLV of the PROXY protocol that says nothing, or two things."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_TCP_PROXY = "envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy"


def check(proxy: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a TLV without, or with both of, `value` and `format_string`; an empty `value` is none."""
    for tlv in proxy.children("proxy_protocol_tlvs"):
        has_value, has_format = bool(tlv.fields.get("value")), "format_string" in tlv.fields
        if has_value == has_format:
            both = "not both of" if has_value else "one of"
            yield RULE.found(f"a TLV has {both} `value` and `format_string`", tlv.route)


def page() -> Page:
    from ..examples import CLUSTER, network_filter

    bad = network_filter("""\
- name: envoy.filters.network.tcp_proxy
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
    stat_prefix: echo
    cluster: default/echo
    proxy_protocol_tlvs:
    - type: 0xE0  # want: proxy-protocol-tlv "a TLV has one of `value` and `format_string`"
""")
    bad = bad.partition("      - name: envoy.filters.network.http_connection_manager")[0] + CLUSTER
    return Page(
        title="A TLV of the PROXY protocol without a value",
        catches=(
            "An entry of `proxy_protocol_tlvs` of a TcpProxy with neither `value` nor `format_string`, or with both."
        ),
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("type: 0xE0", "type: 0xE0\n            value: ZWNobw==")),
        fix="Give it one of the two.",
        log=(
            "Invalid TLV configuration: one of 'value' or 'format_string' must be set.",
            "Invalid TLV configuration: only one of 'value' or 'format_string' may be set.",
        ),
    )


RULE = Rule(
    id="proxy-protocol-tlv",
    severity="error",
    gate="nacked",
    on=(_TCP_PROXY,),
    check=check,
    page=page,
)
