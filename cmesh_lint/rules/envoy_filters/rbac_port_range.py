"""An empty or invalid port range."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

PERMISSION = "envoy.config.rbac.v3.Permission"
_MOST = 65536
"""The end of a range is the port after its last one."""


def check(permission: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a range that ends where it begins or before, and one beyond the ports."""
    ports = permission.child("destination_port_range")
    if ports is None:
        return
    start, end = (ports.fields.get(name, 0) for name in ("start", "end"))
    if not isinstance(start, int) or not isinstance(end, int):
        return
    if start < 0 or start >= _MOST or end > _MOST:
        yield RULE.found(f"ports must be from 0 to {_MOST - 1}, found the range {start} to {end}", ports.route)
    elif start >= end:
        text = (
            f"the range {start} to {end} has no port, because `end` is not included; write `end: {start + 1}` or more"
        )
        yield RULE.found(text, ports.route)


def page() -> Page:
    from ..examples import http_filter

    bad = http_filter("""\
- name: envoy.filters.http.rbac
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC
    rules:
      policies:
        web:
          permissions:
          - destination_port_range: {start: 80, end: 80}  # want: rbac-port-range "write `end: 81` or more"
          principals: [{any: true}]
""")
    return Page(
        title="An empty or invalid port range",
        catches=(
            "A `destination_port_range` of RBAC whose `end`, which is not included, is not above its `start`, or "
            "that goes beyond 65535."
        ),
        why="Envoy rejects the resource.",
        bad=bad,
        good=fix_example(bad, ("end: 80}", "end: 81}")),
        fix="Set `end` to the port after the last one, or use `destination_port` for a single port.",
        log=("range start 5 cannot be greater or equal than range end 5", "range start 70000 is out of bounds"),
        more=(
            Example(
                "a port above 65535",
                bad=http_filter("""\
- name: envoy.filters.http.rbac
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC
    rules:
      policies:
        web:
          permissions:
          - destination_port_range: {start: 65000, end: 70000}  # want: rbac-port-range "ports must be from 0 to 65535"
          principals: [{any: true}]
"""),
            ),
            Example(
                "all ports",
                good=http_filter("""\
- name: envoy.filters.http.rbac
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC
    rules:
      policies:
        web:
          permissions:
          - destination_port_range: {start: 0, end: 65536}
          principals: [{any: true}]
"""),
            ),
        ),
    )


RULE = Rule(
    id="rbac-port-range",
    severity="error",
    gate="nacked",
    on=(PERMISSION,),
    check=check,
    page=page,
)
