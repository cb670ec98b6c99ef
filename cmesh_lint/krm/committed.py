"""A file to commit, with the CECs of the policies of a folder: its text, and the order at its top that makes it again.

Paths are seen from the folder of the file, so that it does not matter where the order is given.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable
from typing import Any, NamedTuple

from ..redaction.printable import printable
from ..source.yaml_writer import dump
from ..versions import UnknownVersionError, Version

NAME = "cmesh-lint.rendered.yaml"
"""The default name of the file."""
MARK = b"# Made by `cmesh-lint render"
_HEADER = re.compile(r"# Made by `cmesh-lint render (?P<words>[^`\n]+)`;")
_ENDING = "do not edit: change the policies, and run it again here."


class Order(NamedTuple):
    """What to render, and where to."""

    folder: str
    """Holds the policies."""
    output: str
    """The file to write."""
    version: Version
    built: bool = False
    """Whether kustomize builds the policies; else they are the ones in the files of the folder."""

    @property
    def words(self) -> list[str]:
        """The options and the argument that give the order in the folder of the file."""
        here, name = os.path.split(self.output)
        folder = _seen_from(here or os.curdir, self.folder)
        named = [] if (name, folder) == (NAME, os.curdir) else ["--output", name]
        built = ["--kustomize"] if self.built else []
        return ["--cilium-version", self.version.text, *built, *named, folder]


def _seen_from(here: str, folder: str) -> str:
    return os.path.relpath(os.path.realpath(folder), os.path.realpath(here)).replace(os.sep, "/")


def text(order: Order, resources: Iterable[dict[str, Any]]) -> str:
    """The whole file."""
    # A name with a line feed in it would begin YAML of its own.
    command = printable(shlex.join(["cmesh-lint", "render", *order.words]))
    header = f"# Made by `{command}`;\n# {_ENDING}\n"
    return header + "---\n".join(map(dump, resources))


def order_of(path: str, data: bytes) -> Order | None:
    """The order that a file at `path` was made by; None where it is none of ours."""
    found = _HEADER.match(data.decode("utf-8", "replace"))
    return _order(path, found["words"]) if found else None


def _order(path: str, words: str) -> Order | None:
    try:
        *options, folder = shlex.split(words)
        version = Version.parse(options[options.index("--cilium-version") + 1])
    except (ValueError, IndexError, UnknownVersionError):
        return None
    where = os.path.normpath(os.path.join(os.path.dirname(path), folder))
    return Order(where, path, version, "--kustomize" in options)


def first_difference(one: str, other: str) -> int:
    """The first line that differs, from 1."""
    pairs = zip(one.splitlines(), other.splitlines(), strict=False)
    return next((number for number, (mine, theirs) in enumerate(pairs, 1) if mine != theirs), 0) or (
        min(len(one.splitlines()), len(other.splitlines())) + 1
    )
