"""What is said in Envoy's own fields, and listeners that belong to no Service."""

from __future__ import annotations

import socket

from .harness import Mesh, TcpBackend, until
from .test_upstreams import dialled, greeting

PATCHES = """\
kind: EnvoyPatchPolicy
spec:
  patches:
  - {name: server, at: httpConnectionManager, merge: {server_name: patched, skip_xff_append: null}}
  - {name: internal, at: routeConfiguration, merge: {response_headers_to_add: [{header: {key: x-routes, value: "1"}}]}}
  - {name: attempts, at: virtualHost, merge: {include_request_attempt_count: true}}
  - {name: host, at: route, of: default, merge: {route: {host_rewrite_literal: patched.example}}}
  - {name: other, at: route, of: other, merge: {route: {prefix_rewrite: /patched}}}
  - {name: breaker, at: cluster, merge: {circuit_breakers: {thresholds: [{max_requests: 0}]}}}
  - {name: next, at: cluster, of: next.other, merge: {alt_stat_name: patched}}
  - name: alive
    at: httpFilter
    of: envoy.filters.http.health_check
    merge:
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.filters.http.health_check.v3.HealthCheck
        pass_through_mode: false
        headers: [{name: ":path", string_match: {exact: /alive}}]
---
kind: TrafficPolicy
spec:
  backendRefs: [{name: next, namespace: other}]
  routes:
  - {name: other, matches: [{path: {exact: /other}}]}
  - {name: full, matches: [{path: {exact: /full}}], backendRefs: [{name: echo}]}
"""


def test_patches_win(mesh: Mesh) -> None:
    backend = mesh.backend()
    proxy = mesh.proxy(PATCHES, {"echo": backend, "other/next": backend})
    client = proxy.service("echo")
    answer = client.get()
    assert (answer.status, answer.headers["server"], answer.headers["x-routes"]) == (200, "patched", "1")
    (seen,) = backend.seen
    assert "x-forwarded-for" in seen.headers
    assert seen.headers["x-envoy-attempt-count"] == "1"
    assert seen.headers["host"] == "patched.example"
    client.get("/other")
    assert backend.seen[-1].path == "/patched"
    assert client.get("/full").status == 503
    assert proxy.stat("cluster.patched.upstream_rq_total") == 2
    asked = len(backend.seen)
    assert client.get("/alive").status == 200
    assert len(backend.seen) == asked


TCP_PATCHES = """\
kind: TCPPolicy
---
kind: EnvoyPatchPolicy
spec:
  patches:
  - {name: lifetime, at: tcpProxy, merge: {max_downstream_connection_duration: 1s}}
  - {name: buffer, at: listener, merge: {per_connection_buffer_limit_bytes: 1024}}
"""


def test_a_tcp_proxy_is_patched(mesh: Mesh) -> None:
    db = mesh.opened(TcpBackend("db"))
    proxy = mesh.proxy(TCP_PATCHES, {"echo": db})
    with dialled(proxy.service("echo")) as connection:
        assert greeting(connection) == "db"
        assert connection.recv(1) == b""
    until(lambda: proxy.stat("tcp.default-echo.max_downstream_connection_duration") == 1, "it is told")


LISTENERS = """\
kind: MetricsListener
metadata: {name: metrics}
spec: {path: /stats, address: 127.77.0.1, port: %d}
---
kind: AdminListener
metadata: {name: admin}
spec: {paths: [/stats, /ready]}
"""


def test_listeners_listen_where_told_and_answer_the_paths_that_they_are_told(mesh: Mesh) -> None:
    with socket.create_server(("127.77.0.1", 0)) as free:
        port = free.getsockname()[1]
    proxy = mesh.proxy(LISTENERS % port, {})
    metrics, admin = proxy.listener("/metrics/listener"), proxy.listener("/admin/listener")
    assert (metrics.address, metrics.port) == ("127.77.0.1", port)
    assert metrics.get("/stats").body.startswith(b"# TYPE")
    assert [metrics.get(path).status for path in ("/metrics", "/", "/stats/x")] == [404] * 3
    assert [admin.get(path).status for path in ("/stats", "/stats/prometheus", "/ready", "/", "/quitquitquit")] == [
        200,
        200,
        200,
        404,
        404,
    ]
