"""A bar on the terminal that says how far a long run has come."""

from __future__ import annotations

import time
from typing import TextIO

_PATIENCE = 1.0
"""Seconds of work before the line shows up."""
_WIDTH = 24
"""Columns of the bar."""
_BEAT = 0.1
"""Seconds between two changes of it."""


class Progress:
    """Call it with how many of how many are done; `close` wipes the line away."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._due = time.monotonic() + _PATIENCE
        self._drawn = 0
        """Columns taken on the screen."""

    def __call__(self, done: int, total: int) -> None:
        """Draws the line where it is due."""
        now = time.monotonic()
        if now >= self._due:
            self._due = now + _BEAT
            filled = _WIDTH * done // max(total, 1)
            self._draw(f"[{'#' * filled}{'.' * (_WIDTH - filled)}] checked {done} of {total} files")

    def close(self) -> None:
        """Leaves the line empty, for what is printed next."""
        if self._drawn:
            self._draw("")
            self._stream.write("\r")
            self._stream.flush()

    def _draw(self, text: str) -> None:
        self._stream.write("\r" + text.ljust(self._drawn))
        self._stream.flush()
        self._drawn = len(text)
