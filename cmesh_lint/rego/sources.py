"""Folders, files and OPA bundles → the files of rules and data in them. Reads the disk; unpacks nothing onto it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from .. import data
from ..config.rego import DEFAULT, SHIPPED, Limits
from ..finding import NotChecked
from ..system import checkout, regular_files

if TYPE_CHECKING:
    import tarfile

LIMIT = 64 * 1024 * 1024
"""Bytes that a bundle may unpack to, or a folder may hold."""
RULE_LIMIT = 2_000_000
"""Bytes of a file of rules."""

_DATA = ("data.json", "data.yaml", "data.yml")
_BUNDLES = (".tar.gz", ".tgz")


class RuleFile(NamedTuple):
    """A file of rules or data."""

    path: str
    """As it is shown: `policy/tls.rego`, or `bundle.tar.gz:policy/tls.rego`."""
    inner: str
    """Below its folder or bundle: the folders of a data file say where its data goes."""
    content: bytes


class RuleSources(NamedTuple):
    """What was read, sorted by path, and what could not be."""

    files: tuple[RuleFile, ...]
    not_checked: tuple[NotChecked, ...]


def gather(paths: Sequence[str], by_flag: bool = False, limits: Limits = DEFAULT) -> RuleSources:
    """What folders, `.rego` files and bundles hold; `shipped` stands for the package's own rules.

    `by_flag`: a user named the paths, who may mean pipes. `limits`: what unpacking a bundle may take.
    """
    files: dict[str, RuleFile] = {}
    missed: list[NotChecked] = []
    for path in paths:
        if path == SHIPPED and not os.path.exists(path):
            path = data.folder("rules")  # noqa: PLW2901
        try:
            for file in _bundle(path, by_flag, limits) if path.endswith(_BUNDLES) else _files(path, by_flag):
                if isinstance(file, NotChecked):
                    missed.append(file)
                else:
                    files.setdefault(file.path, file)
        except OSError as error:
            missed.append(NotChecked(_shown(path), f"no rules can be read from it: {_reason(error)}"))
        except BundleError as error:
            missed.append(NotChecked(_shown(path), f"not an OPA bundle: {error}"))
    return RuleSources(tuple(files[path] for path in sorted(files)), tuple(missed))


def is_shipped(path: str) -> bool:
    """Whether a file of rules is one of the package's own."""
    return os.path.realpath(path).startswith(os.path.realpath(data.folder("rules")) + os.sep)


class BundleError(Exception):
    """A file that is no bundle, or one that cannot be used."""


def _files(path: str, by_flag: bool) -> Iterator[RuleFile | NotChecked]:
    if not os.path.isdir(path):
        yield RuleFile(_shown(path), os.path.basename(path), regular_files.read(path, _limit(path), pipes=by_flag))
        return
    left = LIMIT
    top = checkout.top(path)
    for folder, below, names in os.walk(path, onerror=_raised):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(filter(_is_wanted, names)):
            file = os.path.join(folder, name)
            read = _member(file, _shown(os.path.relpath(file, path)), top)
            left -= len(read.content) if isinstance(read, RuleFile) else 0
            if left < 0:
                yield NotChecked(_shown(path), f"it holds more than {LIMIT >> 20} MiB of rules and data")
                return
            yield read


def _member(file: str, inner: str, top: str) -> RuleFile | NotChecked:
    """A file of a folder. A link does not lead a folder's files out of the repository."""
    try:
        if not checkout.is_within(file, top):
            return NotChecked(_shown(file), f"not run: a link that leads out of {top}; --rules names files elsewhere")
        return RuleFile(_shown(file), inner, regular_files.read(file, _limit(file)))
    except OSError as error:
        return NotChecked(_shown(file), f"not run: it cannot be read: {_reason(error)}")


def _bundle(path: str, by_flag: bool, limits: Limits) -> Iterator[RuleFile]:
    """Unpacked in a process that can be ended."""
    from .worker import Overrun, Worker

    packed = regular_files.read(path, LIMIT, pipes=by_flag)
    (unpacked,) = Worker(_unpacked, [packed], limits)
    if isinstance(unpacked, Overrun):
        raise BundleError(unpacked.reason)
    if isinstance(unpacked, str):
        raise BundleError(unpacked)
    for inner, content in unpacked:
        yield RuleFile(f"{_shown(path)}:{inner}", inner, content)


def _unpacked(packed: bytes) -> list[tuple[str, bytes]] | str:
    """The files of a bundle by their names, or what is wrong with it."""
    import gzip
    import io
    import tarfile
    import zlib

    try:
        # All at once and no further: a few bytes can stand for endless ones.
        archive = gzip.GzipFile(fileobj=io.BytesIO(packed)).read(LIMIT + 1)
        if len(archive) > LIMIT:
            return f"it unpacks to more than {LIMIT >> 20} MiB"
        with tarfile.open(fileobj=io.BytesIO(archive), mode="r:") as members:
            return list(_members(members))
    except (tarfile.TarError, EOFError, OSError, zlib.error, BundleError) as error:
        return str(error) or "it ends too early"


def _members(archive: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    for member in archive:
        inner = os.path.normpath(member.name.lstrip("/")).encode("utf-8", "backslashreplace").decode()
        name = os.path.basename(inner)
        if member.isdir():
            continue
        if not member.isfile() or member.issparse():
            raise BundleError(f"`{inner}` in it is a link or a device; expected files, as `opa build` packs them")
        if inner.split("/")[0] == os.pardir:
            raise BundleError(f"`{inner}` leads out of it")
        if name in ("patch.json", "policy.wasm", "plan.json"):
            raise BundleError(f"it holds `{name}`; expected a bundle of Rego, as `opa build` makes it")
        if not _is_wanted(name):
            continue
        if member.size > _limit(name):
            raise BundleError(f"`{inner}` in it is larger than {_limit(name) // 1_000_000} MB")
        file = archive.extractfile(member)
        yield inner, file.read() if file else b""


def _limit(name: str) -> int:
    return RULE_LIMIT if name.endswith(".rego") else LIMIT


def _is_wanted(name: str) -> bool:
    return name.endswith(".rego") or name in _DATA


def _shown(path: str) -> str:
    """A path as text: engines take no bytes that are no UTF-8."""
    return os.path.normpath(path).encode("utf-8", "backslashreplace").decode()


def _reason(error: OSError) -> str:
    reason = error.strerror or str(error)
    return reason if isinstance(error, regular_files.UnreadableFileError) else reason.lower()


def _raised(error: OSError) -> None:
    raise error
