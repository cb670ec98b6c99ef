"""A client of HTTP."""

from __future__ import annotations

import http.client
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from .waiting import PATIENCE


class Response(NamedTuple):
    """What a client gets."""

    status: int
    headers: Mapping[str, str]
    """By their names in small letters; the values of a repeated one are joined by commas."""
    body: bytes

    @property
    def backend(self) -> str:
        """The backend that answered; empty where it was Envoy."""
        return self.headers.get("x-backend", "")


class Client:
    """Calls one address, each time over a new connection."""

    def __init__(self, port: int, source: str = "127.0.0.1", address: str = "127.0.0.1") -> None:
        self.address, self.port = address, port
        self._source = source

    def seen_from(self, source: str) -> Client:
        """The same with another address of its own, as `127.0.0.9`."""
        return Client(self.port, source, self.address)

    def get(self, path: str = "/", headers: Mapping[str, str] | None = None) -> Response:
        """A GET."""
        return self.request("GET", path, headers)

    def request(
        self, method: str, path: str = "/", headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Response:
        """Any request."""
        with self.connection() as connection:
            return connection.request(method, path, headers, body)

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection for several requests."""
        raw = http.client.HTTPConnection(self.address, self.port, timeout=PATIENCE, source_address=(self._source, 0))
        try:
            raw.connect()
            yield Connection(raw)
        finally:
            raw.close()


class Connection:
    """A connection that is kept."""

    def __init__(self, raw: http.client.HTTPConnection) -> None:
        self._raw = raw

    def get(self, path: str = "/", headers: Mapping[str, str] | None = None) -> Response:
        """A GET."""
        return self.request("GET", path, headers)

    def request(
        self, method: str, path: str = "/", headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Response:
        """Any request."""
        self.send(method, path, headers, body)
        return self.receive()

    def send(
        self, method: str, path: str = "/", headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> None:
        """A request, whose answer is for `receive`."""
        self._raw.request(method, path, body, {"host": "echo.example", **(headers or {})})

    def receive(self) -> Response:
        """The answer to what was sent."""
        raw = self._raw.getresponse()
        headers = {name.lower(): ",".join(raw.headers.get_all(name, ())) for name in raw.headers}
        return Response(raw.status, headers, raw.read())
