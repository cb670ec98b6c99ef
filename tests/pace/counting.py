"""How often each line of Python runs, so that a loop in a loop shows however short it is."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any, NamedTuple

_JUMP = 64
"""Of a line that does not run for few things: 16 pairs of many for one of few, and four times that."""
Line = tuple[CodeType, int]


class Steep(NamedTuple):
    """A line that runs much more often for four times as much."""

    file: str
    line: int
    function: str
    few: int
    many: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line} ({self.function}): {self.few} → {self.many}"


def lines(work: Callable[[], object]) -> Counter[Line]:
    """The lines that run in the work, those of libraries among them; a jump back within one line is one more."""
    counts: Counter[Line] = Counter()

    def local(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            counts[frame.f_code, frame.f_lineno] += 1
        return local

    def entered(frame: FrameType, _event: str, _: Any) -> Any:
        counts[frame.f_code, 0] += 1
        return local

    before = sys.gettrace()
    sys.settrace(entered)
    try:
        work()
    finally:
        sys.settrace(before)
    return counts


def steep(few: Counter[Line], many: Counter[Line], n: int, most: float = 6.0) -> list[Steep]:
    """The lines that run more than `most` times as often in `many`, the work on 4n things, as in `few`, that on n.

    What begins to run beyond a size is steep where it runs for each pair of things. What runs only a few times for each thing counts for nothing: it may be the first of its kind.
    """
    found = [
        Steep(code.co_filename, line, code.co_qualname if hasattr(code, "co_qualname") else code.co_name,
              few[code, line], count)
        for (code, line), count in many.items()
        if count > max(8 * 4 * n, most * few[code, line]) and (few[code, line] or count > _JUMP * n * n)
    ]  # fmt: skip
    return sorted(found, key=lambda each: -each.many)
