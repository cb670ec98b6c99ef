"""Which report goes where."""

from __future__ import annotations

import click
import pytest

from cmesh_lint.commands.outputs import pair
from cmesh_lint.config.settings import Output

OPTIONS = {"-f": "formats", "-o": "files", "-x": "exclude"}


def given(line: str) -> tuple[list[str], list[str], list[str]]:
    """The formats, files and order of a command line such as `-f json -o r.json`."""
    words = line.split()
    order = [OPTIONS[flag] for flag in words[::2]]
    values = list(zip(order, words[1::2], strict=True))
    return [v for name, v in values if name == "formats"], [v for name, v in values if name == "files"], order


@pytest.mark.parametrize(
    ("line", "outputs"),
    [
        ("", [Output("text", None)]),
        ("-f json", [Output("json", None)]),
        ("-o r.txt", [Output("text", "r.txt")]),
        ("-f json -o r.json", [Output("json", "r.json")]),
        ("-o r.json -f json", [Output("json", "r.json")]),
        ("-f text -f json -o r.json", [Output("text", None), Output("json", "r.json")]),
        ("-f json -x a -o r.json -f text", [Output("json", "r.json"), Output("text", None)]),
        ("-f json -o - -f text -o r.txt", [Output("json", None), Output("text", "r.txt")]),
        ("-f json -o a -f json -o b", [Output("json", "a"), Output("json", "b")]),
    ],
)
def test_a_file_belongs_to_the_format_before_it(line, outputs):
    assert pair(*given(line)) == tuple(outputs)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("-f text -f json", "text and json cannot both go to standard output: give each --format an --output"),
        ("-f text -o - -f json", "text and json cannot both go to standard output: give each --format an --output"),
        ("-f text -o a -f json -o a", "text and json cannot both go to `a`: give each --format an --output"),
        ("-o a -o b", "--output b has no --format of its own"),
        ("-f json -o a -o b", "--output b has no --format of its own"),
        ("-o a -f json -f text", "--output a has no --format of its own before it"),
        ("-f json -o a -o b -f text", "--output b has no --format of its own before it"),
    ],
)
def test_what_does_not_fit_together(line, message):
    with pytest.raises(click.UsageError) as caught:
        pair(*given(line))
    assert caught.value.message == message


def test_from_the_environment_first_goes_with_first():
    assert pair(["text", "json"], ["-", "r.json"], []) == (Output("text", None), Output("json", "r.json"))
    assert pair(["json", "text"], ["r.json"], ["files"]) == (Output("json", "r.json"), Output("text", None))
