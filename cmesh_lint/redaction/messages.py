"""Messages without secrets: what they quote is looked up in the document they are about."""

from __future__ import annotations

import json
from collections.abc import Callable

from .looks import MASK, unlike_secrets

CUT = 47
"""Characters of a long value that messages quote; `…` follows."""
_SHORTEST = 3


def spellings(value: object) -> list[str]:
    """A secret as messages may quote it."""
    text = value if isinstance(value, str) else json.dumps(value)
    shown = "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)
    return [text, shown, text[:CUT], shown[:CUT]]


def cut_short(value: str) -> list[str]:
    """The beginnings of a long text that looks like a secret further on, as messages may quote them."""
    return spellings(value)[2:] if len(value) > CUT and unlike_secrets(value) != value else []


def discreet(message: str, known: frozenset[str] = frozenset()) -> str:
    """A message without the secrets that it quotes in backticks; `known` are their spellings."""
    return unlike_secrets(_without(message, lambda quoted: quoted in known or quoted.rstrip("…") in known))


def discreet_at(message: str, value: object) -> str:
    """A message about a secret, without any part of it in backticks."""
    texts = [each for each in spellings(value) if each]

    def quotes(quoted: str) -> bool:
        bare = quoted.rstrip("…")
        return len(bare) >= _SHORTEST and any(bare in each or each in bare for each in texts)

    return unlike_secrets(_without(message, quotes))


def _without(message: str, secret: Callable[[str], bool]) -> str:
    if "`" not in message:
        return message
    pieces = message.split("`")
    return "`".join(MASK if number % 2 and secret(piece) else piece for number, piece in enumerate(pieces))
