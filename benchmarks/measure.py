"""Runs programs and says what they cost: time by the clock, time of the processors, memory."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from typing import NamedTuple


class Run(NamedTuple):
    """One run of a program, from its start to its end."""

    status: int
    """The exit status; negative: the signal that ended it."""
    seconds: float
    processor_seconds: float
    """User and system time, over all its processes."""
    peak: int
    """Bytes: the resident memory of its largest process at its largest."""


class Measured(NamedTuple):
    """A program over several runs: medians."""

    runs: int
    seconds: float
    processor_seconds: float
    peak: int


def run(command: Sequence[str], folder: str, output: str, limit: float) -> Run:
    """Run a program in `folder`, with all that it prints in the file `output`. It is killed after `limit` seconds."""
    with open(output, "wb") as log:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
        timer = threading.Timer(limit, os.killpg, (process.pid, signal.SIGKILL))
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
    timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    return Run(process.returncode, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def median(runs: Sequence[Run]) -> Measured:
    """The medians of at least one run."""
    return Measured(
        len(runs),
        _middle([each.seconds for each in runs]),
        _middle([each.processor_seconds for each in runs]),
        int(_middle([each.peak for each in runs])),
    )


def _middle(values: Sequence[float]) -> float:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
