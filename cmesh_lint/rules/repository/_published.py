"""Under which names the agent publishes the endpoints of a Service."""

from __future__ import annotations

from collections.abc import Iterable

from ...agent.published import endpoint_names
from ...repository.facts import Facts
from ...repository.index import Listing, Repository
from ...versions import LATEST


def published(service: str, repository: Repository) -> frozenset[str]:
    """The names for a Service that all CECs list together; none where none lists it."""
    return repository.once((__name__, service), lambda: _names(service, repository.listings(service), repository))


def published_by(service: str, facts: Facts, repository: Repository) -> frozenset[str]:
    """The names for a Service that one CEC lists."""
    return repository.once(
        (__name__, service, facts.object),
        lambda: _names(service, repository.own_listings(service, facts.object), repository),
    )


def _names(service: str, listings: Iterable[Listing], repository: Repository) -> frozenset[str]:
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
