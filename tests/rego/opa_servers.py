"""Real OPA servers on loopback ports, and what is on them."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import ssl
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple


class Server(NamedTuple):
    url: str
    process: subprocess.Popen[bytes]

    def get(self, path: str, token: str | None = None) -> Any:
        return json.loads(self.send("GET", path, None, token))

    def put(self, path: str, body: str) -> None:
        self.send("PUT", path, body.encode())

    def send(self, method: str, path: str, body: bytes | None, token: str | None = None) -> bytes:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        request = urllib.request.Request(f"{self.url}/v1/{path}", body, headers, method=method)
        with urllib.request.urlopen(request, timeout=10, context=ssl._create_unverified_context()) as answer:
            return bytes(answer.read())

    def everything(self, token: str | None = None) -> tuple[Any, Any]:
        """All policies and all data that are on it."""
        return self.get("policies", token)["result"], self.get("data", token)["result"]


def opa() -> str:
    found = shutil.which("opa")
    assert found, "opa is not on PATH: tools/install brings it"
    return found


@contextlib.contextmanager
def serving(*arguments: str, scheme: str = "http", folder: Path | None = None) -> Iterator[Server]:
    port = free_port()
    command = [opa(), "run", "--server", "--addr", f"127.0.0.1:{port}", "--skip-version-check", "--log-level", "error"]
    process = subprocess.Popen([*command, *arguments], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield Server(f"{scheme}://127.0.0.1:{port}", process)
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.socket() as looked:
        looked.bind(("127.0.0.1", 0))
        port: int = looked.getsockname()[1]
        return port


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    while True:
        assert process.poll() is None, "opa did not start"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.01)


def children(of: int) -> set[int]:
    """The processes that a process started and that still run."""
    told = subprocess.run(["ps", "-o", "pid=,stat=", "--ppid", str(of)], capture_output=True, text=True, check=False)
    rows = [line.split() for line in told.stdout.splitlines()]
    return {int(pid) for pid, state in rows if not state.startswith("Z") and _is_opa(int(pid))}


def _is_opa(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return b"run\0--server" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def certificates(folder: Path) -> None:
    """`ca.pem`; `server.pem` for 127.0.0.1 and `client.pem`, each with its `.key`, signed by it."""
    openssl = shutil.which("openssl")
    assert openssl, "openssl is not on PATH"

    def run(*arguments: str) -> None:
        subprocess.run([openssl, *arguments], cwd=folder, check=True, capture_output=True)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    run("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=test authority")
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1\n")
    for name in ("server", "client"):
        run("req", *key, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
        signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "names")
        run("x509", "-req", "-in", f"{name}.csr", "-out", f"{name}.pem", *signed)
