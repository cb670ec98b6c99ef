"""An expansion in words: each line of a policy as it was written, and the parts of CECs that it became."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..places import Route, spell
from ..redaction.printable import printable
from ..source.yaml_writer import lines as yaml_lines
from ..source.yaml_writer import scalar
from .expand import Expansion, Trace
from .stanza import Stanza

Lines = list[tuple[str, list[Trace]]]
"""The lines of a policy, each with what it became."""


def explain(stanzas: Sequence[Stanza], made: Expansion, texts: Mapping[str, str]) -> Iterator[str]:
    """A text for each policy, in the order of the files. `texts` are the files by path."""
    traces: dict[str, list[Trace]] = defaultdict(list)
    for trace in made.traces:
        traces[str(trace.site.stanza)].append(trace)
    for stanza in stanzas:
        own = traces[str(stanza)]
        told = _written(stanza, texts[stanza.path], own) if _has_lines(stanza) else _spelled(stanza, own)
        yield "".join(f"{line}\n" for line in _remarks(stanza, told, made))


def _has_lines(stanza: Stanza) -> bool:
    """Whether it is a whole document of a file; those within lists are written anew."""
    return stanza.text is not None and not stanza.route


def _written(stanza: Stanza, text: str, traces: Sequence[Trace]) -> Lines:
    """The policy's own lines."""
    assert stanza.text
    # Not `splitlines`, to which U+2028 begins a line, too: the reader counts line feeds.
    whole = re.findall(r"([^\n]*?)\r?(?:\n|\Z)", text)
    if whole and not whole[-1]:
        whole.pop()
    start = stanza.text.span(()).line - 1
    end = next((i for i in range(start, len(whole)) if i > start and whole[i].startswith("---")), len(whole))
    told: Lines = [(line, []) for line in whole[start:end]]
    for trace in traces:
        told[stanza.text.span(trace.site.route, "key").line - 1 - start][1].append(trace)
    return told


def _spelled(stanza: Stanza, traces: Sequence[Trace]) -> Lines:
    """The policy written anew."""
    told: Lines = [(text, []) for text, _ in yaml_lines(stanza.value)]
    first: dict[Route, int] = {}
    for number, (_, route) in enumerate(yaml_lines(stanza.value)):
        for length in range(len(route) + 1):
            first.setdefault(route[:length], number)
    for trace in traces:
        told[first.get(trace.site.route, 0)][1].append(trace)
    return told


def _remarks(stanza: Stanza, told: Lines, made: Expansion) -> Iterator[str]:
    yield printable(f"# {stanza}" + (f" ({stanza.path})" if stanza.path else ""))
    seen: list[Trace] = []
    for text, traces in told:
        yield "\t".join(map(printable, text.split("\t")))
        for trace in traces:
            before = next((each for each in seen if each[1:] == trace[1:]), None)
            if before is None:
                seen.append(trace)
                yield from _became(trace, made)
            elif before.site.route != trace.site.route:
                yield printable(f"  # -> together with `{spell(before.site.route)}`")


def _became(trace: Trace, made: Expansion) -> Iterator[str]:
    metadata = made.resources[trace.resource]["metadata"]
    config = "/".join(filter(None, (metadata.get("namespace"), metadata["name"])))
    yield printable(f"  # -> {config}: {spell(trace.route)}")
    for line in _value(trace.value):
        yield f"  #      {line}"


def _value(value: Any) -> list[str]:
    if isinstance(value, (dict, list)) and value:
        return [text for text, _ in yaml_lines(value)]
    return [scalar(value, ())]
