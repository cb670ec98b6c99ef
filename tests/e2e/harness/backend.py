"""An HTTP server, as one endpoint of a Service."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from .answers import Answer, Reply, Seen, always
from .waiting import PATIENCE


class Backend:
    """Listens at a free port of 127.0.0.1, in threads. `answer` may be changed at any time.

    Each answer bears the server's name in `x-backend`.
    """

    def __init__(self, name: str, answer: Answer | None = None, tls: ssl.SSLContext | None = None) -> None:
        self.name = name
        self.answer = answer or always(200)
        self.seen: list[Seen] = []
        self.hangs_up = False
        """Whether it closes the connection after each answer."""
        self._open = Event()
        self._open.set()
        self._server = _Server(self)
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port: int = self._server.server_address[1]
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @contextmanager
    def held(self) -> Iterator[None]:
        """While it lasts, requests are taken and not answered."""
        self._open.clear()
        try:
            yield
        finally:
            self.release()

    def release(self) -> None:
        """Answers requests again, those that it holds first."""
        self._open.set()

    def replies(self, seen: Seen) -> Reply:
        """The answer to a request, once it may be given."""
        self.seen.append(seen)
        self._open.wait(PATIENCE)
        return self.answer(seen)

    def close(self) -> None:
        """Stop; its port refuses connections from now on."""
        self.release()
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, backend: Backend) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.backend = backend

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is none of our business."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def _answer(self) -> None:
        backend = self.server.backend
        headers = {name.lower(): ",".join(self.headers.get_all(name, ())) for name in self.headers}
        status, body, more = backend.replies(Seen(self.command, self.path, headers, self._body()))
        self.send_response(status)
        for name, value in {"x-backend": backend.name, "content-length": str(len(body)), **more}.items():
            self.send_header(name, value)
        if backend.hangs_up:
            self.send_header("connection", "close")
            self.close_connection = True
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = do_PATCH = _answer  # noqa: N815

    def _body(self) -> bytes:
        if self.headers.get("transfer-encoding", "") != "chunked":
            return self.rfile.read(int(self.headers.get("content-length", 0)))
        chunks = []
        while size := int(self.rfile.readline(), 16):
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(chunks)

    def log_message(self, *_: object) -> None:
        """Tests look at `seen`, not at a log."""
