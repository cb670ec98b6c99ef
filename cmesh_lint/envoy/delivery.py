"""What the agent sends Envoy for one CEC: the noun between the agent, real or modelled, and Envoy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

Json = Any
KINDS = ("listeners", "routes", "clusters", "endpoints", "secrets")


class Delivery(NamedTuple):
    """The resources of one CEC, in protojson with the names of the .proto files."""

    owner: str
    """`NAMESPACE/NAME` as names begin that the agent qualifies; the namespace of a clusterwide one is empty."""
    resources: Mapping[str, Sequence[Json]]
    """By kind, of `KINDS`."""
    allocated: frozenset[str] = frozenset()
    """The listeners whose port the agent has chosen: any free port does."""

    def of(self, kind: str) -> Sequence[Json]:
        """The resources of a kind."""
        return self.resources.get(kind, ())

    def only(self, **kept: Sequence[Json]) -> Delivery:
        """The same with other resources: `delivery.only(listeners=[one])`."""
        return self._replace(resources=kept)

    def owns(self, name: str) -> bool:
        """Whether nothing else may define what has this name."""
        return "/" not in name or name.startswith(f"{self.owner}/")

    def names(self) -> Iterator[tuple[str, str]]:
        """Kind and name of each resource."""
        for kind in KINDS:
            for resource in self.of(kind):
                yield kind, name_of(kind, resource)


def name_of(kind: str, resource: Json) -> str:
    """What a resource is called."""
    name: str = resource.get("cluster_name" if kind == "endpoints" else "name", "")
    return name


def stand_in(name: str) -> Json:
    """A cluster for those that refer to one of that name."""
    return {"name": name, "type": "STATIC"}


def claims(delivery: Delivery) -> Iterator[tuple[str, str]]:
    """What only one delivery of a configuration may have even after `apart`: addresses, and names like `/a`."""
    for kind, name in delivery.names():
        if not _IS_APART.match(name):
            yield kind, name
    for listener in delivery.of("listeners"):
        if listener.get("name") not in delivery.allocated:
            for address in (listener, *listener.get("additional_addresses", ())):
                yield "address", repr(address.get("address"))


def apart(delivery: Delivery, mark: str) -> Delivery:
    """The delivery with `mark` before every name that it defines, and before all that only it may define.

    Strings are taken for such names wherever they stand: in references, most of all.
    """
    defined = {name for _, name in delivery.names() if _IS_APART.match(name)}
    own = f"{delivery.owner}/"

    def marked(value: Json) -> Json:
        if isinstance(value, str):
            return mark + value if value in defined or value.startswith(own) else value
        if isinstance(value, dict):
            return {marked(key): marked(each) for key, each in value.items()}
        return [marked(each) for each in value] if isinstance(value, list) else value

    resources = {kind: [marked(each) for each in delivery.of(kind)] for kind in KINDS}
    return Delivery(mark + delivery.owner, resources, frozenset(map(marked, delivery.allocated)))


_IS_APART = re.compile(r"/?[^/]+/.")
"""Names that no path is likely to be: `marked` must not meet one of those."""
