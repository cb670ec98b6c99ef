"""The keywords that JSON Schema lacks, for both engines that use our schemas.

Each is a predicate of the keyword's argument and the instance; an instance of another type passes, as with JSON
Schema's own keywords.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from ..patterns import pattern
from .durations import nanoseconds

Predicate = Callable[[Any, Any], bool]

_STANDARD = pattern(r"[A-Za-z0-9+/]*={0,2}", re.ASCII)
_URL = pattern(r"[A-Za-z0-9_-]*={0,2}", re.ASCII)
_TIMESTAMP = pattern(
    r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?"
    r"(Z|[-+]([01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)


def is_timestamp(text: str) -> bool:
    """Whether protojson takes a text for a Timestamp: RFC 3339, of a day that there is."""
    match = _TIMESTAMP.fullmatch(text)
    if match is None or match["year"] == "0000":
        return False
    from calendar import monthrange

    return int(match["day"]) <= monthrange(int(match["year"]), int(match["month"]))[1]


def decoded_length(text: str) -> int | None:
    """How many bytes base64 text holds; None where protojson refuses it.

    It takes either alphabet, and passes over line ends, but counts them when it decides whether there is padding.
    """
    encoded = text.replace("\r", "").replace("\n", "")
    if not (_STANDARD.fullmatch(encoded) or _URL.fullmatch(encoded)):
        return None
    bare = encoded.rstrip("=")
    padded = len(text) % 4 == 0
    if len(bare) % 4 == 1 or len(encoded) != (len(bare) + -len(bare) % 4 if padded else len(bare)):
        return None
    return len(bare) * 3 // 4


def _durations(compare: Callable[[int, int], bool]) -> Predicate:
    def holds(limit: str, instance: Any) -> bool:
        value = nanoseconds(instance) if isinstance(instance, str) else None
        bound = nanoseconds(limit)
        return value is None or bound is None or compare(value, bound)

    return holds


def _decoded(compare: Callable[[int, int], bool]) -> Predicate:
    def holds(limit: int, instance: Any) -> bool:
        length = decoded_length(instance) if isinstance(instance, str) else None
        return length is None or compare(length, limit)

    return holds


def _bytes(compare: Callable[[int, int], bool]) -> Predicate:
    return lambda limit, x: not isinstance(x, str) or compare(len(x.encode("utf-8", "surrogatepass")), limit)


def _is(known: Callable[[str], object]) -> Predicate:
    return lambda wanted, instance: not isinstance(instance, str) or bool(known(instance)) == wanted


PREDICATES: dict[str, Predicate] = {
    "duration": _is(lambda text: nanoseconds(text) is not None),
    "timestamp": _is(is_timestamp),
    "base64": _is(lambda text: decoded_length(text) is not None),
    "durationGt": _durations(lambda value, limit: value > limit),
    "durationGte": _durations(lambda value, limit: value >= limit),
    "durationLt": _durations(lambda value, limit: value < limit),
    "durationLte": _durations(lambda value, limit: value <= limit),
    "minBytes": _bytes(lambda length, limit: length >= limit),
    "maxBytes": _bytes(lambda length, limit: length <= limit),
    "minDecoded": _decoded(lambda length, limit: length >= limit),
    "maxDecoded": _decoded(lambda length, limit: length <= limit),
}


def _for_rust(name: str, holds: Predicate) -> type:
    class Keyword:
        def __init__(self, parent: Any, argument: Any, path: Any) -> None:
            self.argument = argument

        def validate(self, instance: Any) -> None:
            if not holds(self.argument, instance):
                raise ValueError(name)

    return Keyword


def rust_keywords() -> dict[str, type]:
    """The keywords as jsonschema-rs takes them."""
    return {name: _for_rust(name, holds) for name, holds in PREDICATES.items()}


def python_keywords() -> dict[str, Callable[..., Iterator[Any]]]:
    """The keywords as `jsonschema.validators.extend` takes them."""
    from jsonschema import ValidationError

    def keyword(name: str, holds: Predicate) -> Callable[..., Iterator[Any]]:
        def check(validator: Any, argument: Any, instance: Any, schema: Any) -> Iterator[Any]:
            if not holds(argument, instance):
                yield ValidationError(name)

        return check

    return {name: keyword(name, holds) for name, holds in PREDICATES.items()}
