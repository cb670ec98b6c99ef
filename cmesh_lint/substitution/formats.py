"""Envoy's format strings, as in header values and access logs: text with commands such as `%REQ(:path)%` in it.

    problems("100% sure", "1.20") == [(3, "a lone `%`; …")]

The grammar and the complaints were asked of Envoy 1.36, 1.37 and 1.40.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..patterns import pattern
from ..suggest import did_you_mean
from ..versions import LATEST, MINORS
from .commands import HEADER_COMMANDS, TIME_COMMANDS, known, names

Complaint = tuple[int, str]
"""Where in the text, counted in characters from 0, and what is wrong."""

COMMAND = pattern(r"%([A-Z0-9_]+)(?:\((.*?)\))?(?::([0-9]+))?%")
_STARTED = pattern(r"%([A-Za-z0-9_]+)(\(?)")
_NEW_LINE = pattern(r"%[-_0^#]*[1-9]*[EO]?n|\n")
_HEADER_NAME = pattern(r":?[A-Za-z0-9!#$%&'*+.^_`|~-]*")
_CHECKED_NAMES = "1.17"
"""The first Cilium minor whose Envoy looks at every character of a header's name."""
_LONGEST = 2**64 - 1


def problems(text: str, minor: str, *, header: bool = False, extended: bool = False) -> list[Complaint]:
    """What Envoy would refuse in a format string, for a Cilium minor or `latest`.

    `header`: it is the value of a header, where `%PER_REQUEST_STATE(KEY)%` is still taken.
    `extended`: extensions (`formatters`) add commands, so that an unknown one is no fault.
    """
    return list(_complaints(text, minor, header, extended))


def _complaints(text: str, minor: str, header: bool, extended: bool) -> Iterator[Complaint]:
    at = text.find("%")
    while at >= 0:
        match = COMMAND.match(text, at)
        if text.startswith("%%", at):
            after = at + 2
        elif match is None or int(match[3] or 0) > _LONGEST:
            yield at, _no_command(text, at, minor)
            return
        else:
            after = match.end()
            if message := _refused(match[1], match[2] or "", match[3], minor, header, extended):
                yield at, message
        at = text.find("%", after)


def _no_command(text: str, at: int, minor: str) -> str:
    """What to say of a `%` that begins no command; nothing behind it can be made out."""
    match = _STARTED.match(text, at)
    name = match[1] if match else ""
    if match and name != name.upper() and known(name.upper(), minor):
        return f"`%{name}` is no command: commands are written in capitals, `%{name.upper()}%`"
    if match and known(name, minor):
        missing = "`)%`" if match[2] else "`%`"
        return f"the command `%{name}` is not closed: expected {missing} behind it"
    return "a lone `%`; expected a command such as `%REQ(:path)%`, or `%%` for a percent sign"


def _refused(name: str, arguments: str, length: str | None, minor: str, header: bool, extended: bool) -> str:
    """What Envoy has against a command; empty for nothing."""
    if header and name == "PER_REQUEST_STATE" and arguments:
        return ""
    command = known(name, minor)
    if command is None:
        return "" if extended else f"unknown command `%{name}%`{did_you_mean(name, names(minor))}"
    masked = minor == LATEST and name.endswith("_WITHOUT_PORT")
    if command.arguments == "none" and not masked and (arguments or length):
        return f"`%{name}%` takes neither arguments nor a length"
    if command.arguments == "must" and not arguments:
        return f"`%{name}%` needs arguments: `%{name}(…)%`"
    if length and not (command.length or masked):
        return f"`%{name}%` takes no length"
    check = _CHECKS.get(name)
    return check(name, arguments, minor) if check else ""


def _headers(name: str, arguments: str, minor: str) -> str:
    found = arguments.split("?")
    if len(found) > 2:
        return f"`%{name}%` takes one alternative header, `NAME?OTHER`; found {len(found) - 1}"
    if _age(minor) < _age(_CHECKED_NAMES):
        return ""
    odd = [each for each in found if not _HEADER_NAME.fullmatch(each)]
    return f"`{odd[0]}` in `%{name}({arguments})%` is no name of a header" if odd else ""


def _time(name: str, arguments: str, minor: str) -> str:
    return f"the time format of `%{name}%` contains a line break, `%n`" if _NEW_LINE.search(arguments) else ""


def _common_duration(name: str, arguments: str, minor: str) -> str:
    parts = arguments.split(":")
    if len(parts) not in (2, 3):
        return f"`%{name}%` takes `START:END` or `START:END:PRECISION`; found `{arguments}`"
    if len(parts) == 3 and parts[2] not in {"ms", "us", "ns"}:
        return f"`{parts[2]}` is no precision of `%{name}%`; expected `ms`, `us` or `ns`"
    return ""


def _grpc_status(name: str, arguments: str, minor: str) -> str:
    if arguments in {"", "CAMEL_STRING", "SNAKE_STRING", "NUMBER"}:
        return ""
    return f"`%{name}%` takes `CAMEL_STRING`, `SNAKE_STRING` or `NUMBER`; found `{arguments}`"


def _filter_state(name: str, arguments: str, minor: str) -> str:
    key, kind, field = (*arguments.split(":"), "", "")[:3]
    if not key:
        return f"`%{name}%` needs a key: `%{name}(KEY)%`"
    if kind not in {"", "PLAIN", "TYPED", "FIELD"}:
        return f"`{kind}` is no form of `%{name}%`; expected `PLAIN`, `TYPED` or `FIELD`"
    if (kind == "FIELD") != bool(field):
        return f"`FIELD` and the name of a field go together in `%{name}%`: `%{name}({key}:FIELD:NAME)%`"
    return ""


def _path(name: str, arguments: str, minor: str) -> str:
    query, source = (*arguments.split(":"), "", "")[:2]
    for found, wanted in ((query, ("", "WQ", "NQ")), (source, ("", "ORIG", "PATH", "ORIG_OR_PATH"))):
        if found not in wanted:
            expected = ", ".join(f"`{each}`" for each in wanted[1:])
            return f"`{found}` is no option of `%{name}%`; expected one of {expected}"
    return ""


def _age(minor: str) -> int:
    return len(MINORS) if minor == LATEST else MINORS.index(minor)


_CHECKS: dict[str, Callable[[str, str, str], str]] = {
    **dict.fromkeys(HEADER_COMMANDS, _headers),
    **dict.fromkeys(TIME_COMMANDS, _time),
    "COMMON_DURATION": _common_duration,
    "FILTER_STATE": _filter_state,
    "GRPC_STATUS": _grpc_status,
    "PATH": _path,
    "UPSTREAM_FILTER_STATE": _filter_state,
}
"""Looks at a command's arguments: name, arguments, minor → complaint or nothing."""
