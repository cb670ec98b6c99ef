"""What a CEC defines: its resources by the names they have in Envoy."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .envoy_config import EnvoyConfig
    from .protobuf.walk import Message

Names = dict[str, "Message"]


class Definitions(NamedTuple):
    """The resources of a CEC by name, also those that the agent drops: a reference to one is not to blame."""

    listeners: Names
    routes: Names
    clusters: Names
    endpoints: Names
    secrets: Names
    untyped: frozenset[str]
    """Names, as written, of resources whose type is unknown: any of the others could be meant."""


def definitions(config: EnvoyConfig) -> Definitions:
    """What a CEC defines."""
    from .envoy_config import CLUSTER, ENDPOINTS, LISTENER, ROUTES, SECRET

    owner = config.envelope.owner

    def named(type_: str, field: str, name: Callable[[str], str]) -> Names:
        tops = ((written(top, field), top) for top in config.tops(type_))
        return {name(text): top for text, top in tops if text}

    def forced(text: str) -> str:
        return owner.qualified(text, force=True)

    return Definitions(
        listeners=named(LISTENER, "name", forced),
        routes=named(ROUTES, "name", forced),
        clusters=named(CLUSTER, "name", owner.qualified),
        endpoints=named(ENDPOINTS, "cluster_name", owner.qualified),
        secrets=named(SECRET, "name", owner.qualified),
        untyped=_untyped(config),
    )


def written(message: Message, field: str) -> str:
    """The text of a field; empty where there is none."""
    text = message.get(field)
    return text if isinstance(text, str) else ""


def _untyped(config: EnvoyConfig) -> frozenset[str]:
    typed = {message.top.route for message in config.messages if message.is_resource}
    names = (each.value.get("name") for each in config.resources if each.route not in typed)
    return frozenset(name for name in names if isinstance(name, str))
