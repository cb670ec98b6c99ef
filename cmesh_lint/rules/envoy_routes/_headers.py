"""Headers to add and to remove, wherever Envoy checks them when it reads its configuration.

Places were tried one by one with Envoy 1.37. Left out are those it reads only when a request comes, such as the
`initial_metadata` of most gRPC services.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...places import Route
from ...protobuf.walk import Message
from ..grpc_services import is_made_at_once

OPTION = "envoy.config.core.v3.HeaderValueOption"
HEADER = "envoy.config.core.v3.HeaderValue"
_FILTERS = "envoy.extensions.filters"
_CHECKED = frozenset(
    {
        "envoy.config.common.mutation_rules.v3.HeaderMutation",
        "envoy.config.core.v3.HealthCheck.GrpcHealthCheck",
        "envoy.config.core.v3.HealthCheck.HttpHealthCheck",
        "envoy.config.route.v3.Route",
        "envoy.config.route.v3.RouteConfiguration",
        "envoy.config.route.v3.VirtualHost",
        "envoy.config.route.v3.WeightedCluster.ClusterWeight",
        f"{_FILTERS}.http.local_ratelimit.v3.LocalRateLimit",
        f"{_FILTERS}.http.ratelimit.v3.RateLimit",
        f"{_FILTERS}.network.http_connection_manager.v3.ResponseMapper",
        f"{_FILTERS}.network.tcp_proxy.v3.TcpProxy.TunnelingConfig",
    }
)
_SERVICE = "envoy.config.core.v3.GrpcService"
_AUTHORIZATION = f"{_FILTERS}.http.ext_authz.v3.AuthorizationRequest"
REMOVING = (
    "envoy.config.core.v3.HealthCheck.HttpHealthCheck",
    "envoy.config.route.v3.Route",
    "envoy.config.route.v3.RouteConfiguration",
    "envoy.config.route.v3.VirtualHost",
    "envoy.config.route.v3.WeightedCluster.ClusterWeight",
)
"""Messages with `request_headers_to_remove`, most with `response_headers_to_remove`, too."""


def is_checked(option: Message) -> bool:
    """Whether Envoy looks at this HeaderValueOption when it reads its configuration."""
    return option.parent is not None and option.parent.type in _CHECKED


def is_added(header: Message) -> bool:
    """Whether this HeaderValue is one that Envoy adds, and looks at when it reads its configuration."""
    around = header.parent
    if around is None:
        return False
    if around.type == _SERVICE:
        return is_made_at_once(around)
    return around.type == _AUTHORIZATION or (around.type == OPTION and is_checked(around))


def removed(message: Message) -> Iterator[tuple[str, Route]]:
    """The names of the headers that a message removes, with their places."""
    for field in ("request_headers_to_remove", "response_headers_to_remove"):
        names = message.fields.get(field)
        for index, name in enumerate(names if isinstance(names, list) else ()):
            if isinstance(name, str):
                yield name, (*message.route_of(field), index)


def is_protected(name: str) -> bool:
    """Whether Envoy keeps the header to itself: `:path` and its kind, and `host`."""
    return name.startswith(":") or name.lower() == "host"


def instead(name: str) -> str:
    """A tail for a message: what sets the header, if something does."""
    fields = {
        ":path": "`prefix_rewrite` or `regex_rewrite`",
        ":authority": "`host_rewrite_literal`",
        "host": "`host_rewrite_literal`",
    }
    field = fields.get(name.lower())
    return f"; {field} of the route sets it" if field else ""
