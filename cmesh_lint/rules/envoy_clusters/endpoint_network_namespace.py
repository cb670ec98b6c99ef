"""An endpoint with a network namespace."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from . import _endpoints

FIELD = "network_namespace_filepath"


def check(endpoint: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the network namespace of an endpoint's address."""
    if _endpoints.is_read(endpoint):
        for socket in _endpoints.sockets(endpoint):
            if socket.fields.get(FIELD):
                text = "`network_namespace_filepath` is not supported in an endpoint; remove it"
                yield RULE.found(text, socket.route_of(FIELD), at="key")


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
            address: 10.0.0.1
            port_value: 8080
            network_namespace_filepath: /var/run/netns/echo  # want: endpoint-network-namespace "is not supported in an endpoint"
""")
    return Page(
        title="An endpoint with a network namespace",
        catches="A `network_namespace_filepath` in the address of an endpoint; it is for listeners only.",
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("                network_namespace_filepath: /var/run/netns/echo\n", "")),
        fix="Remove it.",
        log=("hosts cannot specify network namespaces with their address",),
    )


RULE = Rule(
    id="endpoint-network-namespace",
    severity="error",
    gate="nacked",
    on=(_endpoints.ENDPOINT,),
    check=check,
    page=page,
)
