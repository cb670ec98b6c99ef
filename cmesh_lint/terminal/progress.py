"""A progress bar on the terminal for long runs: click's, shown after a second and wiped away at the end."""

from __future__ import annotations

import time
from typing import Any, TextIO

import click

_PATIENCE = 1.0
"""Seconds of work before the bar shows up."""
_WIDTH = 24
"""Columns of the bar."""


class Progress:
    """Call it with how many of how many files are done; `close` wipes the line away. It shows on terminals only."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._due = time.monotonic() + _PATIENCE
        self._bar: Any = None  # click has no public name for the type

    def __call__(self, done: int, total: int) -> None:
        """Draws the bar where it is due."""
        bar = self._bar
        if bar is None:
            if time.monotonic() < self._due or not self._stream.isatty():
                return
            bar = self._bar = click.progressbar(
                length=total, label="checked", show_eta=False, show_pos=True, width=_WIDTH, file=self._stream
            )
        if done > bar.pos:
            bar.update(done - bar.pos)

    def close(self) -> None:
        """Leaves the line empty, for what is printed next."""
        if self._bar is not None:
            self._stream.write(f"\r{' ' * (self._bar.max_width or 0)}\r\x1b[?25h")
            self._stream.flush()
