"""Programs that are started: bounded in time and output, and ended with all that they start, whatever happens to us.

A small shell is in front of each program. It puts a watcher into the group of the program, which reads from a pipe
that only this process holds open, and then becomes the program. Where this process ends, even killed, the pipe ends,
and the watcher kills the group. That needs no code of ours between fork and exec, so that it is safe with threads, a
millisecond instead of the 15 that another Python takes, and no parent-death signal, which only Linux has and which
the children of a child do not inherit.
"""

from __future__ import annotations

import errno
import os
import selectors
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import IO, Literal

from ..tuples import NamedTuple

Overrun = Literal["time", "output"]

_SHELL = "/bin/sh"
_WATCHED = 'exec 3<&0; (read -r _; kill -9 0) <&3 >/dev/null 2>&1 & exec "$@" <"$0" 3<&-'
"""`$0` is what the program reads from. Only the numbers of one digit are known to every shell."""
_PIECE = 64 * 1024
_LOOK = 0.05
"""Seconds between two looks whether the program has ended: its children may hold its pipes open."""
_REST = 1.0
"""Seconds to read what is left in the pipes of a program that has ended."""
_PR_SET_PDEATHSIG = 1

_groups: set[int] = set()
"""The groups of the programs that run now."""
_closed = False


class Completed(NamedTuple):
    """What a program printed, and how it ended."""

    returncode: int
    """As `subprocess` counts it: the number of the signal, negative, where one ended it."""
    stdout: bytes
    stderr: bytes
    overrun: Overrun | None = None
    """Which of its bounds it passed, so that it was killed."""


def run(
    argv: Sequence[str],
    *,
    cwd: str | None = None,
    env: Mapping[str, str] | None = None,
    stdin: bytes | None = None,
    timeout: float,
    output_limit: int,
) -> Completed:
    """Runs a program in a session of its own, for `timeout` seconds and `output_limit` bytes of output at most.

    Without `stdin` it reads nothing. Its whole group is gone when this returns. Raises OSError where the program
    cannot be started.
    """
    with start(argv, cwd=cwd, env=env, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        return _Talk(process, stdin, output_limit).completed(time.monotonic() + timeout)


@contextmanager
def start(
    argv: Sequence[str],
    *,
    cwd: str | None = None,
    env: Mapping[str, str] | None = None,
    stdin: bytes | None = None,
    stdout: IO[bytes] | int = subprocess.DEVNULL,
    stderr: IO[bytes] | int = subprocess.DEVNULL,
) -> Iterator[subprocess.Popen[bytes]]:
    """A program that runs as long as the context: a server, say. Its whole group is killed at the end.

    With `stdin`, the process has a pipe to write it to. Raises OSError where the program cannot be started.
    """
    program = _program(argv[0])
    lifeline: list[int] = []
    process: subprocess.Popen[bytes] | None = None
    pipe: tuple[int, int] | None = None
    try:
        lifeline[:] = os.pipe()
        pipe = os.pipe() if stdin is not None else None
        command = [program, *argv[1:]]
        if os.access(_SHELL, os.X_OK):
            source = f"/dev/fd/{pipe[0]}" if pipe else os.devnull
            command = [_SHELL, "-c", _WATCHED, source, *command]
            reads = lifeline[0]
        else:  # an image without a shell: nobody watches where this process is killed
            reads = pipe[0] if pipe else subprocess.DEVNULL
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=env,
            stdin=reads,
            stdout=stdout,
            stderr=stderr,
            pass_fds=pipe[:1] if pipe else (),
            start_new_session=True,
        )
        _groups.add(process.pid)
        if _closed:
            raise InterruptedError(errno.EINTR, os.strerror(errno.EINTR), program)
        if pipe:
            process.stdin = os.fdopen(pipe[1], "wb", buffering=0)
            os.close(pipe[0])
            pipe = None
        yield process
    finally:
        for fd in (*lifeline, *(pipe or ())):
            os.close(fd)
        if process is not None:
            end(process)
            _groups.discard(process.pid)


def end(process: subprocess.Popen[bytes]) -> None:
    """Kills a program and all of its group; it has nothing to save."""
    _kill(process.pid)
    process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()


def end_all() -> None:
    """Kills all that runs, and whatever is started from now on. To be called where this process is about to end."""
    global _closed  # noqa: PLW0603 - a process ends once
    _closed = True
    for group in tuple(_groups):
        _kill(group)


def ending_with_this() -> Callable[[], None]:
    """What a fork of this process has to call first, so that it ends with this one, even where this one is killed."""
    parent = os.getpid()
    if sys.platform != "linux":
        return watch_parent
    import ctypes

    # Loaded here, so that no fork has to.
    prctl = ctypes.CDLL(None).prctl

    def end_with_parent() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it has ended since
            os._exit(1)

    return end_with_parent


def watch_parent() -> None:
    """Has a process of `multiprocessing` end with the one that started it, on any system. To be called in it."""
    from multiprocessing import parent_process
    from threading import Thread

    found = parent_process()

    def end_too() -> None:
        if found is not None:
            found.join()
            os._exit(1)

    Thread(target=end_too, daemon=True).start()


def _program(name: str) -> str:
    """Where a program is. A relative folder of PATH could be one of the repository at hand: it is not searched."""
    folders = filter(os.path.isabs, os.environ.get("PATH", os.defpath).split(os.pathsep))
    found = shutil.which(name, path=os.pathsep.join(folders))
    if found is None:
        missing = not os.path.lexists(name) or os.sep not in name
        code = errno.ENOENT if missing else errno.EACCES
        raise OSError(code, os.strerror(code), name)
    return os.path.abspath(found)


def _kill(group: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


class _Talk:
    """What goes in and out of a program."""

    def __init__(self, process: subprocess.Popen[bytes], stdin: bytes | None, limit: int) -> None:
        assert process.stdout is not None and process.stderr is not None
        self._process = process
        self._left = limit
        self._said: dict[int, list[bytes]] = {process.stdout.fileno(): [], process.stderr.fileno(): []}
        self._selector = selectors.DefaultSelector()
        for fd in self._said:
            self._selector.register(fd, selectors.EVENT_READ)
        self._stdin = memoryview(stdin or b"")
        if process.stdin is not None:
            os.set_blocking(process.stdin.fileno(), False)
            self._selector.register(process.stdin.fileno(), selectors.EVENT_WRITE)

    def completed(self, deadline: float) -> Completed:
        """Waits for the end, until a bound is passed."""
        with self._selector:
            overrun = self._until_ended(deadline)
            end_of_rest = min(deadline, time.monotonic()) + _REST
            _kill(self._process.pid)
            self._process.wait()
            while overrun is None and self._selector.get_map() and time.monotonic() < end_of_rest:
                overrun = self._pass_on(_LOOK)
            out, err = (b"".join(pieces) for pieces in self._said.values())
        return Completed(self._process.returncode, out, err, overrun)

    def _until_ended(self, deadline: float) -> Overrun | None:
        while self._process.poll() is None:
            left = deadline - time.monotonic()
            if left <= 0:
                return "time"
            if self._selector.get_map():
                if self._pass_on(min(left, _LOOK)) is not None:
                    return "output"
            else:
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(left)
        return None

    def _pass_on(self, seconds: float) -> Overrun | None:
        """Reads and writes what can be, once."""
        for key, _ in self._selector.select(seconds):
            if key.fd not in self._said:
                self._write(key.fd)
            elif not (piece := os.read(key.fd, _PIECE)):
                self._selector.unregister(key.fd)
            else:
                self._said[key.fd].append(piece)
                self._left -= len(piece)
                if self._left < 0:
                    return "output"
        return None

    def _write(self, fd: int) -> None:
        try:
            self._stdin = self._stdin[os.write(fd, self._stdin[:_PIECE]) :]
        except BlockingIOError:
            return
        except OSError:  # it does not read to the end
            self._stdin = self._stdin[:0]
        if not self._stdin:
            self._selector.unregister(fd)
            assert self._process.stdin is not None
            self._process.stdin.close()
