"""An extension without `typed_config`."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...protobuf.wellknown import ANY
from ...rule import Example, Page, Rule, fix_example
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
            yield RULE.found("`transport_socket` is missing", message.route)
    elif message.type != ANY:
        if (
            not {"typed_config", "config_discovery"} & message.fields.keys()
            and message.fields.get("is_optional") is not True
        ):
            where = message.route_of("name") if "name" in message.keys else message.route
            yield RULE.found(f"`typed_config` is missing{_hint(message)}", where)
    elif not message.value and message.parent is not None and demanded(message) and not may_be_empty(message):
        yield RULE.found(f"the config is empty{_hint(message.parent)}", message.route, at="key")


def _hint(wrapper: Message) -> str:
    name = wrapper.fields.get("name")
    type_ = type_of_name(name)
    return f"; `{name}` takes `{PREFIX}{type_}`" if type_ else "; Envoy looks up an extension by its `@type`"


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
            ROUTER.replace("\n", '  # want: missing-typed-config "takes `type.googleapis.com/envoy.ext"\n'),
        ),
    )
    return Page(
        title="An extension without `typed_config`",
        catches=(
            "A filter, listener filter, access logger, transport socket or other extension that has a name but no "
            "`typed_config`. Envoy goes by `@type` only; the agent passes it on unchanged."
        ),
        why="Envoy rejects the resource.",
        bad=bad,
        good=fix_example(bad, (ROUTER, ROUTER + TYPED)),
        fix="Add `typed_config` with the `@type` of the extension.",
        log=("Didn't find a registered implementation for 'envoy.filters.http.router' with type URL: ''",),
        more=(
            Example(
                "an empty `typed_config`",
                bad=fix_example(
                    ECHO,
                    (
                        ROUTER + TYPED,
                        ROUTER + '            typed_config: {}  # want: missing-typed-config "the config is empty"\n',
                    ),
                ),
            ),
            Example(
                "a match without a transport socket",
                bad=fix_example(
                    ECHO,
                    (
                        "    connect_timeout: 5s\n",
                        '    connect_timeout: 5s\n    transport_socket_matches:\n    - name: tls  # want: missing-typed-config "`transport_socket` is missing"\n      match: {tls: true}\n',
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="missing-typed-config",
    severity="error",
    gate="nacked",
    on=(*_WRAPPERS, SOCKET_MATCH, ANY),
    check=check,
    page=page,
)
