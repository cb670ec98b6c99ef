"""Envoy's API comments, reStructuredText with annotations of their own, as short plain text.

What stays of the markup is code in single backticks and list items behind `- `; paragraphs are parted by
an empty line. So the text reads well both in a terminal and as Markdown in an editor's hover.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 600
"""Characters a text may have; only a single sentence that is longer is cut inside, with an ellipsis."""
PARAGRAPHS = 2

_ADMONITION = re.compile(r"\.\. (note|attention|warning|tip|important)::?\s*(.*)", re.DOTALL | re.IGNORECASE)
_EXPLICIT = re.compile(r"\.\.( |$)")
_DIRECTIVE = re.compile(r"^\.\. [\w-]+::|::$")
_ITEM = re.compile(r"(?:[*+-]|#\.|\d+\.)\s+(.*)", re.DOTALL)
_ROLE = re.compile(r"(?::[a-z]+:`|:http`|`:ref:\s)([^`]*)`")
"""Also the two ways in which Envoy's comments misspell one: with one colon, and inside the backticks."""

_LITERAL = re.compile(r"``(.+?)``", re.DOTALL)
_LINK = re.compile(r"`([^`<]*?)\s*<([^`>]+)>`__?")
_NEXT_ID = re.compile(r"\s*\bNext ID: \d+\.?$", re.IGNORECASE)
_API_LABEL = re.compile(
    r"envoy_(?:v3_)?api_(?:msg|field|enum|enum_value|oneof|file)_|config_http_(?:filters_router|conn_man_headers)_"
)
_WORD = re.compile(r"[A-Z]?[a-z]+")
_UNDERLINE = re.compile(r"^[-=~^]{3,}$")
_SENTENCE_END = re.compile(r"[.!?]['\")`]*(?=\s+[A-Z`\"'(])|(?<!\n)(?=\n)")
_ABBREVIATED = re.compile(r"\b(?:a\.k\.a|e\.g|i\.e|etc|vs|cf)\.$")


class _Block(NamedTuple):
    """Lines without an empty one between them, and how far the first is indented."""

    indent: int
    text: str


def plain(comment: str) -> str:
    """The start of a comment as plain text: two paragraphs and `LIMIT` characters at most; "" if none is left."""
    return _without_promise(_short(_paragraphs(_without_annotations(comment))))


def _without_annotations(comment: str) -> str:
    """Drops `[#not-implemented-hide:]` and similar, whose brackets may hold brackets."""
    kept = []
    rest = comment
    while (start := rest.find("[#")) >= 0:
        kept.append(rest[:start])
        rest = rest[_closing(rest, start) + 1 :]
    return "".join([*kept, rest])


def _closing(text: str, start: int) -> int:
    """The index of the bracket that closes the one at `start`, or of the last character of its line."""
    depth = 0
    for index in range(start, len(text)):
        depth += {"[": 1, "]": -1}.get(text[index], 0)
        if depth == 0:
            return index
    line_end = text.find("\n", start)
    return len(text) - 1 if line_end < 0 else line_end - 1


def _paragraphs(comment: str) -> list[str]:
    """The prose of a comment, a string per paragraph, up to the first code or table.

    What is below code usually refers to it; it is kept only where nothing was said above.
    """
    kept: list[str] = []
    left_out_above: int | None = None
    label = ""
    for block in _blocks(comment):
        if left_out_above is not None and block.indent > left_out_above:
            continue
        admonition = _ADMONITION.fullmatch(block.text)
        if admonition:
            label = f"{admonition[1].capitalize()}: "
        if text := _spoken(admonition[2] if admonition else block.text):
            kept.append(label + text.removeprefix(label))
            label = ""
        leads = not admonition and (_EXPLICIT.match(block.text) or block.text.endswith("::"))
        left_out_above = block.indent if leads else None
        if left_out_above is not None and _DIRECTIVE.search(block.text):
            if _says_something(kept):
                break
            kept = [_without_promise(text) for text in kept]
    return kept


def _says_something(paragraphs: list[str]) -> bool:
    """Whether there is more than one sentence that announces what is left out."""
    return bool(paragraphs) and (not paragraphs[0].endswith(":") or bool(_sentence_ends(paragraphs[0])))


def _blocks(comment: str) -> Iterator[_Block]:
    """Splits at empty lines, at list items and before directives, which may follow prose at once."""
    lines: list[str] = []
    for line in [*textwrap.dedent(comment).splitlines(), ""]:
        starts = not line.strip() or _ITEM.match(line.lstrip()) or _EXPLICIT.match(line.lstrip())
        if starts and lines:
            yield _Block(len(lines[0]) - len(lines[0].lstrip()), "\n".join(lines).strip())
            lines = []
        if line.strip():
            lines.append(line)


def _spoken(block: str) -> str:
    """A block on one line, without markup; "" for a heading, a directive and a label."""
    if _EXPLICIT.match(block) or any(_UNDERLINE.match(line.strip()) for line in block.splitlines()):
        return ""
    item = _ITEM.fullmatch(block)
    text = _ROLE.sub(lambda role: _reference(role[1]), item[1] if item else block)
    text = _LITERAL.sub(r"`\1`", _LINK.sub(lambda link: link[1] or link[2], text))
    text = _NEXT_ID.sub("", " ".join(text.split()))
    text = text.removesuffix("::") + ":" if text.endswith("::") else text
    return f"- {text}" if item and text else text


def _reference(content: str) -> str:
    """What a role shows: its title, or else its target; the name of something in the API is code."""
    title, _, target = content.rstrip(">").partition("<")
    shown = " ".join(_API_LABEL.sub("", title or target).strip("` ").split())
    is_name = " " not in shown and (_API_LABEL.match(target or title) or not _WORD.fullmatch(shown))
    return f"`{shown}`" if is_name else shown


def _short(paragraphs: list[str]) -> str:
    """The first paragraphs, as far as they fit; list items belong to the paragraph before them."""
    text = ""
    count = 0
    for paragraph in paragraphs:
        is_item = paragraph.startswith("- ")
        count += not is_item
        gap = "" if not text else "\n" if is_item else "\n\n"
        room = LIMIT - len(text) - len(gap)
        if count > PARAGRAPHS or room <= 0:
            break
        fitting = _sentences_within(paragraph, room)
        if len(fitting) < len(paragraph) and text:
            text += gap + fitting if fitting else ""
            break
        text += gap + (fitting or _cut(paragraph, room))
    return text


def _sentences_within(paragraph: str, room: int) -> str:
    """As many whole sentences as have room; "" if the first has none."""
    if len(paragraph) <= room:
        return paragraph
    fitting = [end for end in _sentence_ends(paragraph) if end <= room]
    return paragraph[: fitting[-1]] if fitting else ""


def _sentence_ends(text: str) -> list[int]:
    """The offsets behind each sentence of a text but the last."""
    ends = (match.end() for match in _SENTENCE_END.finditer(text))
    return [end for end in ends if not _ABBREVIATED.search(text[:end])]


def _cut(sentence: str, room: int) -> str:
    return textwrap.shorten(sentence, room, placeholder=" …")


def _without_promise(text: str) -> str:
    """Drops a last sentence that ends in a colon: what it announces is left out.

    If it is the only one it stays, as a statement.
    """
    if not text.endswith(":"):
        return text
    ends = _sentence_ends(text)
    return text[: ends[-1]] if ends else f"{text[:-1]}."
