"""`1.18`, `1.18.6`, `latest` → the Cilium release that manifests are checked for."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable

from . import data
from .patterns import pattern
from .tuples import NamedTuple

LATEST = "latest"
"""What comes after the newest minor: the newest Envoy API known."""


def _minors() -> tuple[str, ...]:
    with open(os.path.join(data.folder("schemas"), "releases.json"), encoding="utf-8") as file:
        return tuple(minor for minor in json.load(file) if minor != LATEST and not minor.startswith("$"))


MINORS: tuple[str, ...] = _minors()
"""The Cilium minors there are schemas for, oldest first. The list is `tools/descriptors/releases.txt`."""

_SPELLING = pattern(r"v?(?P<minor>[0-9]+\.[0-9]+)(?:\.(?P<patch>[0-9]{1,6}))?")
_NEWEST_PATCH = 10**6
"""What a bare minor counts as."""


class UnknownVersionError(ValueError):
    """Not a Cilium version there is a schema for. Its text says which there are."""

    def __init__(self, text: str) -> None:
        known = ", ".join((*MINORS, LATEST))
        super().__init__(
            f"unknown Cilium version `{text}`; known are {known}, and patch releases such as {MINORS[-1]}.0"
        )


class Version(NamedTuple):
    """A Cilium version as it was asked for."""

    text: str
    """`1.18`, `1.18.6` or `latest`, without a leading `v`."""
    minor: str
    """One of `MINORS`, or `latest`."""
    patch: int | None = None
    """None: the newest patch release of the minor that is known."""
    newer: tuple[int, ...] = ()
    """`(1, 21, 0)` of a release after every minor there are schemas for: it is checked as the newest of `minor`."""

    @classmethod
    def parse(cls, text: str) -> Version:
        """Reads `1.18`, `1.18.6`, `v1.18.6`, `latest` or a release newer than all; raises UnknownVersionError."""
        if text == LATEST:
            return cls(LATEST, LATEST)
        match = _SPELLING.fullmatch(text)
        if match is None:
            raise UnknownVersionError(text)
        patch = None if match["patch"] is None else int(match["patch"])
        numbers = (*_numbers(match["minor"]), *(() if patch is None else (patch,)))
        spelled = ".".join(map(str, numbers))
        if numbers[:2] > _numbers(MINORS[-1]):
            return cls(spelled, MINORS[-1], newer=numbers)
        if match["minor"] not in MINORS:
            raise UnknownVersionError(text)
        return cls(spelled, match["minor"], patch)

    @property
    def age(self) -> tuple[int, ...]:
        """Sorts versions oldest first; a bare minor stands for its newest patch release."""
        minor = len(MINORS) if self.minor == LATEST else MINORS.index(self.minor)
        return minor, _NEWEST_PATCH if self.patch is None else self.patch, *self.newer


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))


NEWEST = Version(MINORS[-1], MINORS[-1])


def order(versions: Iterable[Version]) -> tuple[Version, ...]:
    """Each version once, oldest first."""
    return tuple(sorted(set(versions), key=lambda version: version.age))


def join(texts: Iterable[str]) -> str:
    """Versions in words, given oldest first: `1.14 to 1.20`, `1.16, 1.18.6, latest`."""
    runs: list[list[str]] = []
    for text in texts:
        if runs and _follows(text, runs[-1][-1]):
            runs[-1].append(text)
        else:
            runs.append([text])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)


def _follows(text: str, before: str) -> bool:
    if text not in MINORS or before not in MINORS:
        return False
    return MINORS.index(text) == MINORS.index(before) + 1
