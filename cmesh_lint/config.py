"""The configuration file `.cmesh-lint.yaml`: found, read, and judged by `config.schema.json`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from .settings import FailLevel
from .versions import UnknownVersion, Version

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

    from .documents import Document
    from .finding import At
    from .places import Route

NAME = ".cmesh-lint.yaml"


class Config(NamedTuple):
    """What the file says; nothing where it is silent or there is none."""

    path: str | None = None
    cilium_versions: tuple[Version, ...] = ()
    paths: tuple[str, ...] = ()
    """Seen from the working directory."""
    exclude: tuple[str, ...] = ()
    fail_level: FailLevel | None = None


class Complaint(NamedTuple):
    """Something wrong in the file."""

    line: int
    column: int
    message: str


class BadConfig(ValueError):
    """A file that cannot be used. Its text has all complaints, one a line with its place."""

    def __init__(self, path: str, complaints: list[Complaint]) -> None:
        places = [f"{path}:{line}:{column}: {message}" for line, column, message in complaints]
        super().__init__("the configuration cannot be used\n" + "\n".join(places))


def find(folder: str, home: str) -> str | None:
    """The file in `folder` or the nearest one above; the search ends at the top of a git repository and at `home`."""
    while True:
        path = os.path.join(folder, NAME)
        if os.path.isfile(path):
            return path
        above = os.path.dirname(folder)
        if above == folder or folder == home or os.path.exists(os.path.join(folder, ".git")):
            return None
        folder = above
