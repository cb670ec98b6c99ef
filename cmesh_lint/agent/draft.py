"""A resource on its way through the agent, and the trail of what the agent did to it."""

from __future__ import annotations

from typing import Any, Literal

from ..places import Route
from ..protobuf.schemas import json_name
from ..source.resources import Resource
from ..tuples import NamedTuple
from .envelope import Envelope

Json = Any
Table = dict[str, Json]
PREFIX = "type.googleapis.com/"
Kind = Literal["listeners", "routes", "clusters", "endpoints", "secrets"]


class Rewrite(NamedTuple):
    """What the agent did at one place of a resource."""

    route: Route
    """Within the resource as Envoy gets it, by proto names."""
    what: Literal["added", "changed"]
    reason: str


class Draft:
    """A resource in its deep form, for the steps of the agent to change."""

    def __init__(self, kind: Kind, resource: Resource, value: Table, envelope: Envelope) -> None:
        self.kind = kind
        self.resource = resource
        self.value = value
        self.envelope = envelope
        self.changes: list[Rewrite] = []

    @property
    def name(self) -> str:
        """What it is called; empty where it has no name."""
        name: str = self.value.get("cluster_name" if self.kind == "endpoints" else "name", "")
        return name

    def qualify(self, table: Table, key: str, route: Route, force: bool = False) -> bool:
        """Qualify the name at `key` of `table`, which is at `route`; whether that changed it."""
        name = table.get(key, "")
        qualified = self.envelope.owner.qualified(name, force)
        if qualified == name:
            return False
        table[key] = qualified
        self.changed((*route, key), "qualified with the namespace and name of the config")
        return True

    def complete(self, table: Table, key: str, route: Route, value: Json, reason: str) -> bool:
        """Set `key` of `table` where it is not set; whether that was so."""
        if key in table:
            return False
        table[key] = value
        self.added((*route, key), reason)
        return True

    def reencode(self, config: Table, route: Route) -> None:
        """Give an `Any` that the agent packs again the prefix it packs with."""
        type_url = PREFIX + config["@type"].rpartition("/")[2]
        if config["@type"] != type_url:
            config["@type"] = type_url
            self.changed((*route, "@type"), "packed again by the agent")

    def added(self, route: Route, reason: str) -> None:
        """Note that the agent added what is at `route`."""
        self.changes.append(Rewrite(route, "added", reason))

    def changed(self, route: Route, reason: str) -> None:
        """Note that the agent changed what is at `route`."""
        self.changes.append(Rewrite(route, "changed", reason))

    def written(self, route: Route) -> Route:
        """Where a place of the resource, by proto names, is in the document; or its nearest ancestor there."""
        found: list[str | int] = list(self.resource.route)
        value: Json = self.resource.value
        for step in route:
            for spelling in (step, json_name(step) if isinstance(step, str) else step):
                if _has(value, spelling):
                    value = value[spelling]
                    found.append(spelling)
                    break
            else:
                break
        return tuple(found)


def _has(value: Json, step: str | int) -> bool:
    if isinstance(value, dict):
        return step in value
    return isinstance(value, list) and isinstance(step, int) and step < len(value)


def type_url(table: Table) -> str:
    """The `@type` of what is configured in `typed_config`; empty where there is none."""
    url: str = table.get("typed_config", {}).get("@type", "")
    return url


def type_name(table: Table) -> str:
    """The full name of the message in `typed_config`; empty where there is none."""
    return type_url(table).rpartition("/")[2]
