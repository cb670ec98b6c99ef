"""What JSON text looks like where protojson reads a number, bytes or a time from a string.

The patterns say the same in Go's RE2, ECMAScript and Python, so they hold no look-around. What no pattern can say is
left out: that `"1.5e0"` is no integer, and whether a number in a string is in its range.
"""

from __future__ import annotations

import re

from ..protobuf.durations import MOST_SECONDS, SECOND, nanoseconds

_EXPONENT = "[eE][+-]?[0-9]+"
SIGNED = rf"^-?(0|[1-9][0-9]*)(\.0+|(\.[0-9]+)?{_EXPONENT})?$"
UNSIGNED = rf"^(-0|0|[1-9][0-9]*)(\.0+|(\.[0-9]+)?{_EXPONENT})?$"
FLOAT = rf"^(NaN|-?Infinity|-?(0|[1-9][0-9]*)(\.[0-9]+)?({_EXPONENT})?)$"
TIMESTAMP = (
    r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?"
    r"(Z|[-+]([01][0-9]|2[0-3]):[0-5][0-9])$"
)


def _base64(letters: str) -> str:
    return f"({letters}{{4}})*({letters}{{2}}(==)?|{letters}{{3}}=?)?"


BASE64 = f"^({_base64('[A-Za-z0-9+/]')}|{_base64('[A-Za-z0-9_-]')})$"
"""Either alphabet, padded or not."""


def portable(pattern: str) -> str:
    r"""A pattern that RE2 reads too: it knows `\x00`, and not `\u0000`."""
    return re.sub(r"\\u00([0-9A-Fa-f]{2})", r"\\x\1", pattern)


def longer(limit: str, or_equal: bool) -> str:
    """A pattern for Durations above a limit that is not negative: `"0.001s"`; the text is a Duration already."""
    whole, fraction = _digits(limit)
    equal = (
        f"{whole}{_fraction_above(fraction, or_equal)}" if whole != "0" else f"0?{_fraction_above(fraction, or_equal)}"
    )
    if whole == "0" and not fraction and or_equal:
        return r"^([^-]|-[0.]*s$)"
    return rf"^\+?({'|'.join([*_greater(whole), equal])})"


def shorter(limit: str, or_equal: bool) -> str:
    """A pattern for Durations below a limit of whole seconds, zero or more."""
    whole, _ = _digits(limit)
    below = [f"{digits}[.s]" for digits in _less(whole)] + ([r"\."] if whole != "0" else [])
    equal = [rf"{whole}?(\.0*)?s$" if whole == "0" else rf"{whole}(\.0*)?s$"] if or_equal else []
    negative = "-" if whole != "0" or or_equal else "-[^s]*[1-9]"
    return rf"^({negative}|\+?({'|'.join([*below, *equal])}))" if below or equal else f"^{negative}"


def _digits(limit: str) -> tuple[str, str]:
    total = nanoseconds(limit)
    if total is None or total < 0:
        raise ValueError(f"no limit of a duration: {limit}")
    seconds, rest = divmod(total, SECOND)
    return str(seconds), f"{rest:09d}".rstrip("0") if rest else ""


def _fraction_above(fraction: str, or_equal: bool) -> str:
    """What follows the whole seconds of the limit itself, up to where the text is known to be above it."""
    if not fraction:
        return "[.s]" if or_equal else r"\.0*[1-9]"
    higher = [f"{fraction[:at]}{_above(digit)}" for at, digit in enumerate(fraction) if digit != "9"]
    return rf"\.({'|'.join([*higher, fraction if or_equal else f'{fraction}0*[1-9]'])})"


def _greater(whole: str) -> list[str]:
    """Patterns of the whole numbers above one, up to where they are known to be above."""
    longer_numbers = f"[1-9][0-9]{{{len(whole)},}}"
    rest = len(whole) - 1
    same = [f"{whole[:at]}{_above(digit)}[0-9]{{{rest - at}}}[.s]" for at, digit in enumerate(whole) if digit != "9"]
    return [longer_numbers, *same]


def _less(whole: str) -> list[str]:
    """Patterns of the whole numbers below one."""
    fewer = [f"[0-9]{{1,{len(whole) - 1}}}"] if len(whole) > 1 else []
    rest = len(whole) - 1
    first = 1 if len(whole) > 1 else 0
    same = [
        f"{whole[:at]}[{first if at == 0 else 0}-{int(digit) - 1}][0-9]{{{rest - at}}}"
        for at, digit in enumerate(whole)
        if int(digit) > (first if at == 0 else 0)
    ]
    return [*fewer, *same]


def _above(digit: str) -> str:
    return f"[{int(digit) + 1}-9]"


_SECONDS = "|".join(
    ["0", f"[1-9][0-9]{{0,{len(str(MOST_SECONDS)) - 2}}}", *_less(str(MOST_SECONDS))[1:], str(MOST_SECONDS)]
)
DURATION = rf"^[-+]?(({_SECONDS})(\.[0-9]{{0,9}})?|\.[0-9]{{0,9}})s$"
