"""Timeouts, retries, circuit breakers, outliers and health checks: what happens when backends fail."""

from __future__ import annotations

from collections.abc import Sequence
from time import sleep

from .harness import Backend, GrpcBackend, Mesh, Proxy, Reply, Response, Seen, always, until
from .harness.node import Endpoint
from .harness.tcp_backend import Unanswering

TIMEOUTS = """\
kind: TrafficPolicy
spec:
  routes:
  - {name: whole, matches: [{path: {exact: /whole}}], timeout: 300ms}
  - {name: idle, matches: [{path: {exact: /idle}}], timeout: 0s, idleTimeout: 300ms}
  - {name: try, matches: [{path: {exact: /try}}], retries: {attempts: 1, perTryTimeout: 300ms}}
"""


def test_a_request_that_takes_too_long_is_given_up(mesh: Mesh) -> None:
    backend = mesh.backend()
    client = mesh.proxy(TIMEOUTS, {"echo": backend}).service("echo")
    with backend.held():
        assert client.get("/whole")[::2] == (504, b"upstream request timeout")
        assert client.get("/idle")[::2] == (504, b"stream timeout")
        assert client.get("/try").status == 504
    paths = ["/idle", "/try", "/try", "/whole"]
    until(lambda: sorted(seen.path for seen in backend.seen) == paths, "one of them is tried again")
    told = {seen.path: seen.headers.get("x-envoy-expected-rq-timeout-ms") for seen in backend.seen}
    assert told == {"/whole": "300", "/idle": None, "/try": "300"}
    assert client.get("/whole").status == 200


CONNECTING = """\
kind: TrafficPolicy
spec: {connectTimeout: 200ms, timeout: 3s}
"""


def test_a_connection_that_does_not_come_about_is_given_up(mesh: Mesh) -> None:
    proxy = mesh.proxy(CONNECTING, {"echo": mesh.opened(Unanswering())})
    answer = proxy.service("echo").get()
    assert answer.status == 503
    assert b"connection timeout" in answer.body


RETRIES = """\
kind: TrafficPolicy
spec:
  retries: {attempts: 2}
  routes:
  - {name: 5xx, matches: [{path: {exact: /5xx}}], retries: {attempts: 3, retryOn: [5xx]}}
  - {name: status, matches: [{path: {exact: /status}}], retries: {attempts: 3, retriableStatusCodes: [409, 410]}}
  - name: later
    matches: [{path: {exact: /later}}]
    timeout: 1s
    retries: {attempts: 3, retryOn: [5xx], backoff: {baseInterval: 10000h, maxInterval: 20000h}}
"""


def tries(backend: Backend, proxy: Proxy, path: str, status: int) -> int:
    """How often a backend is asked that answers with a status."""
    backend.answer = always(status)
    before = len(backend.seen)
    proxy.service("echo").get(path)
    return len(backend.seen) - before


def test_what_counts_as_failed_is_tried_again(mesh: Mesh) -> None:
    backend = mesh.backend()
    proxy = mesh.proxy(RETRIES, {"echo": backend})
    asked = {
        (path, status): tries(backend, proxy, path, status)
        for path in ("/5xx", "/status", "/")
        for status in (200, 409, 410, 500, 503)
    }
    assert {each: times for each, times in asked.items() if times != 1} == {
        ("/5xx", 500): 4,
        ("/5xx", 503): 4,
        ("/status", 409): 4,
        ("/status", 410): 4,
        ("/status", 503): 4,
        ("/", 503): 3,
    }


def test_the_backoff_is_waited_for(mesh: Mesh) -> None:
    """Envoy waits for a part of it, drawn by lot: of ten thousand hours, hardly less than a second."""
    backend = mesh.backend(answer=always(503))
    proxy = mesh.proxy(RETRIES, {"echo": backend})
    assert proxy.service("echo").get("/later").status == 504
    assert len(backend.seen) == 1


def test_a_dead_endpoint_is_not_noticed_with_retries(mesh: Mesh) -> None:
    good, dead = mesh.backend("good"), mesh.backend("dead")
    dead.close()
    without = mesh.proxy("kind: TrafficPolicy", {"echo": [good, dead]}).service("echo")
    assert {without.get().status for _ in range(10)} == {200, 503}
    with_ = mesh.proxy("{kind: TrafficPolicy, spec: {retries: {attempts: 2}}}", {"echo": [good, dead]}).service("echo")
    assert {with_.get().status for _ in range(10)} == {200}


OUTLIERS = "cluster.default/echo/echo.outlier_detection."


def outliers(mesh: Mesh, endpoints: Sequence[Endpoint], fields: str, kind: str = "TrafficPolicy") -> Proxy:
    stanza = f"{{kind: {kind}, spec: {{outlierDetection: {{maxEjectionPercent: 50, {fields}}}}}}}"
    return mesh.proxy(stanza, {"echo": endpoints})


def test_endpoints_that_answer_with_5xx_are_left_out_and_come_back(mesh: Mesh) -> None:
    good, bad = mesh.backend("good"), mesh.backend("bad", always(500))
    proxy = outliers(
        mesh, [good, bad], "consecutive5xx: 3, interval: 100ms, baseEjectionTime: 100ms, maxEjectionTime: 1s"
    )
    client = proxy.service("echo")
    with client.connection() as connection:
        answers = [connection.get().status for _ in range(6)]
        assert sorted(answers) == [200] * 3 + [500] * 3
        until(lambda: proxy.stat(OUTLIERS + "ejections_enforced_consecutive_5xx") == 1, "it is ejected")
        bad.answer = always(200)
        until(lambda: connection.get().backend == "bad", "it is back")


def test_endpoints_are_left_out_for_as_long_as_told(mesh: Mesh) -> None:
    good, bad = mesh.backend("good"), mesh.backend("bad", always(503))
    proxy = outliers(
        mesh,
        [good, bad],
        "consecutiveGatewayErrors: 2, consecutive5xx: 1000, baseEjectionTime: 1h, maxEjectionTime: 2h, interval: 50ms",
    )
    client = proxy.service("echo")
    assert sorted(client.get().status for _ in range(4)) == [200, 200, 503, 503]
    until(lambda: proxy.stat(OUTLIERS + "ejections_enforced_consecutive_gateway_failure") == 1, "it is ejected")
    assert [client.get().backend for _ in range(20)] == ["good"] * 20


def test_no_more_endpoints_are_left_out_than_told(mesh: Mesh) -> None:
    bad = [mesh.backend(name, always(500)) for name in ("a", "b")]
    proxy = outliers(mesh, bad, "consecutive5xx: 1")
    client = proxy.service("echo")
    until(lambda: client.get() and proxy.stat(OUTLIERS + "ejections_overflow") > 0, "the other one would be ejected")
    assert proxy.stat(OUTLIERS + "ejections_active") == 1


def test_unless_told_at_most_half_of_the_endpoints_are_left_out(mesh: Mesh) -> None:
    endpoints = [mesh.backend("good"), mesh.backend("a", always(500)), mesh.backend("b", always(500))]
    stanza = "{kind: TrafficPolicy, spec: {outlierDetection: {consecutive5xx: 1}}}"
    proxy = mesh.proxy(stanza, {"echo": endpoints})
    client = proxy.service("echo")
    until(lambda: client.get() and proxy.stat(OUTLIERS + "ejections_overflow") > 0, "the second would be ejected")
    assert proxy.stat(OUTLIERS + "ejections_active") == 1


def test_failures_to_connect_are_counted_apart_where_told(mesh: Mesh) -> None:
    """Together, a failure to connect counts as a 5xx; apart, it does not."""
    good, dead = mesh.backend("good"), mesh.backend("dead")
    dead.close()
    together = outliers(mesh, [good, dead], "consecutive5xx: 2", kind="CircuitBreakerPolicy")
    until(lambda: together.service("echo").get() and together.stat(OUTLIERS + "ejections_active") == 1, "it is ejected")
    apart = outliers(mesh, [good, dead], "consecutive5xx: 2, consecutiveLocalOriginFailures: 1000")
    assert {apart.service("echo").get().status for _ in range(20)} == {200, 503}
    assert apart.stat(OUTLIERS + "ejections_detected_consecutive_5xx") == 0
    split = outliers(mesh, [good, dead], "consecutive5xx: 2, splitExternalLocalOriginErrors: true")
    assert {split.service("echo").get().status for _ in range(8)} == {200, 503}
    assert split.stat(OUTLIERS + "ejections_detected_consecutive_5xx") == 0


def breaker(mesh: Mesh, backend: Backend, fields: str) -> Proxy:
    return mesh.proxy(f"{{kind: CircuitBreakerPolicy, spec: {fields}}}", {"echo": backend})


def overflowed(proxy: Proxy, kind: str) -> int:
    return proxy.stat(f"cluster.default/echo/echo.upstream_{kind}_overflow")


def refused(answer: Response) -> bool:
    """Whether it is Envoy that refuses, because too much is in use."""
    return answer.status == 503 and answer.headers.get("x-envoy-overloaded") == "true"


def test_no_more_requests_are_in_flight_than_told(mesh: Mesh) -> None:
    backend = mesh.backend()
    client = breaker(mesh, backend, "{maxRequests: 1}").service("echo")
    with client.connection() as first:
        with backend.held():
            first.send("GET")
            until(lambda: backend.seen, "the first request is in flight")
            assert refused(client.get())
        assert first.receive().status == 200
    assert client.get().status == 200


def test_no_more_connections_are_open_than_told_and_no_more_requests_wait(mesh: Mesh) -> None:
    backend = mesh.backend()
    proxy = breaker(mesh, backend, "{maxConnections: 1, maxPendingRequests: 1}")
    client = proxy.service("echo")
    with client.connection() as first, client.connection() as second:
        with backend.held():
            first.send("GET")
            until(lambda: backend.seen, "the first request has the connection")
            second.send("GET")
            until(lambda: overflowed(proxy, "cx") == 1, "the second request waits")
            assert refused(client.get())
        assert [first.receive().status, second.receive().status] == [200, 200]
    assert overflowed(proxy, "rq_pending") == 1


RETRY_BREAKER = """\
{kind: TrafficPolicy, spec: {retries: {attempts: 3, retryOn: [5xx]}}}
---
{kind: CircuitBreakerPolicy, spec: {maxRetries: 0}}
"""


def test_no_more_retries_are_in_flight_than_told(mesh: Mesh) -> None:
    backend = mesh.backend(answer=always(500))
    proxy = mesh.proxy(RETRY_BREAKER, {"echo": backend})
    proxy.service("echo").get()
    assert len(backend.seen) == 1
    assert overflowed(proxy, "rq_retry") == 1


HIGH_PRIORITY = """\
{kind: CircuitBreakerPolicy, spec: {maxRequests: 100, highPriority: {maxRequests: 0}}}
---
kind: TrafficPolicy
spec: {routes: [{name: vip, matches: [{path: {prefix: /vip}}]}]}
---
kind: EnvoyPatchPolicy
spec: {patches: [{name: vip, at: route, of: vip, merge: {route: {priority: HIGH}}}]}
"""


def test_requests_of_high_priority_have_limits_of_their_own(mesh: Mesh) -> None:
    client = mesh.proxy(HIGH_PRIORITY, {"echo": mesh.backend()}).service("echo")
    assert [client.get("/vip").status, client.get("/").status] == [503, 200]


HEALTH = """\
kind: HealthCheckPolicy
spec:
  {fields}
  interval: 50ms
  timeout: 10s
  unhealthyThreshold: 2
  healthyThreshold: 3
"""
HEALTHY = "cluster.default/echo/echo.membership_healthy"


def test_endpoints_that_say_they_are_ill_are_left_out(mesh: Mesh) -> None:
    good, ill = mesh.backend("good", always(204)), mesh.backend("ill", always(500))
    stanza = HEALTH.format(fields="http: {path: /healthz, host: health.example, expectedStatuses: [204]}")
    proxy = mesh.proxy(stanza, {"echo": [good, ill]})
    until(lambda: proxy.stat(HEALTHY) == 1, "the ill one is noticed")
    assert [proxy.service("echo").get().backend for _ in range(10)] == ["good"] * 10
    assert (good.seen[0].path, good.seen[0].headers["host"]) == ("/healthz", "health.example")


def test_health_is_asked_for_at_the_interval_and_judged_by_the_thresholds(mesh: Mesh) -> None:
    backend = mesh.backend()
    proxy = mesh.proxy(HEALTH.format(fields="http: {path: /}"), {"echo": backend})
    assert proxy.stat(HEALTHY) == 1
    backend.answer = always(500)
    before = len(backend.seen)
    until(lambda: proxy.stat(HEALTHY) == 0, "it is ill")
    assert len(backend.seen) - before >= 2
    backend.answer = always(200)
    before = len(backend.seen)
    until(lambda: proxy.stat(HEALTHY) == 1, "it is well again")
    assert len(backend.seen) - before >= 3


def test_without_expected_statuses_health_is_200(mesh: Mesh) -> None:
    backends = [mesh.backend("a"), mesh.backend("b", always(204))]
    proxy = mesh.proxy(HEALTH.format(fields="http: {path: /}"), {"echo": backends})
    until(lambda: proxy.stat(HEALTHY) == 1, "204 is not 200")


def test_without_a_host_health_is_asked_for_by_the_name_of_the_service(mesh: Mesh) -> None:
    backend = mesh.backend()
    mesh.proxy(HEALTH.format(fields="http: {path: /}"), {"echo": backend})
    assert backend.seen[0].headers["host"] == "echo.default"


def test_an_answer_that_takes_too_long_is_ill(mesh: Mesh) -> None:
    backend = mesh.backend()
    stanza = HEALTH.format(fields="http: {path: /}").replace("timeout: 10s", "timeout: 200ms")
    with backend.held():
        proxy = mesh.proxy(stanza, {"echo": backend})
        until(lambda: proxy.stat(HEALTHY) == 0, "it is noticed")


def test_an_answer_that_takes_as_long_as_it_may_is_well(mesh: Mesh) -> None:
    slow = mesh.backend("slow")

    def late(_: Seen) -> Reply:
        sleep(1.5)  # more than the second that it would have otherwise
        return Reply()

    slow.answer = late
    proxy = mesh.proxy(HEALTH.format(fields="http: {path: /}"), {"echo": slow})
    assert proxy.stat(HEALTHY) == 1


def test_health_is_asked_for_over_tcp(mesh: Mesh) -> None:
    good, dead = mesh.backend("good"), mesh.backend("dead")
    dead.close()
    proxy = mesh.proxy(HEALTH.format(fields="tcp: {}"), {"echo": [good, dead]})
    until(lambda: proxy.stat(HEALTHY) == 1, "the dead one is noticed")
    assert [proxy.service("echo").get().backend for _ in range(10)] == ["good"] * 10


def test_health_is_asked_for_over_grpc(mesh: Mesh) -> None:
    """`grpc.health.v1`: field 1 of the request is the service, field 1 of the answer is 1 for SERVING and 2 for not."""
    asked: list[bytes] = []

    def check(request: bytes, _: object) -> bytes:
        asked.append(request)
        return b"\x08\x01"

    good = mesh.opened(GrpcBackend({"/grpc.health.v1.Health/Check": check}))
    ill = mesh.opened(GrpcBackend({"/grpc.health.v1.Health/Check": lambda *_: b"\x08\x02"}))
    stanza = HEALTH.format(fields="grpc: {service: echo.Echo}") + "---\n{kind: TrafficPolicy, spec: {protocol: GRPC}}\n"
    proxy = mesh.proxy(stanza, {"echo": [good, ill]})
    until(lambda: proxy.stat(HEALTHY) == 1, "the ill one is noticed")
    assert asked[0] == b"\x0a\x09echo.Echo"
