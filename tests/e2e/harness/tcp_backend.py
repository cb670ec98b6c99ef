"""A server of bytes, as one endpoint of a Service."""

from __future__ import annotations

import socket
import socketserver
from threading import Thread


class TcpBackend:
    """Greets each connection with its name, and then gives back what it gets."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.accepted = 0
        self._server = _Server(self)
        self.port: int = self._server.server_address[1]
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop; its port refuses connections from now on."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, backend: TcpBackend) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.backend = backend

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is none of our business."""


class _Handler(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        backend = self.server.backend
        backend.accepted += 1
        self.wfile.write(f"{backend.name}\n".encode())
        while data := self.request.recv(4096):
            self.wfile.write(data)


class Unanswering:
    """An endpoint where connections are neither taken nor refused: the queue of its socket is full."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=0)
        self.port: int = self._listening.getsockname()[1]
        self._filling = [_connecting(self.port) for _ in range(4)]

    def close(self) -> None:
        """Give the port back."""
        for each in (*self._filling, self._listening):
            each.close()


def _connecting(port: int) -> socket.socket:
    client = socket.socket()
    client.setblocking(False)
    client.connect_ex(("127.0.0.1", port))
    return client
