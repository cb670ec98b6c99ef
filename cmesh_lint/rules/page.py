"""The page of a rule: what `explain` prints and what stands in `docs/rules/`."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from ..finding import Gate
from ..rule import Example, Rule

_WANT = re.compile(r"(?<![ \t])[ \t]*# want: .*$", re.MULTILINE)

_GATES: dict[Gate, str] = {
    "api": "refused by kubectl or the API server",
    "dropped": "the agent skips the resource",
    "refused": "the agent refuses the whole object",
    "nacked": "rejected by Envoy",
    "crash": "the agent dies",
    "runtime": "accepted by all, and wrong at run time",
}


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
    for title, kind, body in sections(rule, printed):
        lines += [f"## {title}", "", body if kind == "prose" else f"```{kind}\n{body}\n```", ""]
    return "\n".join(lines[:-1]) + "\n"


def for_terminal(rule: Rule, printed: str | None, columns: int, bold: Callable[[str], str]) -> str:
    """The same page for reading in a terminal: prose wrapped, examples indented."""
    lines = [bold(rule.id), *_wrapped(f"{rule.title}.", columns), f"({facts(rule)})", ""]
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
