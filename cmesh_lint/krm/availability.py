"""What the Envoy of a Cilium release lacks, in words for the stanza that needs it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .. import extensions
from ..versions import Version
from .assembly import Put
from .pieces import Piece
from .stanza import Complaint
from .values import TYPE


def lacking(puts: Iterable[Put], version: Version) -> Iterator[Complaint]:
    """A complaint for each place that needs an extension which the release has not."""
    for put in puts:
        needs = put.made.needs if isinstance(put.made, Piece) else ()
        for type_ in (*needs, *types(put.made.value)):
            if extensions.available(type_, version) is False:
                yield Complaint(put.site, _words(put, type_, version))


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
    """That a release comes before what a stanza asks for."""
    return f"Cilium {version.text} knows no `{what}`; {first} does"


def _words(put: Put, type_: str, version: Version) -> str:
    (extension, *_) = extensions.of_type(type_)
    releases = extensions.first_releases(type_)
    have = f"; Cilium has it from {_alternatives(releases)} on" if releases else "; no Cilium has it"
    return f"this needs `{extension.name}`, which the Envoy of Cilium {version.text} lacks{have}"


def _alternatives(releases: tuple[str, ...]) -> str:
    return " or ".join(filter(None, (", ".join(releases[:-1]), releases[-1])))
