"""The card of a rule: what it catches, for whom, and examples that are its tests."""

from __future__ import annotations

from typing import NamedTuple

from .finding import Gate, Severity


class Rule(NamedTuple):
    """A rule's card. Its id is kebab-case, is the name of its file (`_` for `-`) and of its page."""

    id: str
    title: str
    """One line, no full stop: what is wrong when the rule fires."""
    severity: Severity
    gate: Gate | None
    """None where it depends on the place; the finding then carries it."""
    catches: str
    why: str
    bad: str
    """A small, complete manifest; the lines to blame carry `# want: RULE "part of the message"`."""
    good: str
    """The same manifest mended: it has no finding at all."""
    fix: str
    log: tuple[str, ...] = ()
    """Log lines of the agent or Envoy, so that people who search for one find the page."""
    catalogue: tuple[str, ...] = ()
    """The numbers of the observed failures it covers."""
    since: str | None = None
    """The first Cilium minor it holds for, None for all."""
    until: str | None = None
    """The last Cilium minor it holds for, None for all."""
