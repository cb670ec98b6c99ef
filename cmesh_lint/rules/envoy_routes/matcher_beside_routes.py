"""A virtual host with both `matcher` and `routes`."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(host: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the `matcher` of a virtual host that lists routes, too."""
    if "matcher" in host.fields and host.fields.get("routes"):
        yield RULE.found(
            "the virtual host has both `matcher` and `routes`; remove one of them", host.route_of("matcher"), at="key"
        )


def page() -> Page:
    from . import _examples

    bad = _examples.hosts("""\
- name: echo
  domains: ["*"]
  matcher:  # want: matcher-beside-routes "remove one of them"
    on_no_match:
      action:
        name: echo
        typed_config:
          "@type": type.googleapis.com/envoy.config.route.v3.Route
          match: {prefix: /}
          direct_response: {status: 200}
  routes:
  - match: {prefix: /}
    direct_response: {status: 200}
""")
    return Page(
        title="A virtual host with both `matcher` and `routes`",
        catches="A virtual host with both `matcher` and `routes`. Envoy supports only one of them.",
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(
            bad, ("      routes:\n      - match: {prefix: /}\n        direct_response: {status: 200}\n", "")
        ),
        fix="Keep one of the two.",
        log=("cannot set both matcher and routes on virtual host",),
    )


RULE = Rule(
    id="matcher-beside-routes",
    severity="error",
    gate="nacked",
    on=("envoy.config.route.v3.VirtualHost",),
    check=check,
    page=page,
)
