"""The five scenarios that the stanzas were made for, observed in traffic."""

from __future__ import annotations

from collections import Counter

from .harness import Mesh, Proxy, Reply, always, echo, until

ONE, TWO = "echo-service-1", "echo-service-2"
NO_REWRITE = "{kind: TrafficPolicy, spec: {targetRefs: [{kind: Service, name: echo-service-1}]}}"


def test_the_rate_limited_service_gives_two_200s_and_then_429_and_the_other_none(mesh: Mesh) -> None:
    one, two = mesh.backend("one"), mesh.backend("two")
    proxy = mesh.scenario("rate-limit", **{ONE: one, TWO: two})
    with proxy.service(ONE).connection() as connection:
        answers = [connection.get() for _ in range(5)]
    assert [each.status for each in answers] == [200, 200, 429, 429, 429]
    assert [each.headers.get("x-local-rate-limit") for each in answers] == [None, None, "true", "true", "true"]
    assert len(one.seen) == 2
    assert [proxy.service(TWO).get().status for _ in range(5)] == [200] * 5
    until(lambda: proxy.service(ONE).get().status == 200, "the budget is filled again")


def test_what_fails_is_tried_again_three_times(mesh: Mesh) -> None:
    failing = mesh.backend("one", always(503))
    proxy = mesh.scenario("rate-limit", **{ONE: failing})
    assert proxy.service(ONE).get().status == 503
    assert len(failing.seen) == 1 + 3


def test_what_fails_for_once_is_not_seen(mesh: Mesh) -> None:
    backend = mesh.backend("one")
    backend.answer = lambda _: Reply(200 if len(backend.seen) == 4 else 500)
    proxy = mesh.scenario("rate-limit", **{ONE: backend})
    assert proxy.service(ONE).get().status == 200


EJECTIONS = f"cluster.default/{ONE}/{ONE}.outlier_detection.ejections"


def test_an_endpoint_that_refuses_connections_is_left_out(mesh: Mesh) -> None:
    good, dead = mesh.backend("good"), mesh.backend("dead")
    dead.close()
    proxy = mesh.scenario("circuit-breaker", **{ONE: [good, dead]})
    client = proxy.service(ONE)
    until(lambda: client.get() and proxy.stat(f"{EJECTIONS}_active") == 1, "it is ejected")
    assert [client.get().backend for _ in range(20)] == ["good"] * 20


def test_the_last_endpoint_is_not_left_out(mesh: Mesh) -> None:
    dead = mesh.backend("dead")
    dead.close()
    proxy = mesh.scenario("circuit-breaker", **{ONE: dead})
    client = proxy.service(ONE)
    until(lambda: client.get() and proxy.stat(f"{EJECTIONS}_overflow") >= 1, "it would be ejected")
    assert proxy.stat(f"{EJECTIONS}_active") == 0


def overflowed(proxy: Proxy) -> int:
    return proxy.stat(f"cluster.default/{ONE}/{ONE}.upstream_rq_pending_overflow")


def test_twenty_requests_on_two_connections_trip_the_breaker(mesh: Mesh) -> None:
    backend = mesh.backend("one")
    backend.hangs_up = True  # so that each request waits for a connection of its own, if only for a moment
    proxy = mesh.scenario("circuit-breaker", **{ONE: backend})
    client = proxy.service(ONE)
    answers = []
    with client.connection() as first, client.connection() as second:
        for _ in range(10):
            with proxy.stopped():
                first.send("GET")
                second.send("GET")
            answers += [first.receive(), second.receive()]
    statuses = Counter(each.status for each in answers)
    assert statuses == {200: len(backend.seen), 503: overflowed(proxy)}
    assert statuses[503] > 0
    assert all(each.headers.get("x-envoy-overloaded") == "true" for each in answers if each.status == 503)


def test_twenty_requests_on_one_connection_do_not_trip_the_breaker(mesh: Mesh) -> None:
    backend = mesh.backend("one")
    backend.hangs_up = True
    proxy = mesh.scenario("circuit-breaker", **{ONE: backend})
    with proxy.service(ONE).connection() as connection:
        assert [connection.get().status for _ in range(20)] == [200] * 20
    assert overflowed(proxy) == 0


def test_foo_is_404_without_the_rewrite_and_200_with_it(mesh: Mesh) -> None:
    one, two = mesh.backend("one", echo), mesh.backend("two", echo)
    without = mesh.proxy(NO_REWRITE, {ONE: one})
    assert without.service(ONE).get("/foo").status == 404
    with_ = mesh.scenario("rewrite-and-split", **{ONE: one, TWO: two})
    assert with_.service(ONE).get("/foo").status == 200
    assert with_.service(ONE).get("/bar").status == 404


def test_a_thousand_requests_are_split_in_halves(mesh: Mesh) -> None:
    proxy = mesh.scenario("rewrite-and-split", **{ONE: mesh.backend("one"), TWO: mesh.backend("two")})
    with proxy.service(TWO).connection() as connection:
        # Each goes by the toss of a coin: of 600 thousands one is off by more than 5 points, but not two in a row.
        thousands = (Counter(connection.get().backend for _ in range(1000)) for _ in range(2))
        assert any(abs(split["one"] - 500) <= 50 and split.total() == 1000 for split in thousands)


def test_metrics_are_text_for_prometheus_and_nothing_else_is_told(mesh: Mesh) -> None:
    proxy = mesh.scenario("metrics-listener")
    client = proxy.listener("/envoy-prometheus-metrics-listener/listener")
    answer = client.get("/metrics")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/plain")
    assert b"# TYPE envoy_server_uptime gauge\n" in answer.body
    assert client.get("/stats").status == client.get("/").status == 404


def test_the_admin_page_answers(mesh: Mesh) -> None:
    client = mesh.scenario("admin-listener").listener("/envoy-admin-listener/listener")
    assert client.get("/ready").body == b"LIVE\n"
    assert b"Envoy Admin" in client.get("/").body
