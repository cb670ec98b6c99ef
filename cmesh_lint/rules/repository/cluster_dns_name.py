"""Service is referenced by its DNS name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...repository.facts import SOCKET_ADDRESS
from ...rule import Page, Rule, fix_example

SERVICE = re.compile(r"(?P<name>[a-z0-9-]+)\.(?P<namespace>[a-z0-9-]+)\.svc(\.cluster\.local)?\.?")


def check(socket: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the address of an endpoint in a cluster that resolves names."""
    cluster = socket.above(CLUSTER)
    address = socket.fields.get("address")
    if (
        cluster is None
        or cluster.fields.get("type") not in ("STRICT_DNS", "LOGICAL_DNS")
        or not isinstance(address, str)
    ):
        return
    match = SERVICE.fullmatch(address)
    if match:
        name = f"{match['namespace']}/{match['name']}"
        text = f"Envoy uses the node's resolver, which does not know `{address}`; use `type: EDS` with `{name}`"
        yield RULE.found(text, socket.route_of("address"))


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO,
        (
            "    type: EDS\n    connect_timeout: 5s\n",
            """\
    type: STRICT_DNS
    connect_timeout: 5s
    load_assignment:
      cluster_name: default/echo
      endpoints:
      - lb_endpoints:
        - endpoint:
            address:
              socket_address:
                address: echo.default.svc.cluster.local  # want: cluster-dns-name "use `type: EDS` with `default/echo`"
                port_value: 80
""",
        ),
    )
    return Page(
        title="Service is referenced by its DNS name",
        catches="A cluster of type STRICT_DNS or LOGICAL_DNS with an address that ends in `.svc` or `.svc.cluster.local`.",
        why=(
            "Cilium's Envoy runs in the network of the node and uses the node's resolver, which does not know the "
            "names of Services unless Cilium is installed with `envoy.dnsPolicy: ClusterFirstWithHostNet`."
        ),
        bad=bad,
        good=ECHO,
        fix="Use `type: EDS`, and list the Service under `backendServices`.",
    )


RULE = Rule(
    id="cluster-dns-name",
    severity="warning",
    gate="runtime",
    effect="Envoy cannot resolve the name with Cilium's default settings: requests get 503",
    on=(SOCKET_ADDRESS,),
    check=check,
    page=page,
)
