"""Waiting for what must come about, however slow the machine is."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")

PATIENCE = 30.0
"""Seconds until a test gives up. What goes well never takes so long; nothing is measured against it."""
_PAUSE = 0.02


def until(look: Callable[[], Found], what: str = "") -> Found:
    """The first answer of `look` that is true. Raises AssertionError when none comes."""
    end = time.monotonic() + PATIENCE
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < end, f"not within {PATIENCE:.0f} s: {what or look}; the last answer was {found!r}"
        time.sleep(_PAUSE)
