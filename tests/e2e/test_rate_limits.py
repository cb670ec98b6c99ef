"""Rate limits: those that Envoy counts itself, and those that a rate limit service counts."""

from __future__ import annotations

from threading import Event

import grpc
from envoy.service.ratelimit.v3.rls_pb2 import RateLimitRequest, RateLimitResponse

from .harness import GrpcBackend, Mesh
from .harness.node import Endpoint
from .harness.waiting import PATIENCE

SHOULD_RATE_LIMIT = "/envoy.service.ratelimit.v3.RateLimitService/ShouldRateLimit"
OPTIONS = """\
kind: RateLimitPolicy
spec: {requests: 2, per: 1h, burst: 4, status: 503, responseHeaders: {x-limited: "by %PROTOCOL%"}}
"""


def test_a_burst_is_let_through_and_the_rest_is_told_so(mesh: Mesh) -> None:
    client = mesh.proxy(OPTIONS, {"echo": mesh.backend()}).service("echo")
    answers = [client.get() for _ in range(6)]
    assert [each.status for each in answers] == [200] * 4 + [503] * 2
    assert [each.headers.get("x-limited") for each in answers] == [None] * 4 + ["by HTTP/1.1"] * 2


def test_each_connection_has_a_budget_of_its_own(mesh: Mesh) -> None:
    stanza = "{kind: RateLimitPolicy, spec: {requests: 1, per: 1h, perConnection: true}}"
    client = mesh.proxy(stanza, {"echo": mesh.backend()}).service("echo")
    for _ in range(2):
        with client.connection() as connection:
            assert [connection.get().status for _ in range(3)] == [200, 429, 429]


def test_what_is_not_enforced_is_counted(mesh: Mesh) -> None:
    stanza = "{kind: RateLimitPolicy, spec: {requests: 1, per: 1h, enforced: false}}"
    proxy = mesh.proxy(stanza, {"echo": mesh.backend()})
    assert [proxy.service("echo").get().status for _ in range(3)] == [200] * 3
    assert proxy.stat(r"http_local_rate_limiter\.http_local_rate_limit\.rate_limited") == 2
    assert proxy.stat(r"http_local_rate_limiter\.http_local_rate_limit\.enforced") == 0


DESCRIPTORS = """\
kind: RateLimitPolicy
spec:
  requests: %s
  per: 1h
  descriptors:
  - {name: gold, match: [{header: x-tier, value: gold}, {header: ":method", value: GET}], requests: 5, per: 1h, burst: 6}
  - {name: scanner, match: [{remoteAddress: 127.0.0.9}], requests: 1, per: 2h}
"""


def test_requests_with_certain_properties_have_budgets_of_their_own(mesh: Mesh) -> None:
    client = mesh.proxy(DESCRIPTORS % 100, {"echo": mesh.backend()}).service("echo")
    assert [client.get("/", {"x-tier": "gold"}).status for _ in range(7)] == [200] * 6 + [429]
    assert client.request("POST", "/", {"x-tier": "gold"}).status == 200
    assert [client.seen_from("127.0.0.9").get().status for _ in range(2)] == [200, 429]
    assert [client.get("/", {"x-tier": "silver"}).status for _ in range(10)] == [200] * 10


def test_requests_with_a_budget_of_their_own_do_not_draw_on_that_of_the_policy(mesh: Mesh) -> None:
    client = mesh.proxy(DESCRIPTORS % 3, {"echo": mesh.backend()}).service("echo")
    assert [client.get("/", {"x-tier": "gold"}).status for _ in range(7)] == [200] * 6 + [429]
    assert [client.get().status for _ in range(4)] == [200] * 3 + [429]


ROUTES = """\
kind: RateLimitPolicy
spec: {requests: 3, per: 1h}
---
kind: RateLimitPolicy
spec: {routes: [costly], requests: 1, per: 1h, status: 503, descriptors: [{name: bot, match: [{header: x-bot, value: "1"}], requests: 1, per: 1h}]}
metadata: {name: costly, namespace: default}
---
kind: TrafficPolicy
spec: {routes: [{name: costly, matches: [{path: {prefix: /costly}}]}]}
"""


def test_a_limit_for_a_route_comes_on_top_of_that_for_all(mesh: Mesh) -> None:
    client = mesh.proxy(ROUTES, {"echo": mesh.backend()}).service("echo")
    assert [client.get("/costly").status for _ in range(2)] == [200, 503]
    assert [client.get("/").status for _ in range(2)] == [200, 429]


GLOBAL = """\
kind: RateLimitPolicy
spec:
  global:
    backendRef: {name: ratelimit, namespace: infra}
    domain: shop
    timeout: 10s
    rateLimitHeaders: DraftVersion03
    descriptors:
    - {name: user, entries: [{genericKey: checkout}, {header: x-user}]}
    - {name: client, entries: [{remoteAddress: true}]}
"""


def test_the_rate_limit_service_is_told_and_obeyed(mesh: Mesh) -> None:
    asked: list[RateLimitRequest] = []

    def decide(data: bytes, context: grpc.ServicerContext) -> bytes:
        assert context.time_remaining() > 1  # of the 10s that it is given, and not of the 20ms that it would be
        request = RateLimitRequest.FromString(data)
        asked.append(request)
        over = any(entry.value == "eve" for each in request.descriptors for entry in each.entries)
        code = RateLimitResponse.OVER_LIMIT if over else RateLimitResponse.OK
        limit = RateLimitResponse.RateLimit(requests_per_unit=7, unit=RateLimitResponse.RateLimit.MINUTE)
        status = RateLimitResponse.DescriptorStatus(code=code, current_limit=limit, limit_remaining=3)
        answer: bytes = RateLimitResponse(overall_code=code, statuses=[status]).SerializeToString()
        return answer

    service = mesh.opened(GrpcBackend({SHOULD_RATE_LIMIT: decide}))
    client = mesh.proxy(GLOBAL, {"echo": mesh.backend(), "infra/ratelimit": service}).service("echo")
    good, bad = client.get("/", {"x-user": "alice"}), client.get("/", {"x-user": "eve"})
    assert (good.status, bad.status) == (200, 429)
    assert good.headers["x-ratelimit-limit"].startswith("7, 7;w=60")
    assert client.get().status == 200
    told = [[[(entry.key, entry.value) for entry in each.entries] for each in request.descriptors] for request in asked]
    address = [("remote_address", "127.0.0.1")]
    assert told == [
        [address, [("generic_key", "checkout"), ("x-user", "alice")]],
        [address, [("generic_key", "checkout"), ("x-user", "eve")]],
        [address],
    ]
    assert {request.domain for request in asked} == {"shop"}


def test_where_the_rate_limit_service_gives_no_answer_it_is_as_told(mesh: Mesh) -> None:
    def broken(_: bytes, context: grpc.ServicerContext) -> bytes:
        context.abort(grpc.StatusCode.INTERNAL, "broken")
        return b""

    service = mesh.opened(GrpcBackend({SHOULD_RATE_LIMIT: broken}))
    services: dict[str, Endpoint] = {"echo": mesh.backend(), "infra/ratelimit": service}
    assert mesh.proxy(GLOBAL, services).service("echo").get().status == 200
    closed = GLOBAL.replace("domain: shop", "domain: shop\n    failOpen: false")
    assert mesh.proxy(closed, services).service("echo").get().status == 500


def test_the_rate_limit_service_is_not_waited_for_longer_than_told(mesh: Mesh) -> None:
    stanza = GLOBAL.replace("timeout: 10s", "timeout: 300ms\n    failOpen: false")
    answered = Event()

    def late(*_: object) -> bytes:
        answered.wait(PATIENCE)
        return b""

    service = mesh.opened(GrpcBackend({SHOULD_RATE_LIMIT: late}))
    proxy = mesh.proxy(stanza, {"echo": mesh.backend(), "infra/ratelimit": service})
    assert proxy.service("echo").get().status == 500
    answered.set()
