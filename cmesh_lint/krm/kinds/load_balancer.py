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
    "Which endpoint of the Service gets a request.",
    {
        "policy": choice(
            "How endpoints are chosen. RingHash and Maglev keep requests with the same hash at one endpoint.",
            *_WORDS,
            default="RoundRobin",
        ),
        "consistentHash": one_of(
            "What RingHash and Maglev make the hash of.",
            {
                "httpHeaderName": header("A header of the request."),
                "httpCookie": table(
                    "A cookie; where a request has none, Envoy gives it one.",
                    {
                        "name": text("Its name."),
                        "path": path("The path that a new cookie is for."),
                        "ttl": duration("How long a new cookie lives. Without, no cookie is given."),
                    },
                    ["name"],
                ),
                "httpQueryParameterName": text("A parameter of the query."),
                "useSourceIp": boolean("The address of the client."),
            },
        ),
        "choiceCount": integer("LeastRequest takes the best of so many endpoints. Envoy's default is 2.", 2),
        "minimumRingSize": integer("How large the ring of RingHash is at least. Envoy's default is 1024.", 1, 8388608),
        "tableSize": integer("How large Maglev's table is, a prime number. Envoy's default is 65537.", 2, 5000011),
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
        yield Trouble(at, f"`{policy}` makes no hash; expected the policy `RingHash` or `Maglev`")
    elif "consistentHash" in balancer:
        hashed = {"hash_policy": [_hash_policy(balancer["consistentHash"])]}
        for each in upstream.routes:
            yield Piece(route(each), {"route": hashed}, (("loadBalancer", "consistentHash"),))
    elif policy in _HASHED:
        yield Trouble(of[0], f"`{policy}` needs a hash, else it takes any endpoint; expected `consistentHash`")


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
            yield Trouble(of, f"`{field}` is for the policy `{_OWN[field]}`; here it is `{policy}`")


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
