"""What becomes of bodies, and what is written of requests."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from .harness import Mesh, always, until
from .harness.tcp_backend import TcpBackend

COMPRESSION = """\
kind: CompressionPolicy
spec: {algorithms: [gzip, brotli, zstd], contentTypes: [application/json], minContentLength: 1000}
"""
LONG = b"0123456789" * 100


def test_answers_are_compressed_for_those_who_ask(mesh: Mesh) -> None:
    backend = mesh.backend(answer=always(200, LONG, content_type="application/json"))
    client = mesh.proxy(COMPRESSION, {"echo": backend}).service("echo")

    def encoding(accepted: str) -> str | None:
        return client.get("/", {"accept-encoding": accepted}).headers.get("content-encoding")

    assert [encoding(each) for each in ("gzip", "br", "zstd", "identity")] == ["gzip", "br", "zstd", None]
    assert gzip.decompress(client.get("/", {"accept-encoding": "gzip"}).body) == LONG
    backend.answer = always(200, LONG, content_type="text/html")
    assert encoding("gzip") is None
    backend.answer = always(200, LONG[1:], content_type="application/json")
    assert encoding("gzip") is None


def test_answers_are_compressed_on_some_routes(mesh: Mesh) -> None:
    backend = mesh.backend(answer=always(200, LONG, content_type="text/html"))
    stanzas = (
        "{kind: CompressionPolicy, spec: {routes: [page]}}\n---\n"
        "{kind: TrafficPolicy, spec: {routes: [{name: page, matches: [{path: {exact: /page}}]}]}}\n"
    )
    client = mesh.proxy(stanzas, {"echo": backend}).service("echo")
    accepted = {"accept-encoding": "gzip, br"}
    assert client.get("/page", accepted).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in client.get("/", accepted).headers


BUFFER = """\
{kind: BufferPolicy, spec: {routes: [default], maxRequestBytes: 10}}
---
{kind: TrafficPolicy, spec: {routes: [{name: stream, matches: [{path: {prefix: /stream}}]}]}}
"""


def test_larger_requests_are_refused(mesh: Mesh) -> None:
    backend = mesh.backend()
    client = mesh.proxy(BUFFER, {"echo": backend}).service("echo")
    statuses = [
        client.request("POST", path, body=b"x" * size).status for path, size in (("/", 10), ("/", 11), ("/stream", 11))
    ]
    assert statuses == [200, 413, 200]
    assert [seen.body for seen in backend.seen] == [b"x" * 10, b"x" * 11]


def test_a_line_is_written_for_each_request(mesh: Mesh) -> None:
    backend = mesh.backend()
    proxy = mesh.proxy('{kind: AccessLogPolicy, spec: {text: "<<%REQ(:path)% %RESPONSE_CODE%>>"}}', {"echo": backend})
    proxy.service("echo").get("/one")
    proxy.service("echo").get("/two")
    until(lambda: "<</one 200>>\n<</two 200>>\n" in proxy.output(), "the lines are written")


def test_without_a_format_it_is_envoys_own(mesh: Mesh) -> None:
    proxy = mesh.proxy("{kind: AccessLogPolicy, spec: {sink: {stderr: {}}}}", {"echo": mesh.backend()})
    proxy.service("echo").get("/one")
    until(lambda: '"GET /one HTTP/1.1" 200 - 0 0 ' in proxy.log(), "the line is written")


def test_lines_are_json_in_a_file_for_failures_alone(mesh: Mesh, tmp_path: Path) -> None:
    log = tmp_path / "log"
    backend = mesh.backend(answer=lambda seen: always(int(seen.path[1:]))(seen))
    spec = {
        "sink": {"file": {"path": str(log)}},
        "json": {"status": "%RESPONSE_CODE%", "method": "%REQ(:METHOD)%"},
        "minStatus": 500,
    }
    client = mesh.proxy(json.dumps({"kind": "AccessLogPolicy", "spec": spec}), {"echo": backend}).service("echo")
    for status in (200, 499, 500, 503):
        client.get(f"/{status}")
    until(lambda: log.exists() and log.read_text().count("\n") >= 2, "two lines are written")
    assert list(map(json.loads, log.read_text().splitlines())) == [
        {"status": 500, "method": "GET"},
        {"status": 503, "method": "GET"},
    ]


def test_a_line_is_written_for_each_connection(mesh: Mesh) -> None:
    stanzas = 'kind: TCPPolicy\n---\n{kind: AccessLogPolicy, spec: {text: "<<%UPSTREAM_CLUSTER% %BYTES_SENT%>>"}}\n'
    proxy = mesh.proxy(stanzas, {"echo": mesh.opened(TcpBackend("db"))})
    with proxy.service("echo").connection():
        until(lambda: proxy.stat("cluster.default/echo/echo.upstream_cx_rx_bytes_total") == 3, "the greeting is sent")
    until(lambda: "<<default/echo/echo 3>>" in proxy.output(), "the line is written")
