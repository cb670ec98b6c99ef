"""A document without a value, and the limits that can cause it."""

from __future__ import annotations

MAX_DEPTH = 200
"""Levels. Envoy's own protobuf decoder stops at 100 messages within one another."""


class UnreadableError(Exception):
    """A document has no value: which rule it breaks, and the stretch of its text to blame.

    Without a rule kubectl may well read it, and only we do not.
    """

    def __init__(self, rule: str | None, message: str, start: int, end: int | None = None) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.start = start
        self.end = start + 1 if end is None else end

    def moved(self, offset: int) -> UnreadableError:
        """The same in a text of which this one begins at `offset`."""
        return UnreadableError(self.rule, self.message, self.start + offset, self.end + offset)


def too_deep(start: int) -> UnreadableError:
    """At `start` the document is nested deeper than MAX_DEPTH."""
    return UnreadableError("yaml-too-deep", f"nested deeper than {MAX_DEPTH} levels", start)
