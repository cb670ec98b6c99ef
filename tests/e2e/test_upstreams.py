"""How a Service is spoken to: HTTP/1 or 2, gRPC, TLS, or bytes."""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import grpc

from .harness import Backend, Client, GrpcBackend, Mesh
from .harness.certificates import self_signed, served
from .harness.tcp_backend import TcpBackend, Unanswering
from .harness.waiting import PATIENCE

SAY = "/echo.Echo/Say"


def said(client: Client) -> bytes:
    """The answer to a call of gRPC, whose client speaks HTTP/2."""
    with grpc.insecure_channel(f"127.0.0.1:{client.port}") as channel:
        answer: bytes = channel.unary_unary(SAY)(b"hello", timeout=PATIENCE)
        return answer


def requests(mesh: Mesh, protocol: str, backend: Backend | GrpcBackend) -> tuple[Client, Iterator[Counter[str]]]:
    """A client, and then how many requests of each HTTP have been made."""
    proxy = mesh.proxy(f"{{kind: TrafficPolicy, spec: {protocol}}}", {"echo": backend})
    names = {"HTTP1": "upstream_cx_http1_total", "HTTP2": "upstream_cx_http2_total"}

    def spoken() -> Iterator[Counter[str]]:
        while True:
            yield Counter({name: proxy.stat(f"cluster.default/echo/echo.{stat}") for name, stat in names.items()})

    return proxy.service("echo"), spoken()


def test_a_service_is_spoken_to_as_the_client_speaks(mesh: Mesh) -> None:
    client, spoken = requests(mesh, "{}", mesh.backend())
    assert client.get().backend == "echo"
    assert next(spoken) == {"HTTP1": 1, "HTTP2": 0}
    client, spoken = requests(mesh, "{}", mesh.opened(GrpcBackend({SAY: lambda data, _: data + b" world"})))
    assert said(client) == b"hello world"
    assert next(spoken) == {"HTTP1": 0, "HTTP2": 1}


def test_a_service_is_spoken_to_as_told(mesh: Mesh) -> None:
    for protocol in ("HTTP2", "GRPC"):
        http2 = mesh.opened(GrpcBackend({}))
        client, spoken = requests(mesh, f"{{protocol: {protocol}}}", http2)
        answer = client.request("POST", SAY, {"content-type": "application/grpc", "te": "trailers"})
        assert answer.headers["grpc-status"] == "12"  # UNIMPLEMENTED: it is a gRPC server that says so
        assert next(spoken) == {"HTTP1": 0, "HTTP2": 1}
    backend = mesh.backend()
    client, spoken = requests(mesh, "{protocol: HTTP1}", backend)
    try:
        said(client)
    except grpc.RpcError as error:
        assert error.code() is not grpc.StatusCode.UNAVAILABLE
    assert [seen.path for seen in backend.seen] == [SAY]
    assert next(spoken) == {"HTTP1": 1, "HTTP2": 0}


def test_what_is_unavailable_over_grpc_is_tried_again(mesh: Mesh) -> None:
    calls: list[bytes] = []

    def say(data: bytes, context: grpc.ServicerContext) -> bytes:
        calls.append(data)
        if len(calls) < 3:
            context.abort(grpc.StatusCode.UNAVAILABLE, "not yet")
        return data

    backend = mesh.opened(GrpcBackend({SAY: say}))
    client, _ = requests(mesh, "{protocol: GRPC, retries: {attempts: 2}}", backend)
    assert said(client) == b"hello"
    assert len(calls) == 3


TLS = """\
kind: BackendTLSPolicy
spec:
  validation:
    hostname: {host}
    {ca}
"""
BY_REF = "caCertificateRef: {name: ca}"


def secured(mesh: Mesh, folder: Path, host: str = "echo.example") -> tuple[Backend, str]:
    """A backend with a certificate, and the certificate."""
    certificate = self_signed(folder, host)
    return mesh.opened(Backend("secure", tls=served(certificate))), certificate.pem


def test_a_service_is_spoken_to_with_tls_if_it_proves_who_it_is(mesh: Mesh, tmp_path: Path) -> None:
    backend, pem = secured(mesh, tmp_path)
    trusted = {"cilium-secrets/ca": {"validation_context": {"trusted_ca": {"inline_string": pem}}}}
    assert mesh.proxy("kind: TrafficPolicy", {"echo": backend}).service("echo").get().status == 503
    good = mesh.proxy(TLS.format(host="echo.example", ca=BY_REF), {"echo": backend}, trusted)
    assert good.service("echo").get().backend == "secure"
    other_name = mesh.proxy(TLS.format(host="other.example", ca=BY_REF), {"echo": backend}, trusted)
    assert other_name.service("echo").get().status == 503
    inline = "caCertificate: " + repr(pem).replace("'", '"')
    assert mesh.proxy(TLS.format(host="echo.example", ca=inline), {"echo": backend}).service("echo").get().status == 200
    stranger = self_signed(tmp_path, "stranger.example")
    inline = "caCertificate: " + repr(stranger.pem).replace("'", '"')
    assert mesh.proxy(TLS.format(host="echo.example", ca=inline), {"echo": backend}).service("echo").get().status == 503


def test_a_service_is_shown_a_certificate_and_asked_for_by_name(mesh: Mesh, tmp_path: Path) -> None:
    own, mine = self_signed(tmp_path, "echo.example"), self_signed(tmp_path, "mesh.example")
    context = served(own, clients=mine)
    names: list[str] = []
    context.sni_callback = lambda _, name, __: names.append(name)
    backend = mesh.opened(Backend("secure", tls=context))
    secrets = {
        "cilium-secrets/ca": {"validation_context": {"trusted_ca": {"inline_string": own.pem}}},
        "team/client": {
            "tls_certificate": {
                "certificate_chain": {"inline_string": mine.pem},
                "private_key": {"inline_string": mine.key.read_text()},
            }
        },
    }
    stanza = TLS.format(host="echo.example", ca=BY_REF)
    assert mesh.proxy(stanza, {"echo": backend}, secrets).service("echo").get().status == 503
    shown = mesh.proxy(stanza + "  clientCertificateRef: {name: client, namespace: team}\n", {"echo": backend}, secrets)
    assert shown.service("echo").get().backend == "secure"
    assert set(names) == {"echo.example"}


@contextmanager
def dialled(client: Client) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", client.port), timeout=PATIENCE) as connection:
        yield connection


def greeting(connection: socket.socket) -> str:
    """The name that a backend of bytes begins with; empty where the connection is closed."""
    try:
        return connection.makefile().readline().strip()
    except ConnectionError:
        return ""


def test_bytes_are_proxied(mesh: Mesh) -> None:
    db = mesh.opened(TcpBackend("db"))
    client = mesh.proxy("kind: TCPPolicy", {"echo": db}).service("echo")
    with dialled(client) as connection:
        assert greeting(connection) == "db"
        connection.sendall(b"\x00\x01\xff")
        assert connection.recv(10) == b"\x00\x01\xff"


def test_connections_are_split_by_weight(mesh: Mesh) -> None:
    blue, green = mesh.opened(TcpBackend("blue")), mesh.opened(TcpBackend("green"))
    stanza = "{kind: TCPPolicy, spec: {backendRefs: [{name: blue, weight: 3}, {name: green, namespace: other}]}}"
    client = mesh.proxy(stanza, {"blue": blue, "other/green": green}).service("echo")
    met: Counter[str] = Counter()
    for _ in range(200):
        with dialled(client) as connection:
            met[greeting(connection)] += 1
    assert met.total() == 200
    assert 110 < met["blue"] < 190  # six times the spread that chance gives two hundred


def test_a_connection_of_which_nothing_is_heard_is_closed(mesh: Mesh) -> None:
    db = mesh.opened(TcpBackend("db"))
    client = mesh.proxy("{kind: TCPPolicy, spec: {idleTimeout: 1s}}", {"echo": db}).service("echo")
    with dialled(client) as connection:
        assert greeting(connection) == "db"
        assert connection.recv(1) == b""


def test_other_endpoints_are_tried(mesh: Mesh) -> None:
    """Each connection begins with another endpoint, so that of two tries one meets the one that lives."""
    db, dead = mesh.opened(TcpBackend("db")), mesh.backend("dead")
    dead.close()

    def greetings(stanza: str) -> set[str]:
        client = mesh.proxy(stanza, {"echo": [db, dead]}).service("echo")
        found = set()
        for _ in range(6):
            with dialled(client) as connection:
                found.add(greeting(connection))
        return found

    assert greetings("kind: TCPPolicy") == {"db", ""}
    assert greetings("{kind: TCPPolicy, spec: {maxConnectAttempts: 2}}") == {"db"}


SHORT = """\
{kind: TCPPolicy, spec: {connectTimeout: 200ms}}
---
kind: EnvoyPatchPolicy
spec: {patches: [{name: lifetime, at: tcpProxy, merge: {max_downstream_connection_duration: 3s}}]}
"""


def test_a_connection_that_does_not_come_about_is_given_up(mesh: Mesh) -> None:
    proxy = mesh.proxy(SHORT, {"echo": mesh.opened(Unanswering())})
    with dialled(proxy.service("echo")) as connection:
        assert greeting(connection) == ""
    assert proxy.stat("cluster.default/echo/echo.upstream_cx_connect_timeout") == 1
