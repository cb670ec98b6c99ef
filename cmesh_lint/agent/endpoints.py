"""Cluster load assignments, of their own or within a cluster: names of clusters and of internal listeners.

Source: qualifyEDSEndpoints and validateEDSEndpoints in the agent's parser.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..places import Route
from .draft import Draft, Table


class CrashError(Exception):
    """The agent dies: it looks into an endpoint that is not there. The route leads to where it should be."""

    def __init__(self, route: Route) -> None:
        super().__init__("runtime error: invalid memory address or nil pointer dereference")
        self.route = route


def qualify(draft: Draft, assignment: Table, route: Route) -> None:
    """Qualify the names in a load assignment at `route`. Raises CrashError."""
    draft.qualify(assignment, "cluster_name", route)
    if draft.envelope.features.internal_addresses:
        for address, at in _internal_addresses(assignment, route):
            draft.qualify(address, "server_listener_name", at)


def internal_listeners(draft: Draft, assignment: Table, route: Route) -> Iterator[tuple[str, Route]]:
    """The owner's internal listeners that a load assignment sends to: qualified name and route."""
    for address, at in _internal_addresses(assignment, route):
        name = address.get("server_listener_name", "")
        if name and draft.envelope.owner.owns(name):
            yield name, (*at, "server_listener_name")


def _internal_addresses(assignment: Table, route: Route) -> Iterator[tuple[Table, Route]]:
    for index, locality in enumerate(assignment.get("endpoints", ())):
        for number, entry in enumerate(locality.get("lb_endpoints", ())):
            at = (*route, "endpoints", index, "lb_endpoints", number)
            if "endpoint" not in entry:
                raise CrashError(at)
            for address, below in _addresses(entry["endpoint"]):
                if "envoy_internal_address" in address:
                    internal = address["envoy_internal_address"]
                    yield internal, (*at, "endpoint", *below, "envoy_internal_address")


def _addresses(endpoint: Table) -> Iterator[tuple[Table, Route]]:
    if "address" in endpoint:
        yield endpoint["address"], ("address",)
    for index, more in enumerate(endpoint.get("additional_addresses", ())):
        if "address" in more:
            yield more["address"], ("additional_addresses", index, "address")
