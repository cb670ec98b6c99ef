"""A run that is asked to end cleans up first: what it put on a server, or started, is removed."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGTERM, signal.SIGHUP)


@contextmanager
def leaving_by_the_door() -> Iterator[None]:
    """Inside, SIGTERM and SIGHUP, as a cancelled job sends them, raise SystemExit as an interrupt raises its own."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # In a process of ours, they do so anyhow.
    mine = [number for number in _SIGNALS if signal.getsignal(number) is signal.SIG_DFL]
    before = {number: signal.signal(number, _leave) for number in mine}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)
