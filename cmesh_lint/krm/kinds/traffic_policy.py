"""TrafficPolicy: where requests to a Service go, how often they are tried, and how its endpoints are used."""

from __future__ import annotations

from typing import Any

from ..fields import choice, duration, name, name_of, table
from ..pieces import DEFAULT_ROUTE, Attachment, Making, Piece, PolicySource, Trouble, Upstream, cluster, match, route
from ..values import envoy_duration
from . import load_balancer, outlier_detection
from .actions import FIELDS, ActionResult, does, pieces
from .kind import Kind
from .matches import SCHEMA as MATCHES
from .matches import cookies_too_long, route_match
from .protocols import spoken


def told_routes(spec: dict[str, Any]) -> list[ActionResult]:
    """What each route is reported, the default one last."""
    own = [
        ActionResult(each["name"], each, ("routes", index), spec) for index, each in enumerate(spec.get("routes", ()))
    ]
    return [*own, ActionResult(DEFAULT_ROUTE, {}, (), spec)]


def routes(spec: dict[str, Any]) -> dict[str, str]:
    """The names of the routes, and what each does."""
    return {told.name: does(told.action) for told in told_routes(spec)}


def build(policy: PolicySource, attachment: Attachment) -> Making:
    spec = policy.spec
    matches = {each["name"]: each["matches"] for each in spec.get("routes", ())}
    for index, each in enumerate(spec.get("routes", ())):
        if each["name"] == DEFAULT_ROUTE:
            yield Trouble(("routes", index, "name"), "`default` is the name of the fallback route; use another name")
    for told in told_routes(spec):
        own = matches.get(told.name, [{}])
        for number, each in enumerate(own):
            of = told_at(spec, told.name, number)
            for cookie, message in cookies_too_long(each):
                yield Trouble((*of[0], "cookies", cookie), message)
            yield Piece(match(told.name, number), {"match": route_match(each)}, of)
        yield from pieces(told, route(told.name), own, spec.get("protocol") == "GRPC", attachment)


def told_at(spec: dict[str, Any], name_: str, number: int) -> tuple[tuple[str | int, ...], ...]:
    """Where a match is in the spec; nowhere for that of the default route."""
    for index, each in enumerate(spec.get("routes", ())):
        if each["name"] == name_:
            return (("routes", index, "matches", number),)
    return ()


def connect_timeout(policy: PolicySource, upstream: Upstream) -> Making:
    """The piece of `connectTimeout`."""
    if "connectTimeout" in policy.spec:
        timeout = envoy_duration(policy.spec["connectTimeout"])
        yield Piece(cluster(upstream.name), {"connect_timeout": timeout}, (("connectTimeout",),))


def made_cluster(policy: PolicySource, upstream: Upstream) -> Making:
    spec = policy.spec
    yield from connect_timeout(policy, upstream)
    if "protocol" in spec:
        yield spoken(upstream.name, spec["protocol"], (("protocol",),))
    yield from load_balancer.pieces(spec, upstream)
    yield from outlier_detection.pieces(spec, upstream)


KIND = Kind(
    name="TrafficPolicy",
    summary="Routing: where requests to a Service go, how they are changed, timeouts and retries, and how the "
    "endpoints of the Service are used.",
    spec={
        **FIELDS,
        "routes": name_of(
            "Settings for some requests. A route inherits from the spec what it does not set itself. Routes are "
            "tried from the most specific match to the least specific one, as in Gateway API, not in file order.",
            table("A route.", {"name": name("Its name."), "matches": MATCHES, **FIELDS}, ["name", "matches"]),
        ),
        "connectTimeout": duration("Timeout for opening a connection to an endpoint.", default="5s"),
        "loadBalancer": load_balancer.SCHEMA,
        "outlierDetection": outlier_detection.SCHEMA,
        "protocol": choice(
            "The protocol to the Service. Default: the one the client uses. GRPC is HTTP2 with no request timeout, "
            "and with retries on UNAVAILABLE responses, unless you set them otherwise.",
            "HTTP1",
            "HTTP2",
            "GRPC",
        ),
    },
    listener=build,
    cluster=made_cluster,
    examples=(
        """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: TrafficPolicy
metadata: {name: echo, namespace: default}
spec:
  targetRefs: [{group: "", kind: Service, name: echo-service-1, port: 8080}]
  backendRefs: [{name: echo-service-1, port: 8080, weight: 90}, {name: echo-service-2, namespace: next, weight: 10}]
  timeout: 10s
  idleTimeout: 1m
  retries:
    attempts: 3
    perTryTimeout: 1s
    retryOn: [5xx]
    retriableStatusCodes: [409]
    backoff: {baseInterval: 100ms, maxInterval: 2s}
  rewrite: {regex: ^/foo(.*)$, substitution: '\\1', host: echo.example}
  requestHeaders: {set: {x-mesh: cilium}, add: {x-hop: echo}, remove: [x-debug]}
  responseHeaders: {set: {x-served-by: "%UPSTREAM_CLUSTER%"}, add: {x-hop: echo}, remove: [server-timing]}
  mirror: {backendRef: {name: shadow, namespace: next, port: 8080}, percent: 0.5}
  connectTimeout: 3s
  protocol: HTTP1
  loadBalancer: {policy: LeastRequest, choiceCount: 3}
  outlierDetection:
    consecutive5xx: 5
    consecutiveGatewayErrors: 3
    consecutiveLocalOriginFailures: 2
    interval: 5s
    baseEjectionTime: 30s
    maxEjectionTime: 5m
    maxEjectionPercent: 50
    splitExternalLocalOriginErrors: true
  routes:
  - name: canary
    matches:
    - {headers: {x-canary: "true"}}
    - {cookies: {group: {prefix: beta}}}
    backendRefs: [{name: echo-canary}]
  - name: search
    matches:
    - path: {exact: /search}
      method: GET
      headers: {x-a: {suffix: a}, x-b: {contains: b}, x-c: {regex: "c+"}, x-d: {present: false}, x-e: {exact: e}}
      queryParams: {q: {present: true}, lang: en}
      cookies: {session: {regex: "[0-9a-f]+"}}
    timeout: 2s
  - name: api
    matches: [{path: {prefix: /api}}]
    rewrite: {prefix: /v2}
  - name: report
    matches: [{path: {regex: "/report/[0-9]+"}}]
    rewrite: {path: /report}
  - name: moved
    matches: [{path: {prefix: /old}}]
    redirect: {scheme: https, host: new.example, port: 8443, prefix: /new, status: 301}
  - name: home
    matches: [{path: {exact: /home}}]
    redirect: {path: /}
  - name: robots
    matches: [{path: {exact: /robots.txt}}]
    directResponse: {status: 200, body: "User-agent: *"}
""",
        """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: TrafficPolicy
metadata: {name: cart, namespace: default}
spec:
  targetRefs: [{kind: Service, name: cart}]
  protocol: GRPC
  retries: {attempts: 2}
  loadBalancer: {policy: RingHash, minimumRingSize: 2048, consistentHash: {httpHeaderName: x-user}}
---
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: TrafficPolicy
metadata: {name: sessions, namespace: default}
spec:
  targetRefs: [{kind: Service, name: sessions}]
  loadBalancer: {policy: Maglev, tableSize: 65537, consistentHash: {httpCookie: {name: sid, path: /, ttl: 1h}}}
---
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: TrafficPolicy
metadata: {name: by-query, namespace: default}
spec:
  targetRefs: [{kind: Service, name: by-query}]
  protocol: HTTP2
  loadBalancer: {policy: Maglev, consistentHash: {httpQueryParameterName: user}}
---
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: TrafficPolicy
metadata: {name: by-address, namespace: default}
spec:
  targetRefs: [{kind: Service, name: by-address}]
  loadBalancer: {policy: Maglev, consistentHash: {useSourceIp: true}}
""",
    ),
)
