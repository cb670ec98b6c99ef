"""The lines of a file that show a finding, with carets under the span."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..patterns import pattern
from ..places import Place
from ..redaction.printable import characters, width
from ..tuples import NamedTuple

LIMIT = 160
"""Columns of a terminal that a line of a file may take; the rest is clipped."""
_TAB = 8
"""What a tab counts for when a line is clipped; on the screen it stays a tab."""
_ELLIPSIS = "…"
_TYPE_URL = pattern(r"(type\.googleapis\.com/)(?:\w+\.)+(\w+)")

_REACH = 4
"""Times LIMIT: how many characters of a line are looked at, before its span and from its start on."""

Paint = Callable[[str], str]


class _Cell(NamedTuple):
    """A character of the file as it stands on the screen."""

    text: str
    width: int


class _Window(NamedTuple):
    """The part of a line that is shown. `start` and `end` are indices of its cells, the span underlined."""

    cells: list[_Cell]
    start: int
    end: int

    @property
    def text(self) -> str:
        return "".join(cell.text for cell in self.cells)

    @property
    def carets(self) -> str:
        before = "".join(_in_place(cell, " ") for cell in self.cells[: self.start])
        beyond = " " * (self.start - len(self.cells))
        under = "".join(_in_place(cell, "^") for cell in self.cells[self.start : self.end]).rstrip("\t")
        return before + beyond + (under if "^" in under else "^")


def excerpt(place: Place, quiet: Paint, loud: Paint, limit: int = LIMIT) -> list[str]:
    """The excerpt of `place` with a gutter of line numbers; empty where the place has no excerpt.

    `quiet` paints the gutter and `loud` the carets. Of a span over several lines, the first is underlined.
    """
    if not place.excerpt:
        return []
    digits = len(str(place.span.line))
    empty = quiet(" " * digits + " |")
    first = place.span.line - len(place.excerpt) + 1
    *context, blamed = place.excerpt
    window = _window(blamed, *_underlined(place, blamed), limit)
    lines = [empty]
    for number, line in enumerate(context, first):
        lines.append(_row(number, _window(_shortened(line, limit), 0, 0, limit).text, digits, quiet))
    lines.append(_row(place.span.line, window.text, digits, quiet))
    lines.append(f"{empty} {_painted_carets(window.carets, loud)}")
    return lines


def _row(number: int, text: str, digits: int, quiet: Paint) -> str:
    return f"{quiet(f'{number:>{digits}} |')} {text}".rstrip(" ")


def _painted_carets(carets: str, loud: Paint) -> str:
    padding = carets[: carets.index("^")]
    return padding + loud(carets[len(padding) :])


def _underlined(place: Place, line: str) -> tuple[int, int]:
    """The indices of the first and the one after the last character of `line` to underline."""
    start = place.span.column - 1
    if place.span.end_line > place.span.line:
        return start, max(start + 1, len(line.rstrip()))
    return start, max(start + 1, min(place.span.end_column - 1, len(line)))


def _shortened(line: str, limit: int) -> str:
    """A context line with the packages of its `@type`s left out."""
    return _TYPE_URL.sub(rf"\1{_ELLIPSIS}\2", line[: _REACH * limit])


def _window(line: str, start: int, end: int, limit: int) -> _Window:
    """The part of a line around the characters from `start` to `end` that fits into `limit` columns."""
    # A line can be megabytes; what is far from the span is not even looked at.
    skipped = max(start - _REACH * limit, 0)
    part = line[skipped : start + _REACH * limit]
    cells = list(map(_cell, part, characters(part)))
    is_whole = len(cells) == len(line)
    start, end = start - skipped, end - skipped
    if is_whole and _total(cells) <= limit:
        return _Window(cells, start, end)
    fits = not skipped and _total(cells[:end]) <= limit - 2
    low = 0 if fits else _back(cells, min(start, len(cells)), limit // 4)
    high = _forth(cells, low, limit - 2)
    left, right = cells[low:high], [_Cell(_ELLIPSIS, 1)] if not is_whole or high < len(cells) else []
    if low == 0 and not skipped:
        return _Window(left + right, start, min(end, high))
    return _Window([_Cell(_ELLIPSIS, 1), *left, *right], start - low + 1, min(end, high) - low + 1)


def _back(cells: Sequence[_Cell], index: int, columns: int) -> int:
    """The index `columns` before `index`."""
    while index > 0 and columns >= cells[index - 1].width:
        index -= 1
        columns -= cells[index].width
    return index


def _forth(cells: Sequence[_Cell], index: int, columns: int) -> int:
    """The index up to which the cells from `index` on fit into `columns`."""
    while index < len(cells) and columns >= cells[index].width:
        columns -= cells[index].width
        index += 1
    return index


def _total(cells: Sequence[_Cell]) -> int:
    return sum(cell.width for cell in cells)


def _cell(char: str, text: str) -> _Cell:
    return _Cell(char, _TAB) if char == "\t" else _Cell(text, width(text))


def _in_place(cell: _Cell, mark: str) -> str:
    return cell.text if cell.text == "\t" else mark * cell.width
