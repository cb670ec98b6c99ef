"""An extension without its configuration."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...protobuf.wellknown import ANY
from ...rule import Page, Rule, fix_example
from ._managers import PREFIX
from ._places import demanded, may_be_empty, type_of_name

SOCKET_MATCH = "envoy.config.cluster.v3.Cluster.TransportSocketMatch"
_WRAPPERS = (
    "envoy.config.accesslog.v3.AccessLog",
    "envoy.config.cluster.v3.Filter",
    "envoy.config.core.v3.HealthCheck.CustomHealthCheck",
    "envoy.config.core.v3.RetryPolicy.RetryHostPredicate",
    "envoy.config.core.v3.RetryPolicy.RetryPriority",
    "envoy.config.core.v3.TransportSocket",
    "envoy.config.listener.v3.Filter",
    "envoy.config.listener.v3.ListenerFilter",
    "envoy.config.route.v3.RetryPolicy.RetryHostPredicate",
    "envoy.config.route.v3.RetryPolicy.RetryPriority",
    "envoy.config.trace.v3.Tracing.Http",
    "envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter",
)
"""Messages around an extension whose `typed_config` may be missing by the schema, and not for Envoy."""


def check(message: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a wrapper without `typed_config`, and an `Any` that is empty."""
    if message.type == SOCKET_MATCH:
        if "transport_socket" not in message.fields:
            yield RULE.found("no `transport_socket`, so none to take where the match holds", message.route)
    elif message.type != ANY:
        if (
            not {"typed_config", "config_discovery"} & message.fields.keys()
            and message.fields.get("is_optional") is not True
        ):
            where = message.route_of("name") if "name" in message.keys else message.route
            yield RULE.found(f"no `typed_config`{_hint(message)}", where)
    elif not message.value and message.parent is not None and demanded(message) and not may_be_empty(message):
        yield RULE.found(f"an empty configuration{_hint(message.parent)}", message.route, at="key")


def _hint(wrapper: Message) -> str:
    name = wrapper.fields.get("name")
    type_ = type_of_name(name)
    return f"; `{name}` is configured by `{PREFIX}{type_}`" if type_ else "; Envoy finds an extension by its `@type`"


ROUTER = "          - name: envoy.filters.http.router\n"
TYPED = """\
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
"""


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO,
        (
            ROUTER + TYPED,
            ROUTER.replace("\n", '  # want: missing-typed-config "is configured by `type.googleapis.com/envoy.ext"\n'),
        ),
    )
    return Page(
        title="An extension without `typed_config`",
        catches=(
            "A filter, listener filter, access logger, transport socket or the like that has a name and no `typed_config`. "
            "Envoy goes by `@type` alone; the agent takes it as it is."
        ),
        why="Envoy rejects the resource.",
        bad=bad,
        good=fix_example(bad, (ROUTER, ROUTER + TYPED)),
        fix="Add `typed_config` with the `@type` that configures the extension.",
        log=("Didn't find a registered implementation for 'envoy.filters.http.router' with type URL: ''",),
    )


RULE = Rule(
    id="missing-typed-config",
    severity="error",
    gate="nacked",
    on=(*_WRAPPERS, SOCKET_MATCH, ANY),
    check=check,
    page=page,
)
