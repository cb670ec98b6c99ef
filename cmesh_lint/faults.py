"""An exception of our own → a step that is not checked, and the rest of the run goes on."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

from .finding import NotChecked

T = TypeVar("T")
U = TypeVar("U")
_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def describe(error: BaseException) -> str:
    """What went wrong and where in the program: `KeyError in krm/shape.py:81`.

    Its message is left out: it may quote what was read, a secret for example.
    """
    if isinstance(error, MemoryError):
        return "not enough memory"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    from traceback import extract_tb

    frames = [each for each in extract_tb(error.__traceback__) if each.filename.startswith(_PACKAGE)]
    where = f" in {os.path.relpath(frames[-1].filename, _PACKAGE)}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"


def not_checked(file: str, step: str, error: BaseException) -> NotChecked:
    """What is said of a step that failed: `reading it failed: …`."""
    asking = "" if isinstance(error, MemoryError | OSError) else "; please report it"
    return NotChecked(file, f"{step} failed: {describe(error)}{asking}")


def attempt(file: str, step: str, missing: list[NotChecked], do: Callable[[], T], otherwise: U) -> T | U:
    """The result of a step; if it fails, what to go on with, and `missing` says so."""
    try:
        return do()
    except Exception as error:
        missing.append(not_checked(file, step, error))
        return otherwise
