"""The log of a step as the runner reads it: lines that are commands become annotations, unless that is stopped.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_COMMAND = re.compile(r"::(?P<name>[\w-]+)(?: (?P<properties>.*?))?::(?P<data>.*)")
_OLD_COMMAND = re.compile(r"##\[(?P<name>[\w-]+)(?: (?P<properties>[^\]]*))?\](?P<data>.*)")
_ANNOTATING = ("error", "warning", "notice")


class Annotation(NamedTuple):
    """What GitHub shows at a line."""

    level: str
    message: str
    file: str = ""
    line: str = ""
    title: str = ""


class Command(NamedTuple):
    """A line of the log that the runner obeys."""

    name: str
    properties: dict[str, str]
    data: str


def commands(log: str) -> Iterator[Command]:
    """The commands of a log, in order, but for those that are stopped."""
    token = ""
    for line in log.splitlines():
        text = line.strip()
        if token:
            token = "" if text == f"::{token}::" else token
            continue
        found = _COMMAND.match(text) or _OLD_COMMAND.search(text)
        if not found:
            continue
        if found["name"] == "stop-commands":
            token = found["data"]
        yield Command(found["name"], _properties(found["properties"] or ""), _unescaped(found["data"]))


def annotations(log: str) -> list[Annotation]:
    """What a log annotates."""
    return [
        Annotation(each.name, each.data, *(each.properties.get(name, "") for name in ("file", "line", "title")))
        for each in commands(log)
        if each.name in _ANNOTATING
    ]


def _properties(text: str) -> dict[str, str]:
    pairs = (each.partition("=") for each in text.split(",") if each)
    return {name.strip(): _unescaped(value.replace("%3A", ":").replace("%2C", ",")) for name, _, value in pairs}


def _unescaped(text: str) -> str:
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
