"""`--opa`: an OPA of our own, for the time of a run, on a port of this machine's that only we have the token for."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from types import TracebackType
from typing import BinaryIO

from ...config.opa import OpaSecret, OpaSettings
from ...config.rego import Limits
from ..orphans import ending_with_this
from ..shutdown import leaving_by_the_door
from ..types import EngineError, Failure, Program, Question, Reply
from .batching import Asking
from .client import Door, Gone, Refused, TookTooLong, told_in
from .engine import NAMESPACE, in_a_sentence, spoken_version
from .program import ServerProgram, server_program

_START = 10.0
"""Seconds in which a server has to be there."""
_PORTS = 5
"""Ports that are tried: another process may take one between our look and OPA's."""
_MIB = 1024 * 1024
_OUTPUT = 8 * _MIB
"""Bytes that OPA may write into a file: its log, what it says of modules."""

_AUTHORIZATION = """package system.authz

import rego.v1

default allow := false

allow if input.identity == "{token}"
"""


class OwnOpa:
    """The `opa` found on PATH, started and stopped. See `nouns.Engine`."""

    def __init__(self, program: Program, repository: str, limits: Limits) -> None:
        self._program = server_program(program, repository, NAMESPACE + secrets.token_hex(8), merge=False)
        self._limits = limits
        self._token = secrets.token_hex(16)
        self._exits = ExitStack()
        self._version = ""

    @property
    def name(self) -> str:
        """`opa 1.22.2`."""
        return f"opa {self._version}"

    def __enter__(self) -> OwnOpa:
        self._binary = _on_path()
        if self._binary is None:
            raise EngineError(
                "`opa` not found in PATH; install it for `--opa`, or name a running server with `--opa-url`"
            )
        with ExitStack() as exits:
            exits.enter_context(leaving_by_the_door())
            self._folder = exits.enter_context(tempfile.TemporaryDirectory(prefix="cmesh-lint-opa-"))
            write(self._program, self._token, self._folder)
            exits.callback(self._stop)
            with in_a_sentence(self._program.error):
                self._start()
                self._version = spoken_version(self._door)
            self._exits = exits.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._exits.__exit__(kind, error, trace)

    def ask(self, questions: Sequence[Question]) -> Iterator[Reply | Failure]:
        """See `nouns.Engine`."""
        ended = f"it took more than {self._limits.megabytes} MB, or ended the server"
        return Asking(self._door, self._program, self._revived, ended).replies(questions)

    def _start(self) -> None:
        """A server that is ready. Raises Refused where it cannot load the program, else EngineError."""
        for _ in range(_PORTS):
            port = _free_port()
            self._process = self._launched(port)
            self._door = Door(
                OpaSettings(f"http://127.0.0.1:{port}", OpaSecret(self._token), timeout=self._limits.seconds, retries=0)
            )
            if self._ready():
                return
            self._stop()
            if "address already in use" not in self._log():
                break
        raise self._fault()

    def _launched(self, port: int) -> subprocess.Popen[bytes]:
        namespace = self._program.namespace
        with open(os.path.join(self._folder, "log"), "wb") as log:
            process = subprocess.Popen(
                [
                    *(str(self._binary), "run", "--server", "--addr", f"127.0.0.1:{port}"),
                    *("--skip-version-check", "--log-level", "error", "--set", f"labels.run={namespace}"),
                    *("--authentication", "token", "--authorization", "basic"),
                    *("authz.rego", namespace, f"{namespace}:data.json"),
                ],
                cwd=self._folder,
                env=_environment(self._limits.megabytes),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                # An interrupt from the keyboard goes to all of a terminal's processes; we end this one.
                start_new_session=True,
                preexec_fn=ending_with_this(),  # noqa: PLW1509 - it calls one function of C
            )
        _bound(process.pid, self._limits.megabytes)
        return process

    def _ready(self) -> bool:
        """Whether what answers at the port is ours: another server may have been quicker."""
        deadline = time.monotonic() + _START
        while self._process.poll() is None and time.monotonic() < deadline:
            with suppress(Gone, Refused, TookTooLong):
                return self._door.labels().get("run") == self._program.namespace
            time.sleep(0.01)
        return False

    def _stop(self) -> None:
        """It has nothing to save."""
        _end(self._process)
        self._door.close()

    def _revived(self) -> Door | None:
        self._stop()
        try:
            self._start()
        except (EngineError, Refused):
            return None
        return self._door

    def _log(self) -> str:
        with open(os.path.join(self._folder, "log"), "rb") as log:
            return log.read(_OUTPUT).decode("utf-8", "replace")

    def _fault(self) -> Exception:
        with suppress(ValueError, RecursionError, AttributeError, TypeError):
            if told := told_in(json.loads(self._checked() or b"{}")):
                return Refused("", told)
        said = " ".join(self._log().split()) or "it was not ready in time"
        return EngineError(f"`opa` cannot be started: {said[:300]}")

    def _checked(self) -> bytes:
        """What `opa check` says of the modules, as far as it ends in time. Into files, which a system can bound."""
        with (
            open(os.path.join(self._folder, "out"), "w+b") as out,
            open(os.path.join(self._folder, "err"), "w+b") as err,
        ):
            process = subprocess.Popen(
                [str(self._binary), "check", "--format", "json", self._program.namespace],
                cwd=self._folder,
                env=_environment(self._limits.megabytes),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
                preexec_fn=ending_with_this(),  # noqa: PLW1509 - it calls one function of C
            )
            _bound(process.pid, self._limits.megabytes)
            try:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(_START)
            finally:
                _end(process)
            return _all(out) or _all(err)


def _all(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read(_OUTPUT)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a process and all that it started, its session."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _on_path() -> str | None:
    """The program. A relative folder on PATH would be one of the repository at hand."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return shutil.which("opa", path=os.pathsep.join(filter(os.path.isabs, folders)))


def write(program: ServerProgram, token: str, folder: str) -> None:
    """Puts what the server loads into a folder."""
    os.mkdir(os.path.join(folder, program.namespace))
    policies = {name: policy.text for name, policy in program.policies.items()}
    policies[f"{program.namespace}/ask.rego"] = program.asking
    policies["authz.rego"] = _AUTHORIZATION.format(token=token)
    for name, text in {**policies, "data.json": json.dumps(program.data)}.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
            file.write(text)


def _free_port() -> int:
    with socket.socket() as looked:
        looked.bind(("127.0.0.1", 0))
        port: int = looked.getsockname()[1]
        return port


def _environment(megabytes: int) -> dict[str, str]:
    """Ours without what OPA takes for flags, and with the memory at which Go begins to save."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPA_")}
    return {**kept, "GOMEMLIMIT": f"{megabytes * 4 // 5}MiB"}


def _bound(pid: int, megabytes: int) -> None:
    """Beyond this the server ends. Linux alone can bound another process; elsewhere Go's own limit stands."""
    import resource

    if hasattr(resource, "prlimit"):
        with suppress(ProcessLookupError):
            resource.prlimit(pid, resource.RLIMIT_DATA, (megabytes * _MIB, megabytes * _MIB))
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (_OUTPUT, _OUTPUT))
