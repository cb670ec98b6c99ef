"""Paths → Sources: finds the files to read, reads them, and tells which hold Envoy configuration."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from .finding import NotChecked
from .globs import matcher
from .marks import BEFORE, ENVOY_CONFIG, resolved

STDIN = "-"
SUFFIXES = (".yaml", ".yml", ".json")
LIMIT = 20 * 1024 * 1024
"""Bytes. The API server takes no object beyond 3 MiB; nothing this large is written by hand."""

_POLICY = b"envoyConfig"
_SETTINGS = (_POLICY, b"l7Proxy", b"enable-envoy-config", b"enable-l7-proxy")
_KINDS = b"Service", b"Secret", b"EndpointSlice", b"Namespace"
_NAMED = rb"""%b(?:%b)(?:List)?["'\s,}\]]""" % (BEFORE.encode(), b"|".join(_KINDS))
# Two, as both are fast only with a character in front.
_KIND = re.compile(rb"""kind["']?\s*:""" + _NAMED)
_ANCHORED = re.compile(rb"&[^\s,\[\]{}]+\s" + _NAMED)
WORDS = tuple(word.decode() for word in (ENVOY_CONFIG.word.encode(), *_SETTINGS, *_KINDS))
"""Whatever `holds_envoy_config` or `neighbour` accepts in UTF-8 holds one of them, or what `marks.IN_GIT` finds."""
_PIECE = 1024 * 1024
_OVERLAP = 4096
_LEFT_OUT = {".git", "node_modules"}


class Source(NamedTuple):
    """A file's bytes. `path` is written with `/`, as the user reached it; `<stdin>` for standard input."""

    path: str
    data: bytes


class TooLarge(NamedTuple):
    """A file beyond LIMIT that holds Envoy configuration."""

    path: str


class Neighbour(NamedTuple):
    """A file that may hold what Envoy configuration refers to."""

    path: str
    policies: bool
    """Whether it may hold network policies that name listeners."""


def find(paths: Sequence[str], exclude: Sequence[str] = ()) -> Iterator[str]:
    """The files `paths` stand for, each once: files whatever their name, folders walked in sorted order, links last.

    A path that does not exist is given too: `read` says what is wrong with it.
    `exclude` holds globs as git's ignore files spell them, without `!`. They match the path below
    the walked folder and the path as shown.
    """
    excluded = matcher(exclude)
    seen: set[str] = set()
    for path in paths:
        folder = path != STDIN and os.path.isdir(path)
        real = path if path == STDIN else os.path.realpath(path)
        prefix = prefix_of(path) if folder else path
        for name, is_link in _listed(path) if folder else (_ITSELF,):
            identity = os.path.realpath(prefix + name) if is_link else f"{real}/{name}" if folder else real
            if identity in seen or excluded(prefix + name) or (name and excluded(name)):
                continue
            seen.add(identity)
            yield prefix + name


class Listed(NamedTuple):
    """A file of a folder: its path below the folder, and whether it is a symbolic link."""

    name: str
    is_link: bool


_ITSELF = Listed("", False)

Read = Source | Neighbour | TooLarge | NotChecked | None


def read(path: str) -> Read:
    """The file at `path` (`-`: standard input), or None where it holds nothing of interest."""
    source = read_whole(path)
    if not isinstance(source, Source) or holds_envoy_config(source.data):
        return source
    return neighbour(source)


def read_whole(path: str) -> Source | TooLarge | NotChecked:
    """The file at `path`, whatever it holds."""
    shown = "<stdin>" if path == STDIN else printable(path)
    try:
        # Not blocking: a named pipe nobody writes to must not hold up the run.
        fd = os.dup(0) if path == STDIN else os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        try:
            data = _contents(fd)
        finally:
            os.close(fd)
    except (OSError, ValueError) as error:
        return NotChecked(shown, f"cannot be read: {_reason(error)}")
    if data is None:
        return TooLarge(shown)
    if path == STDIN and not data:
        # The program before us in the pipe has most likely failed.
        return NotChecked(shown, "standard input is empty")
    return Source(shown, data)


def holds_envoy_config(data: bytes) -> bool:
    """Whether the bytes can hold a CEC or CCEC, in UTF-8 or UTF-16."""
    return ENVOY_CONFIG.in_bytes(data)


def neighbour(source: Source) -> Neighbour | None:
    """The file, if it may hold what a CEC refers to: Services and their EndpointSlices, Secrets, namespaces, network
    policies, settings of Cilium."""
    data = resolved(source.data)
    if any(mark in data for mark in _SETTINGS) or _KIND.search(data) or _ANCHORED.search(data):
        return Neighbour(source.path, _POLICY in data)
    return None


def _contents(fd: int) -> bytes | None:
    """All bytes; None for a file beyond LIMIT with Envoy configuration, nothing for one without."""
    status = os.fstat(fd)
    if not stat.S_ISREG(status.st_mode):
        os.set_blocking(fd, True)
        data = _read_up_to_limit(fd, _PIECE)
    elif status.st_size <= LIMIT:
        data = _read_up_to_limit(fd, status.st_size + 1)
    else:
        data = os.read(fd, _PIECE)
        return _test_in_pieces(fd, data)
    return data if len(data) <= LIMIT else _test_in_pieces(fd, data)


def _read_up_to_limit(fd: int, first: int) -> bytes:
    """Reads to the end, or to the first piece that passes LIMIT; `first` bytes at first."""
    pieces = [os.read(fd, first)]
    size = len(pieces[0])
    while size <= LIMIT and (piece := os.read(fd, _PIECE)):
        pieces.append(piece)
        size += len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _test_in_pieces(fd: int, piece: bytes) -> bytes | None:
    while piece:
        if holds_envoy_config(piece):
            return None
        more = os.read(fd, _PIECE)
        piece = piece[-_OVERLAP:] + more if more else b""
    return b""


def of_bytes(path: str, data: bytes) -> Source | TooLarge:
    """What `read_whole` makes of a file of these bytes."""
    shown = printable(path)
    if len(data) <= LIMIT:
        return Source(shown, data)
    return TooLarge(shown) if holds_envoy_config(data) else Source(shown, b"")


def printable(path: str) -> str:
    """A path as it can be written; one that is not UTF-8 loses something."""
    return path if path.isascii() else os.fsencode(path).decode("utf-8", "replace")


def _reason(error: OSError | ValueError) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()


def prefix_of(folder: str) -> str:
    """What the paths of files in a folder begin with when it is walked."""
    if folder == os.curdir:
        return ""
    return folder if folder.endswith("/") else folder + "/"


def _listed(folder: str) -> list[Listed]:
    """The files below `folder`, in sorted order. Links come last, so that a file is known by its own name."""
    found = _git_files(folder) if _in_work_tree(folder) else None
    if found is None:
        found = list(_walk(folder))
    return sorted(found, key=lambda each: (each.is_link, each.name))


def _in_work_tree(folder: str) -> bool:
    here = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(here, ".git")):
        parent = os.path.dirname(here)
        if parent == here:
            return False
        here = parent
    return True


def _git_files(folder: str) -> list[Listed] | None:
    """What git tracks or would track below `folder`; None where git cannot tell or ignores the folder."""
    listing = ("ls-files", "-z", "--stage", "--cached", "--others", "--exclude-standard", "--", ".")
    lines = _git(folder, *listing)
    if lines is None or (not lines and _git(folder, "check-ignore", "-q", ".") is not None):
        return None
    names = {match[2]: match[1] for match in map(_LISTED.match, lines) if match}
    environments = tuple(name.removesuffix("pyvenv.cfg") for name in names if name.endswith("/pyvenv.cfg"))
    kept = {name: mode for name, mode in names.items() if not name.startswith(environments)}
    return [found for name, mode in kept.items() for found in _opened(folder, name, mode)]


_LISTED = re.compile(r"(?s)(?:(\d{6}) [0-9a-f]{40,64} \d\t)?(.*)")
_SUBMODULE = "160000"


def _opened(folder: str, name: str, mode: str | None) -> Iterator[Listed]:
    """A listed name: a file as it is, a repository within (a submodule, or untracked) opened."""
    if mode == _SUBMODULE or name.endswith("/"):
        inner = name.rstrip("/")
        yield from (Listed(f"{inner}/{found}", is_link) for found, is_link in _listed(f"{folder}/{inner}"))
    elif name.endswith(SUFFIXES):
        # What git tracks may be gone.
        with suppress(OSError):
            yield Listed(name, stat.S_ISLNK(os.lstat(f"{folder}/{name}").st_mode))


def _git(folder: str, *arguments: str) -> list[str] | None:
    """The names that git prints; None where there is no git or it fails."""
    from .git import Git, GitError

    try:
        return Git(folder).names(*arguments)
    except GitError:
        return None


def _walk(folder: str) -> Iterator[Listed]:
    # Folders nest as deep as they like; a function must not.
    pending = [(folder, "")]
    while pending:
        path, below = pending.pop()
        try:
            entries = list(os.scandir(path))
        except OSError:
            # Given on as if it were a file: `read` says what is wrong with it.
            yield Listed(below.rstrip("/"), False)
            continue
        if any(entry.name == "pyvenv.cfg" for entry in entries):
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in _LEFT_OUT:
                    pending.append((entry.path, f"{below}{entry.name}/"))
            elif entry.name.endswith(SUFFIXES) and (entry.is_file() or entry.is_symlink()):
                yield Listed(below + entry.name, entry.is_symlink())
