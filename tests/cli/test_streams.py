"""Colour, encodings, and the line that shows progress."""

from __future__ import annotations

import io
import itertools

import pytest

from cmesh_lint.terminal import progress
from cmesh_lint.terminal.progress import Progress
from cmesh_lint.terminal.streams import encode, wants_colour


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("choice", "stream", "environ", "wanted"),
    [
        ("auto", Terminal(), {}, True),
        ("auto", io.StringIO(), {}, False),
        ("auto", Terminal(), {"TERM": "dumb"}, False),
        ("auto", Terminal(), {"NO_COLOR": "1"}, False),
        ("auto", Terminal(), {"NO_COLOR": ""}, True),
        ("auto", io.StringIO(), {"FORCE_COLOR": "1"}, True),
        ("auto", io.StringIO(), {"FORCE_COLOR": ""}, False),
        ("auto", Terminal(), {"FORCE_COLOR": "1", "TERM": "dumb"}, True),
        ("auto", Terminal(), {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ("always", io.StringIO(), {"NO_COLOR": "1"}, True),
        ("never", Terminal(), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_who_decides_about_colour(choice, stream, environ, wanted):
    assert wants_colour(choice, stream, environ) is wanted


def test_what_an_encoding_lacks_is_escaped():
    assert encode("名 \udc80") == "名 \\udc80".encode()
    assert encode("a…", "ascii") == b"a\\u2026"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "shown"), [(Terminal(), True), (io.StringIO(), False)])
def test_progress_shows_up_after_a_second_and_leaves_nothing(stream, shown, monkeypatch):
    now = itertools.count(0.0, 0.6)
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(now))
    show = Progress(stream)
    for done in (100, 200, 210, 300):
        show(done, 400)
    show.close()
    text = stream.getvalue()
    assert [f"{done}/400" in text for done in (100, 200, 300)] == [False, shown, shown]
    if shown:
        assert text.rsplit("\r", 2)[1].isspace()
        assert text.endswith("\x1b[?25h")


def test_a_short_run_shows_no_progress():
    stream = io.StringIO()
    show = Progress(stream)
    show(1, 1)
    show.close()
    assert stream.getvalue() == ""
