"""An expansion in words: each line of a stanza, and the parts of CECs that it became."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from ..places import Route, spelled
from ..yaml_text import lines as yaml_lines
from ..yaml_text import scalar
from .expand import Expansion, Trace
from .stanza import Stanza


def explained(stanzas: Sequence[Stanza], made: Expansion) -> Iterator[str]:
    """A text for each stanza, in the order of the files: its own lines, and below each what it became."""
    by_stanza: dict[str, list[Trace]] = defaultdict(list)
    for trace in made.traces:
        by_stanza[str(trace.site.stanza)].append(trace)
    for stanza in stanzas:
        yield "".join(f"{line}\n" for line in _stanza(stanza, by_stanza[str(stanza)], made))


def _stanza(stanza: Stanza, traces: Sequence[Trace], made: Expansion) -> Iterator[str]:
    yield f"# {stanza}" + (f" ({stanza.path})" if stanza.path else "")
    below: dict[Route, list[Trace]] = defaultdict(list)
    for trace in traces:
        below[trace.site.route].append(trace)
    for text, route in yaml_lines(stanza.value):
        yield text
        for each in (each for at in _here(route, below) for each in below.pop(at)):
            yield from _became(each, made)


def _here(route: Route, below: dict[Route, list[Trace]]) -> list[Route]:
    """The routes that a line is about: its own, and that of the list's entry or object which begins on it."""
    return [at for at in (route[:length] for length in range(len(route) + 1)) if at in below]


def _became(trace: Trace, made: Expansion) -> Iterator[str]:
    metadata = made.resources[trace.resource]["metadata"]
    config = "/".join(filter(None, (metadata.get("namespace"), metadata["name"])))
    yield f"  # -> {config}: {spelled(trace.route)}"
    for line in _value(trace.value):
        yield f"  #      {line}"


def _value(value: Any) -> list[str]:
    if isinstance(value, (dict, list)) and value:
        return [text for text, _ in yaml_lines(value)]
    return [scalar(value, ())]
