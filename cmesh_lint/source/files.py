"""Paths → Sources: finds the files to read, reads them, and decides which hold Envoy configuration."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence

from ..finding import LeftOut, NotChecked
from ..patterns import pattern
from ..tuples import NamedTuple
from .globs import matcher
from .prefilter import BEFORE, ENVOY_CONFIG, resolve_escapes

STDIN = "-"
SUFFIXES = (".yaml", ".yml", ".json")
LIMIT = 20 * 1024 * 1024
"""Bytes. The API server takes no object beyond 3 MiB; nothing this large is written by hand."""

_POLICY = b"envoyConfig"
_SETTINGS = (_POLICY, b"l7Proxy", b"enable-envoy-config", b"enable-l7-proxy")
_KINDS = b"Service", b"Secret", b"EndpointSlice", b"Namespace"
_NAMED = rb"""%b(?:%b)(?:List)?["'\s,}\]]""" % (BEFORE.encode(), b"|".join(_KINDS))
# Two, as both are fast only with a character in front.
_KIND = pattern(rb"""kind["']?\s*:""" + _NAMED)
_ANCHORED = pattern(rb"(?<![^\s,\[\]{}])&[^\s,\[\]{}]+\s" + _NAMED)
WORDS = tuple(word.decode() for word in (ENVOY_CONFIG.word.encode(), *_SETTINGS, *_KINDS))
"""Whatever `holds_envoy_config` or `neighbour` accepts in UTF-8 holds one of them, or what `marks.IN_GIT` finds."""
_PIECE = 1024 * 1024
_OVERLAP = 4096
_OF_GIT = ".git"
_OF_NODE = "node_modules"
_HOME = pattern(rb"^[ \t]*home[ \t]*=", re.MULTILINE)


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


class Named(str):
    """A path that the user named, and no folder: it may be a pipe, as shells make them for `<(helm template x)`."""

    __slots__ = ()


class Refusal(str):
    """A path that is not opened."""

    __slots__ = ("reason",)
    reason: str

    def __new__(cls, path: str, reason: str) -> Refusal:
        made = super().__new__(cls, path)
        made.reason = reason
        return made


def find(
    paths: Sequence[str], exclude: Sequence[str] = (), left_out: Callable[[LeftOut], None] = lambda _: None
) -> Iterator[str]:
    """The files `paths` stand for, each once: files whatever their name, folders walked in sorted order, links last.

    A path that does not exist is given too: `read` says what is wrong with it. So is a link that leads out of the
    repository, or out of the folders that are walked where there is none: `read` refuses it.
    `exclude` holds globs as git's ignore files spell them, without `!`. They match the path below
    the walked folder and the path as shown. `left_out` is called with the folders that are not walked.
    """
    excluded = matcher(exclude)
    seen: set[str] = set()
    folders = [path for path in paths if path != STDIN and os.path.isdir(path)]
    within = boundaries(folders)
    for path in paths:
        folder = path in folders
        real = path if path == STDIN else os.path.realpath(path)
        prefix = prefix_of(path) if folder else path
        for name, is_link in _listed(path, _shown_below(prefix, left_out)) if folder else (_ITSELF,):
            shown = guard(prefix + name, within) if is_link else prefix + name if folder else Named(path)
            is_refused = isinstance(shown, Refusal)
            identity = f"{real}/{name}" if folder and (is_refused or not is_link) else os.path.realpath(shown)
            if identity in seen or excluded(shown) or (name and excluded(name)):
                continue
            seen.add(identity)
            yield shown


def _shown_below(prefix: str, left_out: Callable[[LeftOut], None]) -> Callable[[LeftOut], None]:
    return lambda each: left_out(each._replace(folder=printable(prefix + each.folder)))


def boundaries(folders: Iterable[str]) -> tuple[str, ...]:
    """The real paths of what links in some folders may lead into: the repositories they are in, or themselves."""
    return tuple(dict.fromkeys(_top(folder) or os.path.realpath(folder) for folder in folders))


def guard(path: str, within: Iterable[str]) -> str:
    """The path; refused where it is a link that leads out of some folders, or nowhere at all."""
    try:
        real = os.path.realpath(path)
        os.stat(real)
    except FileNotFoundError:
        pass
    except OSError as error:
        return Refusal(path, f"cannot be read: {_reason(error)}")
    within = tuple(within)
    if any(real == each or real.startswith(prefix_of(each)) for each in within):
        return path
    what = "repository" if any(os.path.lexists(os.path.join(each, _OF_GIT)) for each in within) else "folder"
    return Refusal(path, f"links out of the {what}")


class FileList(NamedTuple):
    """A file of a folder: its path below the folder, and whether it is a symbolic link."""

    name: str
    is_link: bool


_ITSELF = FileList("", False)

Read = Source | Neighbour | TooLarge | NotChecked | None


def read(path: str) -> Read:
    """The file at `path` (`-`: standard input), or None where it holds nothing of interest."""
    source = read_whole(path)
    if not isinstance(source, Source) or holds_envoy_config(source.data):
        return source
    return neighbour(source)


def read_whole(path: str) -> Source | TooLarge | NotChecked:
    """The file at `path`, whatever it holds. What is no regular file is read where it is `Named`, up to LIMIT."""
    shown = "<stdin>" if path == STDIN else printable(path)
    if isinstance(path, Refusal):
        return NotChecked(shown, path.reason)
    is_named = path == STDIN or isinstance(path, Named)
    try:
        # To open a device or a terminal can do something already.
        if not is_named and not _may_be_opened(os.stat(path).st_mode):
            return NotChecked(shown, _IRREGULAR)
        # Not blocking: a named pipe nobody writes to must not hold up the run.
        flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY
        fd = os.dup(0) if path == STDIN else os.open(path, flags)
        try:
            is_regular = stat.S_ISREG(mode := os.fstat(fd).st_mode)
            if not is_named and not _may_be_opened(mode):
                return NotChecked(shown, _IRREGULAR)
            data = _contents(fd)
        finally:
            os.close(fd)
    except (OSError, ValueError) as error:
        return NotChecked(shown, f"cannot be read: {_reason(error)}")
    if isinstance(data, _Endless):
        return NotChecked(shown, f"more than {LIMIT // 1024 // 1024} MiB, and not a regular file")
    if data is None:
        return TooLarge(shown)
    if not data and not is_regular:
        # The program before us in the pipe has most likely failed.
        return NotChecked(shown, "standard input is empty" if path == STDIN else "nothing could be read from it")
    return Source(shown, data)


_IRREGULAR = "not a regular file"


def _may_be_opened(mode: int) -> bool:
    """Whether it is a regular file; or a folder, of which to open it says what is wrong."""
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)


def can_be_read_again(path: str) -> bool:
    """Whether the path leads to the same contents whenever it is read."""
    return path != STDIN and (not isinstance(path, Named) or os.path.isfile(path))


class _Endless:
    """What is no regular file, and larger than LIMIT."""


def holds_envoy_config(data: bytes) -> bool:
    """Whether the bytes can hold a CEC or CCEC, in UTF-8 or UTF-16."""
    return ENVOY_CONFIG.in_bytes(data)


def neighbour(source: Source) -> Neighbour | None:
    """The file, if it may hold what a CEC refers to: Services and their EndpointSlices, Secrets, namespaces, network
    policies, settings of Cilium."""
    data = resolve_escapes(source.data)
    if any(mark in data for mark in _SETTINGS) or _KIND.search(data) or _ANCHORED.search(data):
        return Neighbour(source.path, _POLICY in data)
    return None


def _contents(fd: int) -> bytes | _Endless | None:
    """All bytes; None for a file beyond LIMIT with Envoy configuration, nothing for one without."""
    status = os.fstat(fd)
    if not stat.S_ISREG(status.st_mode):
        os.set_blocking(fd, True)
        data = _read_up_to_limit(fd, _PIECE)
        if len(data) > LIMIT:
            return None if holds_envoy_config(data) else _Endless()
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


def _listed(folder: str, left_out: Callable[[LeftOut], None]) -> list[FileList]:
    """The files below `folder`, in sorted order. Links come last, so that a file is known by its own name."""
    found = _git_files(folder, left_out) if _top(folder) is not None else None
    if found is None:
        found = list(_walk(folder, left_out))
    return sorted(found, key=lambda each: (each.is_link, each.name))


def _top(folder: str) -> str | None:
    """The real path of the work tree that a folder is in."""
    here = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(here, _OF_GIT)):
        parent = os.path.dirname(here)
        if parent == here:
            return None
        here = parent
    return here


def _is_environment(folder: str) -> bool:
    """Whether a folder with a `pyvenv.cfg` is a virtual environment of Python."""
    try:
        with open(os.path.join(folder, _MARKER), "rb", opener=_not_blocking) as file:
            is_marked = _HOME.search(file.read(_PIECE)) is not None
    except OSError:
        return False
    return is_marked and any(os.path.lexists(os.path.join(folder, each)) for each in ("bin/python", "Scripts"))


def _not_blocking(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK | os.O_NOCTTY)


_MARKER = "pyvenv.cfg"
_ENVIRONMENT = "virtual environment"


def _git_files(folder: str, left_out: Callable[[LeftOut], None]) -> list[FileList] | None:
    """What git tracks or would track below `folder`; None where git fails or ignores the folder."""
    listing = ("ls-files", "-z", "--stage", "--cached", "--others", "--exclude-standard", "--", ".")
    lines = _git(folder, *listing)
    if lines is None or (not lines and _git(folder, "check-ignore", "-q", ".") is not None):
        return None
    names = {match[2]: match[1] for match in map(_LISTED.match, lines) if match}
    places = (name.removesuffix(_MARKER) for name in names if name.endswith(f"/{_MARKER}"))
    environments = tuple(place for place in places if _is_environment(f"{folder}/{place}"))
    # What git tracks is a part of the project, whatever it looks like.
    left = {name for name, mode in names.items() if mode is None and name.startswith(environments)}
    for place in environments:
        if any(name.startswith(place) for name in left):
            left_out(LeftOut(place.rstrip("/"), _ENVIRONMENT))
    kept = {name: mode for name, mode in names.items() if name not in left}
    return [found for name, mode in kept.items() for found in _opened(folder, name, mode, left_out)]


_LISTED = pattern(r"(?s)(?:(\d{6}) [0-9a-f]{40,64} \d\t)?(.*)")
_SUBMODULE = "160000"


def _opened(folder: str, name: str, mode: str | None, left_out: Callable[[LeftOut], None]) -> Iterator[FileList]:
    """A listed name: a file as it is, a repository within (a submodule, or untracked) opened."""
    if mode == _SUBMODULE or name.endswith("/"):
        inner = name.rstrip("/")
        below = _listed(f"{folder}/{inner}", _shown_below(f"{inner}/", left_out))
        yield from (FileList(f"{inner}/{found}", is_link) for found, is_link in below)
    elif name.endswith(SUFFIXES):
        try:
            yield FileList(name, stat.S_ISLNK(os.lstat(f"{folder}/{name}").st_mode))
        except (FileNotFoundError, NotADirectoryError):
            pass  # what git tracks may be gone
        except OSError:
            yield FileList(name, False)  # `read` says what is wrong with it


def _git(folder: str, *arguments: str) -> list[str] | None:
    """The names that git prints; None where there is no git or it fails."""
    from ..system.git import Git, GitError

    try:
        return Git(folder).names(*arguments)
    except GitError:
        return None


def _walk(folder: str, left_out: Callable[[LeftOut], None]) -> Iterator[FileList]:
    # Folders nest as deep as they like; a function must not.
    pending = [(folder, "")]
    while pending:
        path, below = pending.pop()
        try:
            entries = list(os.scandir(path))
        except OSError:
            # Given on as if it were a file: `read` says what is wrong with it.
            yield FileList(below.rstrip("/"), False)
            continue
        if below and any(entry.name == _MARKER for entry in entries) and _is_environment(path):
            left_out(LeftOut(below.rstrip("/"), _ENVIRONMENT))
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name == _OF_NODE:
                    left_out(LeftOut(below + entry.name, "Node.js packages"))
                elif entry.name != _OF_GIT:
                    pending.append((entry.path, f"{below}{entry.name}/"))
            elif entry.name.endswith(SUFFIXES):
                yield FileList(below + entry.name, entry.is_symlink())
