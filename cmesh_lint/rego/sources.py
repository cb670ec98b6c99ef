"""Folders, files and OPA bundles → the files of rules and data in them. Reads the disk; unpacks nothing onto it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .. import data
from ..finding import NotChecked
from .settings import SHIPPED

LIMIT = 64 * 1024 * 1024
"""Bytes that a bundle may unpack to."""

_DATA = ("data.json", "data.yaml", "data.yml")
_BUNDLES = (".tar.gz", ".tgz")


class RuleFile(NamedTuple):
    """A file of rules or data."""

    path: str
    """As it is shown: `policy/tls.rego`, or `bundle.tar.gz:policy/tls.rego`."""
    inner: str
    """Below its folder or bundle: the folders of a data file say where its data goes."""
    content: bytes


class Gathered(NamedTuple):
    """What was read, sorted by path, and what could not be."""

    files: tuple[RuleFile, ...]
    not_checked: tuple[NotChecked, ...]


def gather(paths: Sequence[str]) -> Gathered:
    """What folders, `.rego` files and bundles hold; `shipped` stands for the package's own rules."""
    files: dict[str, RuleFile] = {}
    missed: list[NotChecked] = []
    for path in paths:
        if path == SHIPPED and not os.path.exists(path):
            path = data.folder("rules")  # noqa: PLW2901
        try:
            for file in _bundle(path) if path.endswith(_BUNDLES) else _folder(path):
                files.setdefault(file.path, file)
        except OSError as error:
            missed.append(NotChecked(path, f"no rules can be read from it: {(error.strerror or str(error)).lower()}"))
        except BundleError as error:
            missed.append(NotChecked(path, f"no bundle of OPA: {error}"))
    return Gathered(tuple(files[path] for path in sorted(files)), tuple(missed))


def is_shipped(path: str) -> bool:
    """Whether a file of rules is one of the package's own."""
    return os.path.realpath(path).startswith(os.path.realpath(data.folder("rules")) + os.sep)


class BundleError(Exception):
    """A file that is no bundle, or one that cannot be used."""


def _folder(path: str) -> Iterator[RuleFile]:
    if not os.path.isdir(path):
        yield RuleFile(path, os.path.basename(path), _read(path))
        return
    for folder, below, names in os.walk(path, onerror=_raised):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            if _wanted(name):
                file = os.path.join(folder, name)
                yield RuleFile(_shown(file), os.path.relpath(file, path), _read(file))


def _bundle(path: str) -> Iterator[RuleFile]:
    import tarfile

    if os.path.isdir(path):
        raise IsADirectoryError(21, "is a directory", path)
    left = LIMIT
    try:
        with tarfile.open(path, "r:gz") as archive:
            for member in archive:
                inner = os.path.normpath(member.name.lstrip("/"))
                name = os.path.basename(inner)
                if name in ("patch.json", "policy.wasm", "plan.json") and member.isfile():
                    raise BundleError(f"it holds `{name}`; a bundle of Rego was expected, as `opa build` makes it")
                if not member.isfile() or not _wanted(name):
                    continue
                left -= member.size
                if left < 0:
                    raise BundleError(f"it unpacks to more than {LIMIT // 1024 // 1024} MiB")
                file = archive.extractfile(member)
                yield RuleFile(f"{_shown(path)}:{inner}", inner, file.read() if file else b"")
    except (tarfile.TarError, EOFError) as error:
        raise BundleError(str(error)) from error


def _wanted(name: str) -> bool:
    return name.endswith(".rego") or name in _DATA


def _shown(path: str) -> str:
    return os.path.normpath(path)


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _raised(error: OSError) -> None:
    raise error
