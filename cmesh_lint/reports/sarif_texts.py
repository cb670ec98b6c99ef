"""Texts of SARIF: plain text in which some characters mean something."""

from __future__ import annotations

from ..redaction.printable import printable


def message(*lines: str) -> dict[str, str]:
    """A message of the standard, §3.11: braces would be placeholders, and `[…](…)` a link."""
    return {"text": "\n".join(map(_plain, lines))}


def _plain(line: str) -> str:
    return printable(line).replace("{", "{{").replace("}", "}}").replace("](", "\\](")
