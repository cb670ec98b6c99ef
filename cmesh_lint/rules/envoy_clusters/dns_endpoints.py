"""Endpoints that a DNS cluster cannot have."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from . import _kinds


def check(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the number of endpoints of a `LOGICAL_DNS` cluster, and resolvers by name."""
    kind = _kinds.kind(cluster)
    if kind not in _kinds.DNS:
        return
    assignment = cluster.child("load_assignment")
    localities = assignment.children("endpoints") if assignment is not None else []
    endpoints = [endpoint for locality in localities for endpoint in locality.children("lb_endpoints")]
    if kind == "LOGICAL_DNS" and (len(localities), len(endpoints)) != (1, 1):
        text = f"a `LOGICAL_DNS` cluster must have one endpoint in one locality, found {len(endpoints)} in {len(localities)}"
        if assignment is not None:
            yield RULE.found(text, assignment.route, at="key")
        else:
            yield RULE.found(text, cluster.route)
    for endpoint in endpoints:
        yield from _resolver(endpoint, kind)


def _resolver(endpoint: Message, kind: str) -> Iterator[Problem]:
    message: Message | None = endpoint
    for field in ("endpoint", "address", "socket_address"):
        message = message.child(field) if message is not None else None
    if message is not None and message.fields.get("resolver_name"):
        text = f"`resolver_name` is not supported in a `{kind}` cluster; remove it"
        yield RULE.found(text, message.route_of("resolver_name"), at="key")


def page() -> Page:
    from . import _examples

    bad = _examples.cluster("""\
type: LOGICAL_DNS
load_assignment:  # want: dns-endpoints "must have one endpoint in one locality, found 2 in 1"
  cluster_name: echo
  endpoints:
  - lb_endpoints:
    - endpoint: {address: {socket_address: {address: a.example.com, port_value: 8080}}}
    - endpoint: {address: {socket_address: {address: b.example.com, port_value: 8080}}}
""")
    return Page(
        title="Endpoints that a DNS cluster cannot have",
        catches=(
            "A `LOGICAL_DNS` cluster without endpoints or with several, and an endpoint with a `resolver_name` in a "
            "`STRICT_DNS` or `LOGICAL_DNS` cluster."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("LOGICAL_DNS", "STRICT_DNS")),
        fix="Use `STRICT_DNS` for several names; remove `resolver_name`.",
        log=("LOGICAL_DNS clusters must have a single", "clusters must NOT have a custom resolver name set"),
        more=(
            Example(
                "no endpoint",
                bad=_examples.cluster("type: LOGICAL_DNS\n").replace(
                    "Cluster\n", 'Cluster  # want: dns-endpoints "found 0 in 0"\n', 1
                ),
            ),
            Example(
                "two localities",
                bad=_examples.cluster("""\
type: LOGICAL_DNS
load_assignment:  # want: dns-endpoints "found 2 in 2"
  cluster_name: echo
  endpoints:
  - lb_endpoints: [{endpoint: {address: {socket_address: {address: a.example.com, port_value: 80}}}}]
  - lb_endpoints: [{endpoint: {address: {socket_address: {address: b.example.com, port_value: 80}}}}]
"""),
            ),
            Example(
                "a resolver by name",
                bad=_examples.cluster("""\
type: STRICT_DNS
load_assignment:
  cluster_name: echo
  endpoints:
  - lb_endpoints:
    - endpoint:
        address:
          socket_address:
            address: echo.example.com
            port_value: 8080
            resolver_name: envoy.ip  # want: dns-endpoints "`resolver_name` is not supported in a `STRICT_DNS` cluster"
"""),
            ),
        ),
    )


RULE = Rule(
    id="dns-endpoints",
    severity="error",
    gate="nacked",
    on=(CLUSTER,),
    check=check,
    page=page,
)
