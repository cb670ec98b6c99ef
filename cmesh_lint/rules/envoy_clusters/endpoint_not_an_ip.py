"""An endpoint that is not an IP address."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ..addresses import is_ip
from . import _endpoints


def check(endpoint: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames each address of an endpoint that is no IP address, unless the cluster looks names up or ignores it."""
    if not _endpoints.is_read(endpoint):
        return
    cluster = endpoint.above(CLUSTER)
    for socket in _endpoints.sockets(endpoint):
        text = socket.fields.get("address")
        if isinstance(text, str) and text and not is_ip(text) and not socket.fields.get("resolver_name"):
            yield RULE.found(f"`{text}` is not a valid IP address{_hint(text, cluster)}", socket.route_of("address"))


def _hint(text: str, cluster: Message | None) -> str:
    if text.startswith("[") and text.endswith("]"):
        return f"; write `{text[1:-1]}`"
    if cluster is None:
        return "; a ClusterLoadAssignment takes IP addresses only"
    return "; for host names set `type: STRICT_DNS` or `LOGICAL_DNS`"


def page() -> Page:
    from . import _examples

    bad = _examples.cluster("""\
type: STATIC
load_assignment:
  cluster_name: echo
  endpoints:
  - lb_endpoints:
    - endpoint:
        address:
          socket_address:
            address: echo.example.com  # want: endpoint-not-an-ip "for host names set `type: STRICT_DNS` or `LOGICAL_DNS`"
            port_value: 8080
""")
    return Page(
        title="An endpoint that is not an IP address",
        catches=(
            "An endpoint whose address is not an IP address, in a cluster of type `STATIC`, which is the default, or "
            "in a ClusterLoadAssignment. Write IPv6 addresses without brackets."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("type: STATIC", "type: STRICT_DNS")),
        fix="Set `type: STRICT_DNS`, or write the IP address.",
        log=("malformed IP address",),
        more=(
            Example(
                "brackets",
                bad=_examples.cluster("""\
type: STATIC
load_assignment:
  cluster_name: echo
  endpoints:
  - lb_endpoints:
    - endpoint:
        address:
          socket_address:
            address: "[::1]"  # want: endpoint-not-an-ip "write `::1`"
            port_value: 8080
"""),
            ),
            Example(
                "a ClusterLoadAssignment",
                bad=_examples.cluster("type: EDS\n")
                + """\
  - "@type": type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment
    cluster_name: echo
    endpoints:
    - lb_endpoints:
      - endpoint:
          address:
            socket_address:
              address: echo.example.com  # want: endpoint-not-an-ip "a ClusterLoadAssignment takes IP addresses only"
              port_value: 8080
""",
            ),
        ),
    )


RULE = Rule(
    id="endpoint-not-an-ip",
    severity="error",
    gate="nacked",
    on=(_endpoints.ENDPOINT,),
    check=check,
    page=page,
)
