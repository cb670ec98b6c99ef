"""Work that may never end, or eat all memory, in a process that can be ended.

An engine in the same process has no limit: nothing interrupts a comprehension over a huge cross product.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, Pipe
from typing import Generic, NamedTuple, TypeVar

from ..config.rego import Limits
from .orphans import ending_with_this

T = TypeVar("T")
R = TypeVar("R")


class Overrun(NamedTuple):
    """A piece of work that was ended."""

    reason: str


class Worker(Generic[T, R]):
    """Does `work` on each of `items`, in order, in a fork of this process. Begins at once; iterate once.

    An item that takes too long, or ends the process, comes back as an Overrun, and the next ones in another fork.
    `begin` is what each fork does first, within the same limits.
    """

    def __init__(
        self, work: Callable[[T], R], items: Sequence[T], limits: Limits, begin: Callable[[], object] = lambda: None
    ) -> None:
        self._begin = begin
        self._ending = ending_with_this()
        self._work = work
        self._items = items
        self._limits = limits
        self._pid, self._reader = self._started(0)

    def __iter__(self) -> Iterator[R | Overrun]:
        done = 0
        try:
            while done < len(self._items):
                result = self._next()
                done += 1
                yield result
                if isinstance(result, Overrun) and done < len(self._items):
                    self._pid, self._reader = self._started(done)
        finally:
            self.close()

    def close(self) -> None:
        """Ends the process, if it still runs."""
        if self._pid:
            self._reader.close()
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
            self._pid = 0

    def _started(self, first: int) -> tuple[int, Connection]:
        reader, writer = Pipe(duplex=False)
        pid = os.fork()
        if pid == 0:
            reader.close()
            _serve(self._work, self._items[first:], writer, self._limits, (self._ending, self._begin))
        writer.close()
        self._begun = False
        return pid, reader

    def _next(self) -> R | Overrun:
        if not self._begun:
            begun = self._received()
            if isinstance(begun, Overrun):
                return begun
            self._begun = True
        return self._received()

    def _received(self) -> R | Overrun:
        if not self._reader.poll(self._limits.seconds):
            self.close()
            return Overrun(f"it took more than {self._limits.seconds:g} s")
        try:
            received: R = self._reader.recv()
        except (EOFError, OSError):
            return self._ended()
        return received

    def _ended(self) -> Overrun:
        _, status = os.waitpid(self._pid, 0)
        self._pid = 0
        self._reader.close()
        if os.waitstatus_to_exitcode(status) == _MEMORY or os.WIFSIGNALED(status):
            return Overrun(f"it took more than {self._limits.megabytes} MB, or ended its process")
        return Overrun(f"its process ended with the status {os.waitstatus_to_exitcode(status)}")


_MEMORY = 77
"""The exit status of a process that ran out of memory and could still say so."""


def _serve(
    work: Callable[[T], R],
    items: Sequence[T],
    writer: Connection,
    limits: Limits,
    before: Sequence[Callable[[], object]],
) -> None:
    """The life of the fork. It never returns, and runs nothing of the parent's on its way out."""
    status = 0
    try:
        # An interrupt from the keyboard goes to all processes; the parent ends this one.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _quiet()
        _bound(limits.megabytes)
        for step in before:
            step()
        writer.send(None)
        for item in items:
            writer.send(work(item))
        writer.close()
    except MemoryError:
        status = _MEMORY
    except BaseException:
        status = 1
    finally:
        os._exit(status)


def _quiet() -> None:
    """An engine prints its last words to standard error; they are no message of ours."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    # A backtrace of Rust takes longer than many an evaluation, and nobody sees it.
    os.environ["RUST_LIB_BACKTRACE"] = "0"


def _bound(megabytes: int) -> None:
    """No more address space than what there is and `megabytes`."""
    import resource

    wanted = _size() + megabytes * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _size() -> int:
    """Bytes of address space this process has; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
