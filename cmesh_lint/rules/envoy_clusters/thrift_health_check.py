"""A health check of Thrift without the transport and the protocol to speak."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_THRIFT = "envoy.extensions.health_checkers.thrift.v3.Thrift"
_PROTOCOLS = ("BINARY", "LAX_BINARY", "COMPACT")


def check(thrift: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames `AUTO_TRANSPORT` and `AUTO_PROTOCOL`, the defaults, and the protocol of Twitter."""
    if thrift.fields.get("transport", _AUTO) == _AUTO:
        text = "expected `transport` to be `FRAMED`, `UNFRAMED` or `HEADER`"
        yield RULE.found(text, thrift.route_of("transport") if "transport" in thrift.keys else thrift.route)
    if thrift.fields.get("protocol", "AUTO_PROTOCOL") in ("AUTO_PROTOCOL", "TWITTER"):
        text = f"expected `protocol` to be {', '.join(f'`{each}`' for each in _PROTOCOLS[:-1])} or `{_PROTOCOLS[-1]}`"
        yield RULE.found(text, thrift.route_of("protocol") if "protocol" in thrift.keys else thrift.route)


_AUTO = "AUTO_TRANSPORT"


def page() -> Page:
    from . import _examples

    bad = _examples.dns_cluster("""\
health_checks:
- timeout: 1s
  interval: 5s
  healthy_threshold: 1
  unhealthy_threshold: 3
  custom_health_check:
    name: envoy.health_checkers.thrift
    typed_config:
      "@type": type.googleapis.com/envoy.extensions.health_checkers.thrift.v3.Thrift
      method_name: ping
      transport: FRAMED
      protocol: TWITTER  # want: thrift-health-check "expected `protocol` to be `BINARY`"
""")
    return Page(
        title="A health check of Thrift that cannot be spoken",
        catches=(
            "A Thrift health check whose `transport` or `protocol` is automatic, the default, or whose `protocol` is `TWITTER`."
        ),
        why="Envoy rejects the cluster.",
        bad=bad,
        good=fix_example(bad, ("TWITTER", "BINARY")),
        fix="Name the transport and the protocol.",
        log=("Unsupported transport or protocol in thrift health check configuration",),
    )


RULE = Rule(
    id="thrift-health-check",
    severity="error",
    gate="nacked",
    on=(_THRIFT,),
    check=check,
    page=page,
)
