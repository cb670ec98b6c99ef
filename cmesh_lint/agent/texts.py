"""Texts as Go writes them: times and bytes as protojson does, quoted ones as `%q` does."""

from __future__ import annotations

from ..patterns import pattern

_TIME = pattern(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:[.,](\d{1,9})\d*)?(?:Z|([-+])(\d\d):(\d\d))")


def time(text: str) -> str:
    """RFC 3339 in UTC, with no more digits than needed: `2030-01-31T12:00:00.5+01:00` → `2030-01-31T11:00:00.5Z`."""
    match = _TIME.fullmatch(text)
    if match is None:
        return text
    from datetime import datetime, timedelta

    whole, fraction, sign, hours, minutes = match.groups()
    moment = datetime.fromisoformat(whole)
    if sign:
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        moment += -offset if sign == "+" else offset
    digits = (fraction or "").rstrip("0")
    return f"{moment.isoformat()}{'.' + digits if digits else ''}Z"


def base64_bytes(text: str) -> str:
    """Base64 of either alphabet, padded or not, on one line or several, in the standard one with padding."""
    import base64

    standard = text.translate(_STANDARD).replace("\r", "").replace("\n", "").rstrip("=")
    decoded = base64.b64decode(standard + "=" * (-len(standard) % 4))
    return base64.b64encode(decoded).decode("ascii")


def quote(text: str) -> str:
    """A text in double quotes, with escapes for what cannot be printed."""
    return f'"{"".join(each if each.isprintable() and each not in _ESCAPED else _escape(each) for each in text)}"'


def _escape(character: str) -> str:
    code = ord(character)
    if character in _ESCAPED:
        return _ESCAPED[character]
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


_ESCAPED = {
    '"': '\\"',
    "\\": "\\\\",
    "\a": "\\a",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\v": "\\v",
}
_STANDARD = str.maketrans("-_", "+/")
