"""A running Envoy."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cmesh_lint.envoy.extensions import missing_extensions
from cmesh_lint.versions import NEWEST

from .client import Client
from .node import Node, Services
from .waiting import PATIENCE, until

Json = Any


class Proxy:
    """An Envoy before backends, without the extensions that Cilium's has not. It has one thread, so that its rounds
    over endpoints and its budgets are whole.
    """

    def __init__(self, program: str, node: Node, services: Services, secrets: Mapping[str, Json], folder: Path) -> None:
        self._node = node
        self._services = services
        self._admin = folder / "admin"
        self._output, self._log = folder / "output", folder / "log"
        configuration = folder / "envoy.json"
        configuration.write_text(json.dumps(node.configuration(services, secrets, str(self._admin)), indent=1))
        command = [program, "-c", str(configuration), "--concurrency", "1", "--disable-hot-restart"]
        command += ["--disable-extensions", ",".join(missing_extensions(NEWEST)), "--allow-unknown-static-fields"]
        command += ["--log-level", "warning", "--file-flush-interval-msec", "20"]
        with self._output.open("wb") as output, self._log.open("wb") as log:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=log)
        try:
            until(self._is_ready, "Envoy is ready")
        except BaseException:
            self.close()
            raise
        self._listening = self._bound()

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def service(self, name: str, port: int | None = None) -> Client:
        """What calls a Service, by `NAME` or `NAMESPACE/NAME`: through Envoy if the agent sends its traffic there, else
        straight to an endpoint.
        """
        whole = name if "/" in name else f"default/{name}"
        listener = self._node.listener(whole, port)
        if listener is None:
            return Client(self._services[whole][0].port)
        return self.listener(listener)

    def listener(self, name: str) -> Client:
        """What calls a listener, by its full name."""
        return self._listening[name]

    def stat(self, name: str) -> int:
        """The sum of the counters and gauges whose names match a regular expression as a whole."""
        stats = json.loads(self.admin("/stats?format=json"))["stats"]
        return sum(each["value"] for each in stats if "name" in each and re.fullmatch(name, each["name"]))

    def admin(self, path: str) -> bytes:
        """What the admin page says."""
        connection = _SocketConnection(str(self._admin))
        try:
            connection.request("GET", path)
            return connection.getresponse().read()
        finally:
            connection.close()

    def output(self) -> str:
        """What it has written to standard output."""
        return self._output.read_text()

    def log(self) -> str:
        """What it has written to standard error: its log."""
        return self._log.read_text()

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """While it lasts, Envoy stands still: what is sent meanwhile, it finds all at once."""
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def _is_ready(self) -> bool:
        assert self._process.poll() is None, f"Envoy ended with {self._process.returncode}:\n{self.log()}"
        try:
            return self.admin("/ready") == b"LIVE\n"
        except OSError:
            return False

    def _bound(self) -> dict[str, Client]:
        """What calls each listener, by its full name."""
        listeners = json.loads(self.admin("/listeners?format=json"))["listener_statuses"]
        sockets = {each["name"]: each["local_address"]["socket_address"] for each in listeners}
        return {name: Client(at["port_value"], address=at["address"]) for name, at in sockets.items()}


class _SocketConnection(http.client.HTTPConnection):
    """HTTP over a socket in the file system."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=PATIENCE)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(PATIENCE)
        self.sock.connect(self._path)
