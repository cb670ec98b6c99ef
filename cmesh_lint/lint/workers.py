"""Many files checked by several processes: the same outcomes in the same order, sooner.

On Linux the processes are forks of this one, so each begins with the schemas and rules that are loaded already. Each
takes the next files as soon as it is done with the ones before. Where one dies, of too little memory or of a fault in
a library, its files are checked again, each by a process of its own, so that only what kills it is not checked.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from ..finding import Counts, NotChecked
from . import one_file
from .linter import Linter, Outcome

if TYPE_CHECKING:
    from concurrent.futures import Future
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

    Chunk = Sequence[str]
    Waiting = deque[tuple[Chunk, Future[list[Outcome]]]]

WORTH_IT = 100 if sys.platform == "linux" else 400
"""CECs. Fewer are checked in the time that processes take to start."""

_MOST = 8
_CHUNK = 8
"""Files that a process takes at once."""

_running: list[BaseProcess] = []


def processes() -> int:
    """How many to use: one for each processor this process may run on."""
    count = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return min(count, _MOST)


def outcomes(paths: Sequence[str], linter: Linter, count: int) -> Iterator[Outcome]:
    """What each of the files comes to, in the order of `paths`. Without processes to be had, this one checks them."""
    chunks = deque(paths[start : start + _CHUNK] for start in range(0, len(paths), _CHUNK))
    while chunks:
        try:
            died = yield from _together(chunks, linter, count)
        except Exception:  # no process, or no thread, is to be had: this one can do without
            for chunk in _taken(chunks):
                yield from _work_here(chunk, linter)
            return
        for path in died:
            yield _apart(path, linter)


def end_all() -> None:
    """Kills all processes that run."""
    for process in tuple(_running):
        with suppress(OSError, ValueError):
            process.kill()


def _taken(chunks: deque[Chunk]) -> Iterator[Chunk]:
    while chunks:
        yield chunks.popleft()


def _together(chunks: deque[Chunk], linter: Linter, count: int) -> Generator[Outcome, None, list[str]]:
    """What the files come to, from the front of `chunks`, which loses what is delivered.

    Returns the files in hand when a process died; they are off `chunks`. Raises what the system has against
    more processes and threads.
    """
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import active_children

    context = _context()
    most = min(count, len(chunks))
    before = frozenset(active_children())

    def note() -> None:
        _running[:] = [each for each in active_children() if each not in before]

    waiting: Waiting = deque()
    executor = ProcessPoolExecutor(most, context, _begin, (_ending(context), linter))
    try:
        ahead = count + 2
        try:
            while chunks or waiting:
                while len(waiting) < min(ahead, len(chunks)):
                    chunk = chunks[len(waiting)]
                    waiting.append((chunk, executor.submit(_work, chunk)))
                    if len(_running) < most:
                        note()
                chunk, future = waiting[0]
                made = future.result()
                # Nothing is lost and nothing said twice, wherever this stops.
                waiting.popleft()
                chunks.popleft()
                yield from made
        except BrokenProcessPool:
            lost = [path for chunk, _ in waiting for path in chunk] if waiting else [*chunks[0]]
            for _ in range(max(len(waiting), 1)):
                chunks.popleft()
            return lost
        executor.shutdown()
        return []
    finally:
        note()
        end_all()
        # Its thread, too, has to be gone: after it, this process may fork again.
        with suppress(RuntimeError):
            executor.shutdown(cancel_futures=True)
        _running.clear()


def _context() -> BaseContext:
    from multiprocessing import get_context
    from threading import active_count

    # A fork has none of the other threads, and all locks that they hold.
    return get_context("fork" if sys.platform == "linux" and active_count() == 1 else "spawn")


_linter: Linter | None = None


def _ending(context: BaseContext) -> Callable[[], None]:
    """What has a process end with this one; other processes than forks can be handed a name only."""
    from ..system import child_processes

    return child_processes.ending_with_this() if context.get_start_method() == "fork" else child_processes.watch_parent


def _begin(end_with_parent: Callable[[], None], linter: Linter) -> None:
    """The beginning of a process."""
    global _linter  # noqa: PLW0603 - what a process of a pool knows, it knows from its beginning
    import signal

    # An interrupt from the keyboard goes to all processes; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    end_with_parent()
    _linter = linter


def _work(chunk: Chunk) -> list[Outcome]:
    assert _linter is not None
    return _work_here(chunk, _linter)


def _work_here(chunk: Chunk, linter: Linter) -> list[Outcome]:
    return [one_file.of_file(path, linter) for path in chunk]


def _apart(path: str, linter: Linter) -> Outcome:
    """What a file comes to, checked by a process of its own."""
    context = _context()
    reader, writer = context.Pipe(duplex=False)
    process: BaseProcess = context.Process(  # type: ignore[attr-defined]
        target=_send, args=(_ending(context), path, linter, writer), daemon=True
    )
    try:
        process.start()
        _running.append(process)
        writer.close()
        found: Outcome = reader.recv()
    except EOFError:
        process.join()
        return _not_checked(path, f"the process that checked it died ({_cause(process.exitcode)})")
    except OSError as error:
        return _not_checked(path, f"no process can be started to check it: {(error.strerror or str(error)).lower()}")
    finally:
        reader.close()
        writer.close()
        end_all()
        _running.clear()
    process.join()
    return found


def _send(end_with_parent: Callable[[], None], path: str, linter: Linter, writer: Connection) -> None:
    _begin(end_with_parent, linter)
    writer.send(one_file.of_file(path, linter))


def _cause(status: int | None) -> str:
    return f"signal {-status}" if status is not None and status < 0 else f"exit status {status}"


def _not_checked(path: str, reason: str) -> Outcome:
    from ..source.files import printable

    return Outcome((), (NotChecked(printable(path), reason),), Counts(files=1))
