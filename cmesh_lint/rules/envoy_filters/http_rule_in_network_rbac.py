"""A header in network RBAC."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

NETWORK = "envoy.extensions.filters.network.rbac.v3.RBAC"
_RULES = ("envoy.config.rbac.v3.Permission", "envoy.config.rbac.v3.Principal")


def check(rule: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames `header` in a permission or principal of the network filter."""
    if "header" in rule.fields and rule.above(NETWORK) is not None:
        text = "network RBAC cannot match headers; use the HTTP filter `envoy.filters.http.rbac`"
        yield RULE.found(text, rule.route_of("header"), at="key")


def page() -> Page:
    from ..examples import network_filter

    bad = network_filter("""\
- name: envoy.filters.network.rbac
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.network.rbac.v3.RBAC
    stat_prefix: echo
    rules:
      policies:
        admin:
          permissions: [{any: true}]
          principals:
          - header: {name: x-user, string_match: {exact: admin}}  # want: http-rule-in-network-rbac "cannot match headers"
""")
    return Page(
        title="A header in network RBAC",
        catches="`header` in a permission or a principal of the network RBAC filter.",
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(
            bad,
            (
                "header: {name: x-user, string_match: {exact: admin}}",
                "remote_ip: {address_prefix: 10.0.0.0, prefix_len: 8}",
            ),
        ),
        fix="Use the HTTP RBAC filter, or match by address or certificate.",
        log=("Found header(…) rule,not supported by RBAC network filter",),
        more=(
            Example(
                "a permission",
                bad=network_filter("""\
- name: envoy.filters.network.rbac
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.network.rbac.v3.RBAC
    stat_prefix: echo
    rules:
      policies:
        admin:
          permissions:
          - not_rule:
              header: {name: x-user, present_match: true}  # want: http-rule-in-network-rbac "cannot match headers"
          principals: [{any: true}]
"""),
            ),
        ),
    )


RULE = Rule(
    id="http-rule-in-network-rbac",
    severity="error",
    gate="nacked",
    on=_RULES,
    check=check,
    page=page,
)
