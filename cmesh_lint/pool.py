"""Many files judged by several processes: the same outcomes in the same order, sooner.

The processes are forks of this one, so each begins with the schemas and rules that are loaded already. Which process
judges which file depends on nothing but the order of the paths.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from . import alone, files
from .lint import Linter, Outcome

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

    Worker = tuple[ForkProcess, Connection]

WORTH_IT = 100
"""CECs. Fewer are judged in the time that processes take to start."""

_MOST = 8
_CHUNK = 32
"""Files that a process judges before it hands over what they come to."""


class WorkerError(Exception):
    """A process failed or was ended from outside."""


def processes() -> int:
    """How many to use: one for each processor this process may run on. One alone where forking is not safe."""
    return min(len(os.sched_getaffinity(0)), _MOST) if sys.platform == "linux" else 1


def outcomes(paths: Sequence[str], linter: Linter, count: int) -> Iterator[Outcome]:
    """What each of the files comes to, in the order of `paths`. Raises WorkerError."""
    chunks = [paths[start : start + _CHUNK] for start in range(0, len(paths), _CHUNK)]
    workers: list[Worker] = []
    try:
        workers.extend(_started(chunks[number::count], linter) for number in range(min(count, len(chunks))))
        for number in range(len(chunks)):
            yield from _received(*workers[number % count])
    finally:
        for process, reader in workers:
            process.terminate()
            process.join()
            reader.close()


def _started(chunks: Sequence[Sequence[str]], linter: Linter) -> Worker:
    from multiprocessing import get_context

    context = get_context("fork")
    reader, writer = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(chunks, linter, reader, writer), daemon=True)
    process.start()
    # What nobody else holds open tells the reader that the process has ended.
    writer.close()
    return process, reader


def _work(chunks: Sequence[Sequence[str]], linter: Linter, reader: Connection, writer: Connection) -> None:
    # An interrupt from the keyboard goes to all processes; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    reader.close()
    try:
        for chunk in chunks:
            writer.send([alone.outcome(files.read_whole(path), linter) for path in chunk])
    except Exception:
        import traceback

        writer.send(traceback.format_exc())


def _received(process: ForkProcess, reader: Connection) -> list[Outcome]:
    try:
        received: list[Outcome] | str = reader.recv()
    except (EOFError, OSError):
        process.join()
        raise WorkerError(f"a process ended with the status {process.exitcode}") from None
    if isinstance(received, str):
        raise WorkerError(received)
    return received
