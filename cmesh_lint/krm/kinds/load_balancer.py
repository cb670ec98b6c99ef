"""`loadBalancer` of a TrafficPolicy: which endpoint gets a request."""

from __future__ import annotations

from typing import Any

from ..fields import boolean, choice, duration, header, integer, one_of, path, table, text
from ..pieces import Making, Piece, Trouble, Upstream, cluster, route
from ..values import envoy_duration

_HASHED = {
    "RingHash": "envoy.extensions.load_balancing_policies.ring_hash.v3.RingHash",
    "Maglev": "envoy.extensions.load_balancing_policies.maglev.v3.Maglev",
}
_WORDS = {
    "RoundRobin": "ROUND_ROBIN",
    "LeastRequest": "LEAST_REQUEST",
    "Random": "RANDOM",
    "RingHash": "RING_HASH",
    "Maglev": "MAGLEV",
}
_OWN = {"choiceCount": "LeastRequest", "minimumRingSize": "RingHash", "tableSize": "Maglev"}
"""Fields that only one policy knows."""

SCHEMA = table(
    "How to choose the endpoint of the Service for a request.",
    {
        "policy": choice(
            "The algorithm. RingHash and Maglev send requests with the same hash to the same endpoint.",
            *_WORDS,
            default="RoundRobin",
        ),
        "consistentHash": one_of(
            "What RingHash and Maglev hash.",
            {
                "httpHeaderName": header("A header of the request."),
                "httpCookie": table(
                    "A cookie; Envoy sets it if a request has none.",
                    {
                        "name": text("Its name."),
                        "path": path("The path of a new cookie."),
                        "ttl": duration("The lifetime of a new cookie. Without it, no cookie is set."),
                    },
                    ["name"],
                ),
                "httpQueryParameterName": text("A query parameter."),
                "useSourceIp": boolean("The address of the client."),
            },
        ),
        "choiceCount": integer("How many random endpoints LeastRequest compares. Envoy's default is 2.", 2),
        "minimumRingSize": integer("The minimum ring size of RingHash. Envoy's default is 1024.", 1, 8388608),
        "tableSize": integer("The table size of Maglev, a prime number. Envoy's default is 65537.", 2, 5000011),
    },
)


def pieces(spec: dict[str, Any], upstream: Upstream) -> Making:
    """The pieces for a cluster, and for the routes that use it."""
    balancer = spec.get("loadBalancer")
    if balancer is None:
        return
    policy = balancer.get("policy", "RoundRobin")
    of = (("loadBalancer", "policy"),)
    needs = (_HASHED[policy],) if policy in _HASHED else ()
    yield Piece(cluster(upstream.name), {"lb_policy": _WORDS[policy]}, of, needs)
    yield from _details(balancer, policy, upstream)
    if "consistentHash" in balancer and policy not in _HASHED:
        at = ("loadBalancer", "consistentHash")
        yield Trouble(at, f"`{policy}` does not use a hash; expected the policy `RingHash` or `Maglev`")
    elif "consistentHash" in balancer:
        hashed = {"hash_policy": [_hash_policy(balancer["consistentHash"])]}
        for each in upstream.routes:
            yield Piece(route(each), {"route": hashed}, (("loadBalancer", "consistentHash"),))
    elif policy in _HASHED:
        yield Trouble(of[0], f"`{policy}` needs `consistentHash`; without a hash it picks any endpoint")


def _details(balancer: dict[str, Any], policy: str, upstream: Upstream) -> Making:
    made = {
        "choiceCount": ("least_request_lb_config", "choice_count"),
        "minimumRingSize": ("ring_hash_lb_config", "minimum_ring_size"),
        "tableSize": ("maglev_lb_config", "table_size"),
    }
    for field, (config, name) in made.items():
        if field not in balancer:
            continue
        of = ("loadBalancer", field)
        if _OWN[field] == policy:
            yield Piece(cluster(upstream.name), {config: {name: balancer[field]}}, (of,))
        else:
            yield Trouble(of, f"`{field}` is only for the policy `{_OWN[field]}`; this one is `{policy}`")


def _hash_policy(of: dict[str, Any]) -> dict[str, Any]:
    if "httpHeaderName" in of:
        return {"header": {"header_name": of["httpHeaderName"]}}
    if "httpQueryParameterName" in of:
        return {"query_parameter": {"name": of["httpQueryParameterName"]}}
    if "httpCookie" in of:
        cookie = dict(of["httpCookie"])
        if "ttl" in cookie:
            cookie["ttl"] = envoy_duration(cookie["ttl"])
        return {"cookie": cookie}
    return {"connection_properties": {"source_ip": of["useSourceIp"]}}
