"""The values that the modules of this package pass on."""

from __future__ import annotations

from ...finding import Finding, ObjectRef
from ...places import Place, Span
from ...report import IgnoredBy
from ...rules.catalogue import current_id
from ...tuples import NamedTuple

MARK = "cmesh-lint"
"""What every ignore has in it."""
_MARKS = tuple(MARK.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def speaks(data: bytes) -> bool:
    """Whether a file can hold an ignore, in UTF-8 or UTF-16."""
    return _MARKS[0] in data or (b"\0" in data and (_MARKS[1] in data or _MARKS[2] in data))


class Ignore(NamedTuple):
    """Somebody's wish that some rules say nothing of a part of a file."""

    rules: tuple[str, ...]
    """Their ids as they are written, current or former ones; none where there is a `fault`."""
    reason: str
    by: IgnoredBy
    place: Place
    """Where it is written."""
    covers: Span | None
    """What begins in here is ignored; None: everything in the file."""
    object: ObjectRef | None = None
    """The object that has the annotation or holds the comment; None outside of any."""
    fault: str = ""
    """What is wrong with the way it is written."""

    def meets(self, finding: Finding) -> bool:
        """Whether it applies to the finding."""
        return current_id(finding.rule) in map(current_id, self.rules) and self.reaches(finding.place)

    def reaches(self, place: Place) -> bool:
        """Whether it applies to a place of its own file."""
        if self.covers is None:
            return True
        start, end = self.covers[:2], self.covers[2:]
        return start <= place.span[:2] < end
