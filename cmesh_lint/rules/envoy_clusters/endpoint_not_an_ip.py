"""An endpoint by name where Envoy looks no name up."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
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
            yield RULE.found(f"`{text}` is no IP address{_hint(text, cluster)}", socket.route_of("address"))


def _hint(text: str, cluster: Message | None) -> str:
    if text.startswith("[") and text.endswith("]"):
        return "; expected it without brackets"
    if cluster is None:
        return "; endpoints of a ClusterLoadAssignment have IP addresses"
    return "; names are looked up by a cluster of `type: STRICT_DNS` or `LOGICAL_DNS`"


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
            address: echo.example.com  # want: endpoint-not-an-ip "names are looked up by a cluster of `type: STRICT_DNS`"
            port_value: 8080
""")
    return Page(
        title="An endpoint by name in a cluster that looks no name up",
        catches=(
            "An endpoint whose address is no IP address, in a cluster of the type `STATIC`, which is the default, or in a "
            "ClusterLoadAssignment. IPv6 addresses stand without brackets."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("type: STATIC", "type: STRICT_DNS")),
        fix="Set `type: STRICT_DNS`, or write the IP address.",
        log=("malformed IP address",),
    )


RULE = Rule(
    id="endpoint-not-an-ip",
    severity="error",
    gate="nacked",
    on=(_endpoints.ENDPOINT,),
    check=check,
    page=page,
)
