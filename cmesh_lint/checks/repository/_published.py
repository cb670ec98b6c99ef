"""Under which names the agent publishes the endpoints of a Service."""

from __future__ import annotations

from collections.abc import Iterable

from ...across.repository import Listing, Repository
from ...agent.published import endpoint_names
from ...versions import LATEST


def published(service: str, listings: Iterable[Listing], repository: Repository) -> frozenset[str]:
    """The names for a Service that CECs list together; none where none lists it."""
    ports = [repository.listed_ports(listing) for listing in listings]
    if not ports:
        return frozenset()
    names = endpoint_names({service: frozenset().union(*ports)})
    if repository.version.minor == LATEST:
        return frozenset(name for name in names if not name.endswith(":*"))
    return frozenset(names)


def asked(name: str) -> tuple[str, str]:
    """(Service, port) of a name that endpoints are asked for by; the port is empty where it has none."""
    service, _, port = name.partition(":")
    return service, port
