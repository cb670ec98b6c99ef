"""Text of strangers in GitHub-flavoured Markdown: it reads as it is, and makes no table, link, picture or HTML."""

from __future__ import annotations

import re

from ..redaction.printable import printable

_MEANS = re.compile(
    r"""[\\`*\[\]<>&|~!#@$]     # code, emphasis, links, HTML, cells of a table, mentions, issues, mathematics
    | :(?=//|[\w+-]+:)           # `https://`, `:smile:`
    | (?<![A-Za-z0-9])_ | _(?![A-Za-z0-9])  # emphasis; within a word it is none
    | (?<=www)\.                 # a link without a scheme
    """,
    re.VERBOSE | re.IGNORECASE,
)


def prose(text: str) -> str:
    """One line of text. What stands between backticks is shown as code; a backtick without a partner stays one."""
    parts = printable(text).split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = ["`".join(parts[-2:])]
    return "".join(code(part) if place % 2 else literal(part) for place, part in enumerate(parts))


def code(text: str) -> str:
    """One line of text, as code."""
    return f"<code>{literal(text)}</code>" if text else literal("``")


def literal(text: str) -> str:
    """One line of text as it is. Character references are used for what Markdown would take for its own.

    They hold within the cell of a table, too, where a backslash means two things.
    """
    return _MEANS.sub(lambda match: f"&#{ord(match[0])};", printable(text))
