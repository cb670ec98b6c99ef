"""A program started with as few rights as the system gives, for a bounded time, in an empty folder.

What starts it is `launcher.py`, run by this very Python; what it gives up on the way is said there.
"""

from __future__ import annotations

import json
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from .launcher import PROTECTIONS

OUTPUT = 64 << 20
"""Bytes of output that are read at most."""
FOLDER = "files"
"""A folder that is there for the program to write to, in the one it runs in."""


class Ran(NamedTuple):
    """What a program did."""

    status: int
    """Its exit status; negative for a signal."""
    output: str
    """Both outputs, as far as they were read."""
    trouble: str
    """Why there is no answer, on one line; empty where there is one."""
    lacking: tuple[str, ...]
    """Those of `PROTECTIONS` that this system did not give."""


def run(command: Sequence[str], seconds: float, files: Mapping[str, str] | None = None) -> Ran:
    """Run a program, by its absolute path, in a folder with nothing but `files` in it and an empty folder `FOLDER`.

    After `seconds` it is killed, and with it what it started. Raises OSError where it cannot be started.
    """
    with tempfile.TemporaryDirectory(prefix="cmesh-lint-") as scratch:
        work = os.path.join(scratch, "work")
        os.mkdir(work, 0o700)
        os.mkdir(os.path.join(work, FOLDER), 0o700)
        for name, text in (files or {}).items():
            with open(os.path.join(work, name), "w", encoding="utf-8", opener=_private) as file:
                file.write(text)
        return _run(command, seconds, scratch, work)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _run(command: Sequence[str], seconds: float, scratch: str, work: str) -> Ran:
    source = pkgutil.get_data(__package__, "launcher.py") or b""
    hears, says = os.pipe()
    with os.fdopen(hears, "rb") as report:
        try:
            launch = [sys.executable, "-I", "-S", "-c", source.decode(), str(says), scratch, str(int(seconds) + 1)]
            process = subprocess.Popen(
                [*launch, *command],
                cwd=work,
                env=_environment(work),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                pass_fds=(says,),
                start_new_session=True,
            )
        finally:
            os.close(says)
        try:
            output, trouble = _read(process, time.monotonic() + seconds, seconds)
        finally:
            _end(process)
        said = _said(report.read())
    if "held" not in said or "error" in said:
        raise OSError(0, said.get("error", "it cannot be sandboxed"))
    lacking = tuple(each for each in PROTECTIONS if each not in said["held"])
    status = process.returncode
    status = 128 - status if status > 128 else status
    if status in _BY_LIMIT:
        trouble = trouble or f"it was killed: {signal.Signals(-status).name}"
    return Ran(status, output.decode("utf-8", "replace"), trouble, lacking)


_BY_LIMIT = frozenset({-signal.SIGKILL, -signal.SIGXCPU, -signal.SIGXFSZ})
"""How a program ends that takes more than it may have."""


def _environment(work: str) -> dict[str, str]:
    """Nothing of our own environment, and nothing that leads out of the folder."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": work,
        "TMPDIR": work,
        "LC_ALL": "C",
        # Without it, Envoy looks for modules in the current folder.
        "ENVOY_DYNAMIC_MODULES_SEARCH_PATH": os.path.join(work, "none"),
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def _read(process: subprocess.Popen[bytes], deadline: float, seconds: float) -> tuple[bytes, str]:
    """What it says until it ends, and why that is not all."""
    from selectors import EVENT_READ, DefaultSelector

    assert process.stdout is not None
    found: list[bytes] = []
    left = OUTPUT
    with DefaultSelector() as selector:
        selector.register(process.stdout, EVENT_READ)
        while True:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                return b"".join(found), f"it did not finish within {seconds:g} s"
            part = os.read(process.stdout.fileno(), 1 << 16)
            if not part:
                break
            found.append(part)
            left -= len(part)
            if left < 0:
                return b"".join(found), f"its output exceeds {OUTPUT >> 20} MiB"
    try:
        process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return b"".join(found), f"it did not finish within {seconds:g} s"
    return b"".join(found), ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the program, where it has not ended, and what it started."""
    if process.poll() is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _said(report: bytes) -> dict[str, list[str]]:
    """What the launcher says, line by line."""
    found: dict[str, list[str]] = {}
    for line in report.splitlines():
        found.update(json.loads(line))
    return found
