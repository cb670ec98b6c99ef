"""Files read whole, and no further than a limit: nothing that never ends, waits or is a device."""

from __future__ import annotations

import errno
import os
import select
import stat
import time

_WAIT = 30.0
"""Seconds in which the writer of a named pipe has to write something."""
_CHUNK = 1 << 16


class UnreadableFileError(OSError):
    """A file that is not read. `strerror` says why: `not a regular file`, `larger than 5 MB`."""

    def __init__(self, reason: str, path: str | os.PathLike[str]) -> None:
        super().__init__(errno.EINVAL, reason, os.fspath(path))


def read(path: str | os.PathLike[str], limit: int, *, pipes: bool = False) -> bytes:
    """The bytes of a regular file, `limit` at most. Raises OSError, and UnreadableError for what is not to be read.

    `pipes`: a user named the file, who may mean a named pipe, as that of `<(…)` in a shell, or the null device.
    """
    try:
        # Not blocking: opening a named pipe would wait for its writer. Not a controlling terminal either.
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    except ValueError:
        raise UnreadableFileError("not a path", ascii(path)) from None
    except OSError as error:
        if error.errno in (errno.ENXIO, errno.EOPNOTSUPP):  # a socket
            raise UnreadableFileError("not a regular file", path) from error
        raise
    try:
        status = os.fstat(fd)
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), os.fspath(path))
        pipe = pipes and stat.S_ISFIFO(status.st_mode)
        if not (pipe or stat.S_ISREG(status.st_mode) or (pipes and _is_null(status))):
            raise UnreadableFileError("not a regular file", path)
        return _read(fd, path, limit, pipe)
    finally:
        os.close(fd)


def _read(fd: int, path: str | os.PathLike[str], limit: int, pipe: bool) -> bytes:
    # What a file says of its size is not what comes out of it: it may grow.
    chunks: list[bytes] = []
    left = limit + 1
    deadline = time.monotonic() + _WAIT
    while left > 0:
        if pipe and not _ready(fd, deadline):
            raise UnreadableFileError(f"a named pipe without data for {_WAIT:g} s", path)
        try:
            chunk = os.read(fd, min(left, _CHUNK))
        except BlockingIOError:
            continue
        if not chunk:
            return b"".join(chunks)
        chunks.append(chunk)
        left -= len(chunk)
    raise UnreadableFileError(f"larger than {_size(limit)}", path)


def _ready(fd: int, deadline: float) -> bool:
    left = deadline - time.monotonic()
    waiting = select.poll()
    waiting.register(fd, select.POLLIN)
    return left > 0 and bool(waiting.poll(left * 1000))


def _is_null(status: os.stat_result) -> bool:
    return stat.S_ISCHR(status.st_mode) and status.st_rdev == os.stat(os.devnull).st_rdev


def _size(limit: int) -> str:
    return f"{limit / 1e6:g} MB" if limit >= 100_000 else f"{limit:,} bytes"
