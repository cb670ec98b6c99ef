"""Standard output and files: what may be written there, and how."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import TextIO

from ..config.settings import Colour
from ..patterns import pattern
from ..system import checkout


def wants_colour(choice: Colour, stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Whether to colour what goes to `stream`.

    `--color` decides; then NO_COLOR (https://no-color.org), FORCE_COLOR (https://force-color.org),
    and whether a terminal reads along.
    """
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and environ.get("TERM") != "dumb"


def encode(text: str, encoding: str = "utf-8") -> bytes:
    """The text in bytes. What the encoding lacks, as lone surrogates, is written as `\\udc80`: valid in JSON too."""
    return text.encode(encoding, "backslashreplace")


def plain(text: str) -> str:
    """What may quote anything, for a terminal or the log of a pipeline: its lines with nothing hidden in them."""
    from ..redaction.printable import printable

    lines = map(printable, text.split("\n"))
    # To a runner of GitHub or Azure, a line that begins so is an order.
    return "\n".join(f" {line}" if line.startswith(("::", "##")) else line for line in lines)


def write_out(text: str, encoding: str | None = None) -> None:
    """Writes to standard output, in its own encoding where none is given. A reader that went away is no error.

    Raises OutputError.
    """
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(encode(text, encoding or sys.stdout.encoding))
        sys.stdout.flush()
    except BrokenPipeError:
        pass
    except OSError as error:
        raise OutputError(f"cannot write to standard output: {(error.strerror or str(error)).lower()}") from error


class OutputError(Exception):
    """Standard output takes no more; the text says why."""


def write_file(path: str, text: str) -> None:
    """Writes a file in UTF-8, with the line ends as they are: whole, or not at all; the one that is there stays then.

    What is no regular file, as a named pipe or `/dev/stdout`, is written as it is. Raises OSError, and LinkError where
    the path leads through a link.
    """
    data = encode(text)
    open_already = _OPEN.fullmatch(path)
    if open_already:
        sys.stdout.flush()
        _write_all(os.dup({"stdout": 1, "stderr": 2}.get(open_already[1]) or int(open_already[2])), data)
        return
    refuse_links(path)
    try:
        there: os.stat_result | None = os.lstat(path)
    except FileNotFoundError:
        there = None
    if there and not stat.S_ISREG(there.st_mode):
        _write_all(os.open(path, os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NOCTTY), data)
    elif there and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
    else:
        _replace(path, data, there)


def make_folder(path: str) -> None:
    """Makes a folder to write files to, and those above it. Raises OSError and LinkError."""
    refuse_links(os.path.join(path, "any"))
    os.makedirs(path, exist_ok=True)


class LinkError(OSError):
    """A path that is not written to, because it leads through a symbolic link."""

    def __init__(self, reason: str, path: str) -> None:
        super().__init__(errno.ELOOP, reason, path)


def refuse_links(path: str) -> None:
    """Raises LinkError for a link, and for a path inside the repository that leads out of it.

    A commit can bring links: what is written through one would land anywhere.
    """
    if os.path.islink(path):
        raise LinkError("it is a symbolic link", path)
    folder = os.path.dirname(os.path.abspath(path))
    for top in {checkout.top(os.curdir), os.getcwd()}:
        if _is_below(folder, top) and not _is_below(os.path.realpath(folder), os.path.realpath(top)):
            raise LinkError("a symbolic link leads out of the repository", path)


_OPEN = pattern(r"/dev/(?:(stdout|stderr)|fd/(\d+))")
"""What is open already; on Linux, these are links."""
_IN_PLACE = (errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.EXDEV)
"""Where a folder takes no new file, or a file is mounted alone."""


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _replace(path: str, data: bytes, there: os.stat_result | None) -> None:
    import secrets

    from ..system.temporary import PREFIX, holding

    # Not by its name, which may be as long as names can be.
    beside = os.path.join(os.path.dirname(path), f".{PREFIX}{secrets.token_hex(8)}")
    try:
        with holding(beside):
            fd = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
            if there:
                with suppress(OSError):
                    os.fchown(fd, there.st_uid, there.st_gid)
                os.fchmod(fd, stat.S_IMODE(there.st_mode))
            _write_all(fd, data, sync=True)
            os.replace(beside, path)
    except OSError as error:
        if there is None or error.errno not in _IN_PLACE:
            raise
        _write_all(os.open(path, os.O_WRONLY | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW), data)


def _write_all(fd: int, data: bytes, sync: bool = False) -> None:
    """Writes and closes. A reader of a pipe that went away is no error."""
    with suppress(BrokenPipeError), os.fdopen(fd, "wb") as file:
        file.write(data)
        file.flush()
        if sync:
            os.fsync(fd)
