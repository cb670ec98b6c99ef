"""A comment → what it says to this tool: `# cmesh-lint: ignore[RULE, RULE] reason`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from ...suggest import did_you_mean, nearest

Scope = Literal["ignore", "ignore-document", "ignore-file"]
SCOPES: tuple[Scope, ...] = ("ignore", "ignore-document", "ignore-file")

_NEXT = re.compile(r"(?<=\s)(?=#(?:\s|cmesh-lint))")
"""Where a second comment begins on the line, as `# noqa # cmesh-lint: …`; `issue #12` is none."""
_OURS = re.compile(r"#\s*cmesh-lint(?P<colon>\s*:|(?=\s+ignore))\s*(?P<said>.*)", re.DOTALL)
_SAID = re.compile(r"(?P<scope>[\w-]*)\s*(?:\[(?P<rules>[^\]]*)\])?(?P<reason>.*)", re.DOTALL)

_OTHERS = frozenset({"disable", "disable-line", "disable-next-line", "disable-file", "skip", "noqa", "nolint", "allow"})
"""What other linters say for it. Any other word may be prose."""

_FORMS = "`ignore[RULE] reason`, or `ignore-document` or `ignore-file` for `ignore`"


class Directive(NamedTuple):
    """What a comment asks for."""

    start: int
    """Its offset in the comment."""
    text: str
    scope: Scope = "ignore"
    rules: tuple[str, ...] = ()
    reason: str = ""
    fault: str = ""
    """Why it is not understood."""


def directives(comment: str) -> Iterator[Directive]:
    """What a comment says to this tool. Whatever else it says is nobody's business."""
    start = 0
    for piece in _NEXT.split(comment):
        ours = _OURS.match(piece)
        said = _SAID.match(ours["said"].strip()) if ours else None
        if ours and said and _is_meant(said):
            yield _directive(start, piece.rstrip(), said, bool(ours["colon"]))
        start += len(piece)


def _is_meant(said: re.Match[str]) -> bool:
    """Whether it is an ignore, or an attempt at one."""
    return said["rules"] is not None or said["scope"] in _OTHERS or nearest(said["scope"], SCOPES) is not None


def _directive(start: int, text: str, match: re.Match[str], colon: bool) -> Directive:
    scope = next((each for each in SCOPES if each == match["scope"]), None)
    rules = tuple(filter(None, map(str.strip, (match["rules"] or "").split(","))))
    if scope is None:
        hint = did_you_mean(match["scope"], SCOPES) or f"; expected {_FORMS}"
        fault = f"`{match['scope']}` is not a valid directive{hint}"
    elif not rules:
        fault = f"no rule in brackets; expected `{scope}[RULE] reason`"
    elif not colon:
        fault = f"a colon is missing; expected `# cmesh-lint: {scope}[RULE] reason`"
    else:
        return Directive(start, text, scope, rules, match["reason"].strip(" \t\r:-–—"))
    return Directive(start, text, fault=fault)
