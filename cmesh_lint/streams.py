"""Standard output and files: what may be written there, and how."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import TextIO

from .settings import Colour


def wants_colour(choice: Colour, stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Whether to colour what goes to `stream`.

    `--color` decides; then NO_COLOR (https://no-color.org), FORCE_COLOR (https://force-color.org),
    and whether a terminal reads along.
    """
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and environ.get("TERM") != "dumb"


def encoded(text: str, encoding: str = "utf-8") -> bytes:
    """The text in bytes. What the encoding lacks, as lone surrogates, is written as `\\udc80`: valid in JSON too."""
    return text.encode(encoding, "backslashreplace")


def write_out(text: str, encoding: str | None = None) -> None:
    """Writes to standard output, in its own encoding unless told. A reader that went away is no error."""
    with suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.stdout.buffer.write(encoded(text, encoding or sys.stdout.encoding))
        sys.stdout.flush()


def write_file(path: str, text: str) -> None:
    """Writes a file in UTF-8, with the line ends as they are; raises OSError."""
    with open(path, "wb") as file:
        file.write(encoded(text))
