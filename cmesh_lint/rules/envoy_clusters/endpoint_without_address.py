"""An endpoint without an address."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from . import _endpoints


def check(endpoint: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames an endpoint without `address`, and each of its further addresses without one."""
    if _endpoints.is_read(endpoint):
        for holder in _endpoints.holders(endpoint):
            if "address" not in holder.fields:
                yield RULE.found("the endpoint has no `address`; add one with a `socket_address`", holder.route)


def page() -> Page:
    from . import _examples

    bad = _examples.cluster("""\
type: STATIC
load_assignment:
  cluster_name: echo
  endpoints:
  - lb_endpoints:
    - endpoint: {hostname: echo.example.com}  # want: endpoint-without-address "the endpoint has no `address`"
""")
    return Page(
        title="An endpoint without an address",
        catches=(
            "An endpoint of a `STATIC` cluster or of a ClusterLoadAssignment without `address`, or with an entry of "
            "`additional_addresses` without one. `hostname` is used only for health checks and the `Host` header."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(
            bad, ("hostname: echo.example.com", "address: {socket_address: {address: 10.0.0.1, port_value: 8080}}")
        ),
        fix="Set `address`.",
        log=("Address must be set",),
        more=(
            Example(
                "an additional address",
                bad=_examples.cluster("""\
type: STATIC
load_assignment:
  cluster_name: echo
  endpoints:
  - lb_endpoints:
    - endpoint:
        address: {socket_address: {address: 10.0.0.1, port_value: 8080}}
        additional_addresses:
        - {}  # want: endpoint-without-address "the endpoint has no `address`"
"""),
            ),
        ),
    )


RULE = Rule(
    id="endpoint-without-address",
    severity="error",
    gate="nacked",
    on=(_endpoints.ENDPOINT,),
    check=check,
    page=page,
)
