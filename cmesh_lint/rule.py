"""A built-in rule: its metadata, the function that checks, and examples that are its tests."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from .finding import Gate, Problem, Severity
from .patterns import pattern
from .tuples import NamedTuple
from .versions import Version

CONFIG = "config"
"""A word for `on`: the rule is handed each CEC or CCEC once, `check(config)`."""
REPOSITORY = "repository"
"""A word for `on`: the rule is handed each CEC or CCEC once everything is read, `check(facts, repository)`."""
POLICY = "policy"
"""A word for `on`: the rule is handed each network policy that names a listener, `check(policy, repository)`."""


WANT = pattern(r"(?<![ \t])[ \t]*# want: (?P<rule>[a-z0-9-]+)(?: \"(?P<text>[^\"]*)\")?[^\n]*$", re.MULTILINE)
"""A comment of a bad example: the finding that its line is blamed for, and a part of the message."""


def fix_example(bad: str, *changes: tuple[str, str]) -> str:
    """A good example from a bad one: its `want` comments taken out, and each change made."""
    text = WANT.sub("", bad)
    for old, new in changes:
        if old not in text:
            raise ValueError(f"nothing to fix: {old!r}")
        text = text.replace(old, new)
    return text


class Example(NamedTuple):
    """One more way in which a rule decides: what it reports, what it leaves alone, or both."""

    title: str
    """What the example shows, a noun phrase in lower case: `a port above 65535`."""
    bad: str = ""
    """A manifest with findings and `# want:` comments, as in `Page.bad`; empty where only `good` is shown."""
    good: str = ""
    """A manifest that the rule leaves alone: `bad` fixed, or one that looks bad and is not. May be empty."""
    cilium: str = ""
    """The Cilium version that it is for. Empty: the newest that the rule holds for."""


class Page(NamedTuple):
    """What people read of a rule. A run that finds nothing never makes it."""

    title: str
    """One line, no full stop: what is wrong when the rule fires."""
    catches: str
    why: str
    bad: str
    """A small, complete manifest; the lines to blame carry `# want: RULE "part of the message"`."""
    good: str
    """The same manifest fixed: it has no finding at all."""
    fix: str
    log: tuple[str, ...] = ()
    """Log lines of the agent or Envoy, so that people who search for one find the page."""
    more: tuple[Example, ...] = ()
    """Further examples, one for each other way in which the rule decides."""


class Rule(NamedTuple):
    """A rule's metadata. Its id is kebab-case, is the name of its file (`_` for `-`) and of its page."""

    id: str
    severity: Severity
    gate: Gate | None
    """None where it depends on the place; the finding then carries it."""
    page: Callable[[], Page]
    """Builds what people read of it."""
    since: str | None = None
    """The first Cilium minor it holds for, None for all."""
    until: str | None = None
    """The last Cilium minor it holds for, None for all."""
    on: tuple[str, ...] = ()
    """What it wants to see: full names of messages, handed over as `check(message, config)`, or `CONFIG`, or
    `REPOSITORY`, or `POLICY`. Empty where another module reports it."""
    check: Callable[..., Iterator[Problem]] | None = None
    """Yields what it finds. It looks around as it likes and reports only on what it was handed."""
    default: bool = True
    """Whether it runs unless asked for."""
    effect: str = ""
    """What happens in the cluster, one sentence without a full stop: `everyone who reaches the node can …`. Empty: the
    sentence of the gate. Rules of the gate `runtime` have one, since that gate alone says little."""
    formerly: tuple[str, ...] = ()
    """Ids that it had: still known in ignores, configuration, baselines and `explain`."""

    @property
    def title(self) -> str:
        """One line, no full stop: what is wrong when the rule fires."""
        return self.page().title

    def found(self, message: str, route: tuple[str | int, ...], **more: Any) -> Problem:
        """A problem of this rule."""
        return Problem(self.id, message, route, **more)


def holds(rule: Rule, version: Version) -> bool:
    """Whether the rule is about that version of Cilium."""
    after = rule.since is None or Version.parse(rule.since)._replace(patch=0).age <= version.age
    return after and (rule.until is None or version.age <= Version.parse(rule.until).age)
