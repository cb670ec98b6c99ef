"""What the Envoy of a Cilium release lacks, in words for the policy that needs it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .. import extensions
from ..protobuf.schemas import load
from ..versions import LATEST, MINORS, Version
from .assembly import Put
from .pieces import Piece
from .stanza import StanzaProblem
from .values import TYPE


def lacking(puts: Iterable[Put], version: Version) -> Iterator[StanzaProblem]:
    """A complaint for each policy and extension that the release has not, at the first field which needs it."""
    told: set[tuple[str, str]] = set()
    for put in puts:
        needs = put.made.needs if isinstance(put.made, Piece) else ()
        for type_ in (*needs, *types(put.made.value)):
            words = _lack(type_, version)
            about = str(put.site.stanza), words
            if words and about not in told:
                told.add(about)
                yield StanzaProblem(put.site, words)


def _lack(type_: str, version: Version) -> str:
    """What a release lacks for a message or a field: an extension of its Envoy, or a word of its agent; or nothing."""
    if extensions.available(type_, version) is False:
        return _words(extensions.of_type(type_)[0], version)
    if version.minor not in (MINORS[-1], LATEST) and not _knows(version.minor, type_):
        first = next((minor for minor in MINORS if _knows(minor, type_)), LATEST)
        return f"this makes a `{type_}`, which the agent of Cilium {version.text} does not know; that of {first} does"
    return ""


def _knows(minor: str, needed: str) -> bool:
    """Whether an agent has a message, or a field of one."""
    schemas = load(minor)
    name, _, field = needed.rpartition(".")
    message = schemas.message(name)
    return schemas.has(needed) or (message is not None and message.field(field) is not None)


def types(value: Any) -> Iterator[str]:
    """The messages that `@type`s in a value name."""
    if isinstance(value, list):
        for each in value:
            yield from types(each)
    elif isinstance(value, dict):
        named = value.get("@type")
        if isinstance(named, str):
            yield named.removeprefix(TYPE)
        for each in value.values():
            yield from types(each)


def since(what: str, version: Version, first: str) -> str:
    """That a release comes before what a policy asks for."""
    return f"Cilium {version.text} does not support `{what}`; {first} does"


def _words(extension: extensions.Extension, version: Version) -> str:
    releases = tuple(each for each in extension.first_releases if each != LATEST)
    have = f"; Cilium has it since {_alternatives(releases)}" if releases else "; no known Cilium release has it"
    return f"this needs `{extension.name}`, which the Envoy of Cilium {version.text} lacks{have}"


def _alternatives(releases: tuple[str, ...]) -> str:
    return " or ".join(filter(None, (", ".join(releases[:-1]), releases[-1])))
