"""What an `Any` for an extension holds, and how certain it is that Envoy looks."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, LISTENER
from ...extensions import extensions, is_known, of_type, place
from ...protobuf.walk import Message, payload_type

TYPED_STRUCTS = {"xds.type.v3.TypedStruct", "udpa.type.v1.TypedStruct"}
"""They name the type that Envoy looks for inside."""
FILTER_CONFIG = "envoy.config.route.v3.FilterConfig"
"""May stand around the configuration of a filter for a route."""
_FIRST_KNOWN = "envoy.load_balancing_policies"
"""The category of which Envoy takes the first that it knows."""
_OPEN = "envoy.matching."
"""Categories of which not every extension is known here."""
_NOBODYS = {
    "envoy.filters.upstream_network",
    "envoy.retry_options_predicates",
    "envoy.tls.upstream_certificate_selectors",
}
"""Categories of which no Envoy of Cilium has an extension, save perhaps Cilium's own."""
_STRUCT = "google.protobuf.Struct"
_CLUSTER_TYPE = "envoy.config.cluster.v3.Cluster.CustomClusterType"


def demanded(any_: Message) -> tuple[str, ...]:
    """The categories of which Envoy demands one, whether or not all of their extensions are known here."""
    found = _of_listener(any_, place(any_))
    if not found or is_optional(any_) or _FIRST_KNOWN in found:
        return ()
    return found if is_known(found) or _NOBODYS & set(found) else ()


_LISTENER_FILTERS = ("envoy.filters.listener", "envoy.filters.udp_listener")


def _of_listener(any_: Message, found: tuple[str, ...]) -> tuple[str, ...]:
    """Of the categories of listener filters, the one for the protocol of the listener."""
    listener = any_.above(LISTENER) if set(found) & set(_LISTENER_FILTERS) else None
    if listener is None:
        return found
    address = listener.child("address")
    socket = address.child("socket_address") if address is not None else None
    udp = socket is not None and socket.fields.get("protocol") == "UDP"
    return (*(each for each in found if each not in _LISTENER_FILTERS), _LISTENER_FILTERS[udp])


def categories(any_: Message) -> tuple[str, ...]:
    """The same where all of their extensions are known; none for others."""
    found = demanded(any_)
    return () if any(each.startswith(_OPEN) for each in found) else found


def may_be_empty(any_: Message) -> bool:
    """Whether Envoy takes an `Any` without a type there."""
    around = any_.parent
    if around is not None and around.type == FILTER_CONFIG:
        return True  # it then switches on a filter that is disabled
    outer = around.parent if around is not None else None
    return (
        outer is not None
        and outer.type == CLUSTER
        and around is not None
        and around.field == "typed_dns_resolver_config"
    )


def is_optional(any_: Message) -> bool:
    """Whether Envoy passes over what it does not know: it says so around the `Any`."""
    return any_.parent is not None and any_.parent.fields.get("is_optional") is True


def judged_type(any_: Message) -> str:
    """The message in it, where it must be an extension's; empty where it need not be."""
    type_ = payload_type(any_.value)
    if any_.parent is not None and any_.parent.type == _CLUSTER_TYPE and type_ == _STRUCT:
        return ""  # Envoy then goes by the name
    return "" if type_ in TYPED_STRUCTS or type_ == FILTER_CONFIG or any_.parent is None else type_


def fitting(any_: Message) -> Iterator[str]:
    """The names of the extensions that the `Any` may hold."""
    wanted = set(categories(any_))
    yield from (extension.name for extension in extensions() if wanted & set(extension.categories))


def type_of_name(name: object) -> str:
    """The message that configures the extension of that name; empty where no extension has it."""
    return next((each.types[0] for each in extensions() if each.name == name and each.types), "")


def fits(type_: str, wanted: tuple[str, ...]) -> bool:
    """Whether some extension of one of the categories is configured by the message."""
    return any(set(extension.categories) & set(wanted) for extension in of_type(type_))
