"""What is wrong with an `Any`: its `@type`, or the `value` of a well-known type in it."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Problem
from ..protobuf import wellknown
from ..protobuf.schemas import Schemas
from ..protobuf.schemas import load as load_schemas
from ..protobuf.walk import TYPE, Message, payload_type
from ..suggest import did_you_mean
from ..versions import MINORS
from .decoding import problem
from .wording import found, short, show

PREFIX = "type.googleapis.com/"
TOP = (
    "envoy.config.listener.v3.Listener",
    "envoy.config.route.v3.RouteConfiguration",
    "envoy.config.cluster.v3.Cluster",
    "envoy.config.endpoint.v3.ClusterLoadAssignment",
    "envoy.extensions.transport_sockets.tls.v3.Secret",
)
"""What the agent supports at the top of `spec.resources`. Source: cec_resource_parser.go, ParseResources."""


def problems(message: Message, schemas: Schemas) -> Iterator[Problem]:
    """Everything wrong with the `Any` itself; what is in it is checked by its own schema."""
    value = message.value
    if not value:
        if message.parent is None:
            yield Problem("empty-resource", "the resource is empty; the agent silently skips it", message.route)
        return
    if TYPE not in value:
        yield problem("missing-type", f"`@type` is missing{_likely(message)}", message.route, at="key")
    elif not isinstance(value[TYPE], str) or not payload_type(value):
        text = f"`@type` must be the name of a message, found {found(value[TYPE])}"
        yield problem("missing-type", text, (*message.route, TYPE))
    else:
        yield from _typed(message, schemas)


def _likely(message: Message) -> str:
    """The type to write, where the place leaves little doubt: the well-known names of filters."""
    above = message.parent
    name = above.value.get("name") if above is not None else None
    type_ = _USUAL.get(name) if isinstance(name, str) else None
    return f"; `{name}` usually takes `{PREFIX}{type_}`" if type_ else ""


_USUAL = {
    "envoy.filters.http.router": "envoy.extensions.filters.http.router.v3.Router",
    "envoy.filters.network.http_connection_manager": (
        "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
    ),
    "envoy.filters.network.tcp_proxy": "envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy",
}


def _typed(message: Message, schemas: Schemas) -> Iterator[Problem]:
    type_ = payload_type(message.value)
    route = (*message.route, TYPE)
    if not schemas.has(type_):
        yield problem("unknown-type", f"unknown type `{type_}`{_hint(type_, schemas)}", route)
        return
    if message.parent is None:
        yield from _top(message.value[TYPE], type_, message)
    if type_ in wellknown.CUSTOM_IN_ANY:
        yield from _wrapped(message, type_)


def _top(type_url: str, type_: str, message: Message) -> Iterator[Problem]:
    route = (*message.route, TYPE)
    if type_ not in TOP:
        supported = ", ".join(short(each) for each in TOP)
        text = f"the agent does not support {short(type_)} as a resource; it supports {supported}"
        yield Problem("unsupported-resource", text, route)
    elif type_url != PREFIX + type_:
        text = f"the agent compares the whole `@type`; write `{PREFIX}{type_}`, found {show(type_url)}"
        yield Problem("type-url-prefix", text, route)


def _wrapped(message: Message, type_: str) -> Iterator[Problem]:
    """The content of a well-known type in an `Any` is in `value`, with no other key."""
    extra = [key for key in message.value if key not in {TYPE, "value"}]
    for key in extra:
        text = f"the content of {short(type_)} in an Any must be in `value`; move `{key}` there"
        yield problem("wrapped-value", text, (*message.route, key), at="key")
    if "value" not in message.value and not extra and type_ != wellknown.EMPTY:
        yield problem(
            "wrapped-value", f"the content of {short(type_)} in an Any must be in `value`", message.route, at="key"
        )


def _hint(type_: str, schemas: Schemas) -> str:
    having = [minor for minor in MINORS if load_schemas(minor).has(type_)]
    if having:
        first = MINORS.index(having[0]) > MINORS.index(schemas.minor) if schemas.minor in MINORS else False
        return f"; it is supported from Cilium {having[0]}" if first else f"; it was removed after Cilium {having[-1]}"
    return did_you_mean(type_, schemas.like(type_))
