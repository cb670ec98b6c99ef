"""The page of a rule: what `explain` prints, on one screen or in full, and what `docs/rules/` has."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from ..finding import Gate
from ..rule import Example, Page, Rule

_WANT = re.compile(r"(?<![ \t])[ \t]*# want: .*$", re.MULTILINE)

_GATES: dict[Gate, str] = {
    "api": "refused by kubectl or the API server",
    "dropped": "the agent skips the resource",
    "refused": "the agent refuses the whole object",
    "nacked": "rejected by Envoy",
    "crash": "the agent dies",
    "runtime": "accepted by all, and wrong at run time",
}


_CONTEXT = 2
"""Unchanged lines around a change of the example."""
_DIFF = 20
_LOG = 4
"""Lines that one screen has of a diff, and of a log."""


class Ink(NamedTuple):
    """How a terminal shows parts of a page; each leaves the text as it is unless it is given."""

    bold: Callable[[str], str] = str
    added: Callable[[str], str] = str
    removed: Callable[[str], str] = str


class Section(NamedTuple):
    """A part of a page."""

    title: str
    kind: Literal["prose", "yaml", "text"]
    body: str


def sections(rule: Rule, printed: str | None) -> tuple[Section, ...]:
    """The page below its title. `printed` is the text report on the rule's bad example, None to leave it out."""
    page = rule.page()
    parts = [
        Section("What it catches", "prose", page.catches),
        Section("Why it matters", "prose", page.why),
        Section("Bad", "yaml", without_wants(page.bad)),
        Section("Good", "yaml", page.good),
        *(section for example in page.more for section in _shown(example)),
        Section("Fix", "prose", page.fix),
    ]
    if printed is not None:
        parts.append(Section("What the tool prints", "text", printed))
    if page.log:
        parts.append(Section("Log lines to search for", "text", "\n".join(page.log)))
    # A rule of an organisation may say less.
    return tuple(Section(title, kind, body.strip("\n")) for title, kind, body in parts if body)


def _shown(example: Example) -> Iterator[Section]:
    """What a further example shows: bad, good, or bad and then fixed."""
    title = f"{example.title} (Cilium {example.cilium})" if example.cilium else example.title
    yield Section(f"Also bad: {title}", "yaml", without_wants(example.bad))
    yield Section(f"{'Fixed' if example.bad else 'Also good'}: {title}", "yaml", example.good)


def facts(rule: Rule) -> str:
    """Severity, gate and Cilium versions of a rule, on one line."""
    parts: list[str] = [rule.severity]
    if rule.gate is not None:
        parts.append(_GATES[rule.gate])
    if rule.since or rule.until:
        parts.append(_cilium(rule.since, rule.until))
    return "; ".join(parts)


def without_wants(manifest: str) -> str:
    """An example without the comments that say which findings its lines want."""
    return _WANT.sub("", manifest)


def markdown(rule: Rule, printed: str | None) -> str:
    """The page as it stands in `docs/rules/`, without the note on who made it."""
    lines = [f"# {rule.id}", "", f"{rule.title}.", "", f"*{facts(rule)}*", ""]
    if rule.formerly:
        former = ", ".join(f"`{each}`" for each in rule.formerly)
        lines += [f"Formerly {former}.", ""]
    for title, kind, body in sections(rule, printed):
        lines += [f"## {title}", "", body if kind == "prose" else f"```{kind}\n{body}\n```", ""]
    return "\n".join(lines[:-1]) + "\n"


def brief(rule: Rule, columns: int, ink: Ink, url: str) -> str:
    """What fits on one screen: what it is, why, how to fix it, and where to read more. `url` may be empty."""
    page = rule.page()
    more = [f"More: cmesh-lint explain --full {rule.id}", *([f"      {url}"] if url else [])]
    parts = [
        [*_head(rule, columns, ink), *_formerly(rule)],
        _wrapped(page.why.strip().split("\n\n")[0], columns),
        list(_change(page, ink)),
        _wrapped(f"Fix: {page.fix.strip()}", columns) if page.fix.strip() else [],
        list(_log(page)),
        more,
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _head(rule: Rule, columns: int, ink: Ink) -> Iterator[str]:
    """Severity, id and title as a report spells them; below it the gate and the versions."""
    known_as = f"{rule.severity}[{rule.id}]"
    first, *rest = _wrapped(f"{known_as}: {rule.title}", columns)
    yield first.replace(known_as, ink.bold(known_as), 1)
    yield from rest
    said = [f"{rule.gate}: {rule.effect or _GATES[rule.gate]}"] if rule.gate else [rule.effect] if rule.effect else []
    said += [_cilium(rule.since, rule.until)] if rule.since or rule.until else []
    yield from _wrapped("; ".join(said), columns)


def _formerly(rule: Rule) -> Iterator[str]:
    if rule.formerly:
        yield f"formerly {', '.join(rule.formerly)}"


def _change(page: Page, ink: Ink) -> Iterator[str]:
    """The bad example and the good one as a unified diff; where there is one only, that."""
    from difflib import unified_diff

    bad, good = without_wants(page.bad).strip("\n"), page.good.strip("\n")
    if not bad or not good:
        alone = (bad or good).split("\n") if bad or good else []
        yield from _cut([f"{'Bad' if bad else 'Good'}:", *(f"    {line}" for line in alone)] if alone else [])
        return
    named = unified_diff(bad.split("\n"), good.split("\n"), "bad", "good", n=_CONTEXT, lineterm="")
    for number, line in enumerate(_cut(list(named))):
        paint = {"-": ink.removed, "+": ink.added}.get(line[:1], str) if number > 1 else ink.bold
        yield paint(line)


def _cut(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:_DIFF]
    if len(lines) > _DIFF:
        yield f"… {len(lines) - _DIFF} more lines"


def _log(page: Page) -> Iterator[str]:
    if page.log:
        yield "Log lines to search for:"
        yield from (f"    {line}" for line in page.log[:_LOG])
        if len(page.log) > _LOG:
            yield f"    … {len(page.log) - _LOG} more"


def for_terminal(rule: Rule, printed: str | None, columns: int, bold: Callable[[str], str]) -> str:
    """The whole page for reading in a terminal: prose wrapped, examples indented."""
    lines = [bold(rule.id), *_wrapped(f"{rule.title}.", columns), f"({facts(rule)})", *_formerly(rule), ""]
    for title, kind, body in sections(rule, printed):
        text = _wrapped(body, columns) if kind == "prose" else textwrap.indent(body, "    ").split("\n")
        lines += [bold(title), *text, ""]
    return "\n".join(lines[:-1]) + "\n"


def _wrapped(prose: str, columns: int) -> list[str]:
    """Paragraphs wrapped; lines of lists and code keep their shape."""
    lines: list[str] = []
    for paragraph in prose.split("\n\n"):
        if lines:
            lines.append("")
        if any(line.startswith((" ", "- ", "* ", "|")) for line in paragraph.split("\n")):
            lines += paragraph.split("\n")
        else:
            lines += textwrap.wrap(paragraph, columns, break_long_words=False, break_on_hyphens=False)
    return lines


def _cilium(since: str | None, until: str | None) -> str:
    if since and until:
        return f"Cilium {since} to {until}"
    return f"Cilium {since} and later" if since else f"Cilium up to {until}"
