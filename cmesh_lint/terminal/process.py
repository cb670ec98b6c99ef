"""What belongs to a whole process: its standard streams, the signals that end it, and its end with nothing left."""

from __future__ import annotations

import atexit
import io
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import FrameType
from typing import NoReturn, TextIO

from .exit_codes import INTERRUPTED, NOT_JUDGED

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_GRACE = 0.7
"""Seconds in which a run takes its leave of servers and files; then the process ends as it is."""


def conduct(body: Callable[[], int]) -> NoReturn:
    """Runs the body and ends the process with the status it gives.

    SIGINT, SIGTERM and SIGHUP end it with 128 and their number, and within a second; nothing that was started runs on,
    and no temporary folder is left.
    """
    _open_streams()
    leaving = _Leaving()
    status = NOT_JUDGED
    try:
        leaving.begin()
        status = body()
    except SystemExit as asked:
        status = asked.code if isinstance(asked.code, int) else NOT_JUDGED
    except KeyboardInterrupt:
        status = INTERRUPTED
    finally:
        for number in _ENDING:
            signal.signal(number, signal.SIG_IGN)
        _clean()
        status = _flushed(leaving.status or status)
        if leaving.status:
            leaving.leave(status)
    for number in _ENDING:
        signal.signal(number, signal.SIG_DFL)
    sys.exit(status)


class _Leaving:
    """Ends the body where a signal says so."""

    def __init__(self) -> None:
        self.status = 0
        """What the process ends with; zero where no signal has come."""
        self._owner = os.getpid()
        # Whoever starts this process by `exec` may have children.
        self._inherited = _descendants(self._owner)

    def begin(self) -> None:
        """Listens to the signals; one that was ignored, as `nohup` has it, still is."""
        for number in _ENDING:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._leave)
        signal.signal(signal.SIGALRM, self._end)

    def _leave(self, number: int, frame: FrameType | None) -> None:
        if os.getpid() != self._owner:  # a fork that has not said yet what signals are to it
            os._exit(128 + number)
        if self.status:
            return
        self.status = 128 + number
        # An exception that is raised here may be lost, in a finalizer for example, or hit on a step that is half done.
        # Nobody asked for what is said of that.
        sys.stderr = io.StringIO()
        signal.setitimer(signal.ITIMER_REAL, _GRACE)
        _end_children()
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        raise SystemExit(self.status)

    def leave(self, status: int) -> NoReturn:
        """Ends the process. Threads that wait for something do not hold it up."""
        with suppress(Exception):
            atexit._run_exitfuncs()  # temporary folders of libraries are among them
        self._kill_rest()
        os._exit(status)

    def _kill_rest(self) -> None:
        """Kills what was started and is no child of `children`: a signal may come before anybody knows of it."""
        for _ in range(3):
            left = _descendants(self._owner) - self._inherited
            for each in left:
                with suppress(OSError):
                    os.kill(each, signal.SIGKILL)
            if not left:
                return

    def _end(self, number: int, frame: FrameType | None) -> None:
        if os.getpid() == self._owner:
            _clean()
            self._kill_rest()
        os._exit(self.status or NOT_JUDGED)


def _descendants(process: int) -> frozenset[int]:
    """The children of a process and theirs; none where the system has no list of them."""
    found: set[int] = set()
    left = [process]
    while left:
        tasks = f"/proc/{left.pop()}/task"
        with suppress(OSError):  # it has ended since
            for task in os.listdir(tasks):
                with open(f"{tasks}/{task}/children", encoding="ascii") as file:
                    children = {int(each) for each in file.read().split()} - found
                found |= children
                left += children
    return frozenset(found)


CHILDREN = (("cmesh_lint.system.child_processes", "end_all"), ("cmesh_lint.lint.workers", "end_all"))
FILES = (("cmesh_lint.system.temporary", "clear"),)
"""Modules, and what each has to clean up. One that was not loaded has started or made nothing."""


def _end_children() -> None:
    _call(CHILDREN)


def _clean() -> None:
    _end_children()
    _call(FILES)


def _call(functions: Sequence[tuple[str, str]]) -> None:
    for name, function in functions:
        if module := sys.modules.get(name):
            getattr(module, function)()


class _Forgiving(io.FileIO):
    """Standard output or error, where a reader that went away is no error."""

    def write(self, data: object) -> int:
        try:
            return super().write(data)  # type: ignore[arg-type]
        except BrokenPipeError:
            return len(memoryview(data).cast("B"))  # type: ignore[arg-type]


def _open_streams() -> None:
    """Opens those of the three that are closed: the next file that is opened must not be taken for one of them."""
    for fd in range(3):
        if not _is_open(fd):
            # The lowest number that is free is this one.
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
    sys.stdin = sys.stdin or open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - for the whole process
    sys.stdout = _forgiving(1, sys.stdout)
    sys.stderr = _forgiving(2, sys.stderr)


def _is_open(fd: int) -> bool:
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


def _forgiving(fd: int, before: TextIO | None) -> TextIO:
    """The stream, with what else holds of the one before."""
    encoding = getattr(before, "encoding", None) or "utf-8"
    errors = getattr(before, "errors", None) or "backslashreplace"
    buffer = io.BufferedWriter(_Forgiving(fd, "w", closefd=False))
    return io.TextIOWrapper(buffer, encoding, errors, line_buffering=bool(getattr(before, "line_buffering", fd == 2)))


def _flushed(status: int) -> int:
    """The status, where all that was written has arrived."""
    if not _is_flushed(sys.stdout):
        if status != NOT_JUDGED:
            print("Error: cannot write to standard output", file=sys.stderr)
        status = NOT_JUDGED
    _is_flushed(sys.stderr)
    return status


def _is_flushed(stream: TextIO) -> bool:
    try:
        stream.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):  # it must not be tried again
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return False
    return True
