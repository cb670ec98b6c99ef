"""What a backend is asked and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple


class Seen(NamedTuple):
    """A request as a backend got it."""

    method: str
    path: str
    headers: Mapping[str, str]
    """By their names in small letters; the values of a repeated one are joined by commas."""
    body: bytes = b""


class Reply(NamedTuple):
    """An answer."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = {}


Answer = Callable[[Seen], Reply]


def echo(seen: Seen) -> Reply:
    """200 at `/`, 404 elsewhere, as the seed's echo services do."""
    return Reply(200 if seen.path == "/" else 404)


def always(status: int, body: bytes = b"", **headers: str) -> Answer:
    """The same for every request. Headers are written with `_` for `-`."""
    reply = Reply(status, body, {name.replace("_", "-"): value for name, value in headers.items()})
    return lambda _: reply
