"""Fields that several kinds share: references to Services."""

from __future__ import annotations

from .fields import Schema, choice, integer, many, name, port, table

TARGET_REFS = many(
    "The Services whose calls the policy applies to. A namespaced policy attaches to Services of its own namespace.",
    table(
        "A Service of the same namespace.",
        {
            "group": choice("The API group of the Service: the core one, which is empty.", "", default=""),
            "kind": choice("The kind of the target.", "Service"),
            "name": name("The name of the Service."),
            "port": port(
                "The port of the Service, if the policy is not for all ports. A Service with several ports needs it: "
                "without it, Cilium gives Envoy the endpoints of all ports as one set."
            ),
        },
        ["kind", "name"],
    ),
)

ROUTES = many(
    "Limits the policy to routes of the Service's TrafficPolicy, by name; `default` is the fallback route, which "
    "takes what no other matches. Default: all routes. A policy with `routes` applies on top of one without.",
    name("The name of a route."),
    uniqueItems=True,
)

_BACKEND: dict[str, Schema] = {
    "name": name("The name of the Service."),
    "namespace": name("Its namespace. Default: that of the policy."),
    "port": port("Its port. Default: the endpoints of all its ports."),
}

WEIGHT = integer("Its share of the requests, in proportion to the other weights. Zero: none.", 0, 1_000_000, default=1)


def backend_ref(description: str, **more: Schema) -> Schema:
    """A reference to a Service that gets requests."""
    return table(description, {**_BACKEND, **more}, ["name"])
