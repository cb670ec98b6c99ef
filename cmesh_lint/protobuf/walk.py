"""The one typed walk: every message of an Envoy resource, with its type, once.

The schemas say which message is at each field, and `@type` says which is in an `Any`; so one pass hands every
message, at any depth, to whoever asked for its type. Nothing else searches a resource.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..places import Route
from ..tuples import NamedTuple
from . import canonical, filter_types, wellknown
from .schemas import Field, MessageType, Schemas

TYPE = "@type"
UNVALIDATED = ("envoy.extensions.load_balancing_policies.", "envoy.extensions.network.dns_resolver.")
"""Envoy takes what configures a load balancing policy or a DNS resolver without validating it (seen with 1.36, 1.37 and
1.40, and with 1.37)."""

_POLICY = "typed_extension_config"
"""The field around what configures one of several load balancing policies: of those it does not know, Envoy reads
nothing."""
OPAQUE = frozenset(
    {
        ("envoy.config.core.v3.Metadata", "typed_filter_metadata"),
        ("envoy.config.route.v3.RouteAction", "retry_policy_typed_config"),
        ("envoy.config.route.v3.VirtualHost", "retry_policy_typed_config"),
        ("envoy.extensions.filters.http.set_metadata.v3.Metadata", "typed_value"),
        ("envoy.extensions.wasm.v3.PluginConfig", "configuration"),
        ("envoy.extensions.wasm.v3.VmConfig", "configuration"),
    }
)
"""An `Any` in these fields Envoy takes as it is, and validates nothing in it (seen with 1.37)."""

_HEALTH_CHECKS = "envoy.config.core.v3.HealthCheck."
_CUSTOM_CHECK = f"{_HEALTH_CHECKS}CustomHealthCheck"
_CLUSTER = "envoy.config.cluster.v3.Cluster"
_LISTENER = "envoy.config.listener.v3.Listener"
_RBACS = ("envoy.extensions.filters.http.rbac.v3.RBAC", "envoy.extensions.filters.network.rbac.v3.RBAC")


class Message:
    """A message as it is in a resource.

    `type` is its full name; `route` leads to it from the top of the document; `value` is what is written there.
    `fields` is its canonical form: proto names, nulls left out, scalars uniform, and for each message below an empty
    object. A key that is no field, and a value of the wrong kind, are there as they were written.
    `keys` gives the spelling of each field as written.
    """

    __slots__ = (
        "below",
        "doubled",
        "field",
        "fields",
        "keys",
        "parent",
        "route",
        "schema",
        "type",
        "unread",
        "unvalidated",
        "value",
        "within_any",
    )

    def __init__(
        self,
        type_: str,
        route: Route,
        value: dict[str, Any],
        schema: MessageType | None,
        parent: Message | None,
        within_any: bool,
        field: str = "",
    ) -> None:
        self.type = type_
        self.route = route
        self.value = value
        self.schema = schema
        """None for an `Any` and for a type that has no schema in this release."""
        self.parent = parent
        self.within_any = within_any
        """Whether it lies inside an `Any` of the resource: the agent decodes it, and only Envoy validates it."""
        self.field = field
        """The proto name of the parent's field it is in; empty for a resource and for what an `Any` holds."""
        self.below: list[Message] = []
        """The messages right below, in the order of the document."""
        if parent is not None:
            parent.below.append(self)
        self.unvalidated = False
        """Whether protoc-gen-validate passes over it."""
        self.unread = False
        """Whether Envoy does nothing with it, because of what is set beside it."""
        self.fields: dict[str, Any] = {}
        self.keys: dict[str, str] = {}
        self.doubled: list[tuple[str, str]] = []
        """Fields written in both spellings: the first spelling and the second."""

    def __repr__(self) -> str:
        return f"Message({self.type} at {self.route})"

    def route_of(self, name: str) -> Route:
        """The route of a field, by its proto name."""
        return (*self.route, self.keys.get(name, name))

    def get(self, name: str) -> Any:
        """What is written for a field, by its proto name; None where it is not set."""
        key = self.keys.get(name)
        return None if key is None else self.value[key]

    def child(self, name: str) -> Message | None:
        """The message in the field `name`; what an `Any` holds in place of the `Any`. None where there is none."""
        return next(iter(self.children(name)), None)

    def children(self, name: str) -> list[Message]:
        """The messages in the field `name`, one or many; what an `Any` holds in place of the `Any`."""
        found = [each for each in self.below if each.field == name]
        return [held for each in found if (held := each.held) is not None]

    @property
    def held(self) -> Message | None:
        """What an `Any` holds, at any depth of `Any`s; itself for every other message."""
        message: Message | None = self
        while message is not None and message.type == wellknown.ANY:
            message = message.below[0] if message.below else None
        return message

    def above(self, type_: str) -> Message | None:
        """The nearest message around it of that type."""
        message = self.parent
        while message is not None and message.type != type_:
            message = message.parent
        return message

    @property
    def is_resource(self) -> bool:
        """Whether it is what an `Any` at the top holds: a resource of the CEC."""
        return self.parent is not None and self.parent.parent is None

    @property
    def top(self) -> Message:
        """The `Any` at the top: the resource it belongs to. Its route ends in the index of the resource."""
        message = self
        while message.parent is not None:
            message = message.parent
        return message


class Pending(NamedTuple):
    """A message to be read: what `Message` is made of."""

    type: str
    route: Route
    value: Any
    parent: Message | None
    within_any: bool
    field: str
    unvalidated: bool


def walk(route: Route, value: dict[str, Any], schemas: Schemas) -> Iterator[Message]:
    """Every message of the resource at `route`, a message before what lies in it, in the order of the document.

    The resource itself is an `Any`, so the first message has the type `google.protobuf.Any`.
    """
    pending = [Pending(wellknown.ANY, route, value, None, False, "", False)]
    while pending:
        next_ = pending.pop()
        schema = None if next_.type == wellknown.ANY else schemas.message(next_.type)
        message = Message(next_.type, next_.route, next_.value, schema, next_.parent, next_.within_any, next_.field)
        message.unvalidated = next_.unvalidated
        message.unread = next_.parent is not None and (next_.parent.unread or _is_unread(message, next_.parent))
        below = _payload(message, schemas) if next_.type == wellknown.ANY else _read(message, schemas)
        yield message
        pending.extend(reversed(below))


def payload_type(value: dict[str, Any]) -> str:
    """The message that an `Any` names: what is behind the last `/` of `@type`; "" where it names none."""
    type_url = value.get(TYPE)
    return type_url.rpartition("/")[2] if isinstance(type_url, str) else ""


def _payload(message: Message, schemas: Schemas) -> list[Pending]:
    """What lies in an `Any`: one message of the type it names, at the same route."""
    type_ = payload_type(message.value)
    within = message.parent is not None
    opaque = message.parent is not None and (
        message.unread
        or (message.parent.type, message.field) in OPAQUE
        or message.parent.field == _POLICY
        or (message.parent.type == _CUSTOM_CHECK and type_.startswith(_HEALTH_CHECKS))
    )
    if type_ == wellknown.ANY:
        inner = message.value.get("value")
        if not isinstance(inner, dict):
            return []
        return [Pending(type_, (*message.route, "value"), inner, message, True, "", False)]
    schema = None if type_ in wellknown.CUSTOM_IN_ANY else schemas.message(type_)
    if schema is None:
        return []
    value = {key: each for key, each in message.value.items() if key != TYPE}
    if message.parent is not None:
        read = filter_types.expected(type_, message.parent.type, message.field)
        if read != type_ and filter_types.is_blank(value, schema) and schemas.message(read) is not None:
            type_, value = read, {}
    return [Pending(type_, message.route, value, message, within, "", opaque or type_.startswith(UNVALIDATED))]


def _read(message: Message, schemas: Schemas) -> list[Pending]:
    """Fill `fields` and `keys` from what is written, and return the messages below."""
    below: list[Pending] = []
    schema = message.schema
    if schema is None:
        return below
    fields, keys, route = message.fields, message.keys, message.route
    nulls: dict[str, str] = {}
    for key, value in message.value.items():
        field = schema.field(key)
        if field is None:
            fields[key] = None
            continue
        name = field.name
        if name in keys or name in nulls:
            message.doubled.append((keys.get(name) or nulls[name], key))
            continue
        if value is None and field.type != wellknown.VALUE:
            nulls[name] = key
            continue
        keys[name] = key
        if field.kind == "message":
            fields[name] = _messages(field, value, (*route, key), message, below)
        elif field.shape == "one":
            fields[name] = canonical.scalar(field, value, schemas)
        elif field.shape == "many":
            many = isinstance(value, list)
            fields[name] = [canonical.scalar(field, each, schemas) for each in value] if many else value
        else:
            fields[name] = _map(field, value, schemas)
    return below


def _map(field: Field, value: Any, schemas: Schemas) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: canonical.scalar(field, each, schemas) for key, each in value.items()}


def _messages(field: Field, value: Any, route: Route, message: Message, below: list[Pending]) -> Any:
    """The canonical stand-in for a message field; what lies in it is added to `below`."""
    if field.type in wellknown.SCHEMAS and field.type != wellknown.ANY:
        return value
    unvalidated = message.unvalidated or (message.schema is not None and field.name in message.schema.skipped)

    def one(each: Any, at: Route) -> Any:
        if not isinstance(each, dict):
            return each
        below.append(Pending(field.type, at, each, message, message.within_any, field.name, unvalidated))
        return {}

    if field.shape == "one":
        return one(value, route)
    if field.shape == "many" and isinstance(value, list):
        return [one(each, (*route, index)) for index, each in enumerate(value)]
    if field.shape == "map" and isinstance(value, dict):
        return {key: one(each, (*route, key)) for key, each in value.items()}
    return value


def _is_unread(message: Message, around: Message) -> bool:
    """Whether Envoy passes over a message, which stands right in the message around it. Seen with 1.37."""
    condition = _UNREAD.get((around.type, message.field))
    return condition is not None and condition(around)


def _is_of_tcp(listener: Message) -> bool:
    address = listener.fields.get("address")
    written = listener.get("address") if isinstance(address, dict) else None
    sockets = [each for key, each in written.items() if key in _SOCKETS] if isinstance(written, dict) else []
    return not any(isinstance(each, dict) and each.get("protocol") in ("UDP", 1) for each in sockets)


_SOCKETS = ("socket_address", "socketAddress")
_DNS = ("STRICT_DNS", "LOGICAL_DNS")
_UNREAD: dict[tuple[str, str], Callable[[Message], bool]] = {
    (_CLUSTER, "lrs_server"): lambda cluster: True,
    (_CLUSTER, "typed_dns_resolver_config"): lambda cluster: (
        "cluster_type" in cluster.fields or cluster.fields.get("type") not in _DNS
    ),
    # Made with the first request.
    (_CLUSTER, "upstream_config"): lambda cluster: True,
    # The agent gives the listener an address, and Envoy no others.
    (_LISTENER, "additional_addresses"): lambda listener: "address" not in listener.fields,
    (_LISTENER, "udp_listener_config"): _is_of_tcp,
    ("envoy.config.core.v3.GrpcService", "retry_policy"): lambda service: True,
    ("envoy.config.endpoint.v3.ClusterLoadAssignment", "named_endpoints"): lambda endpoints: True,
    (filter_types.FILTER_CONFIG, "config"): lambda override: override.fields.get("disabled") is True,
    **{(rbac, "rules"): (lambda around: "matcher" in around.fields) for rbac in _RBACS},
    **{(rbac, "shadow_rules"): (lambda around: "shadow_matcher" in around.fields) for rbac in _RBACS},
}
"""Message and field → whether Envoy passes over what stands there."""
