"""The nouns: a Policy, and a Complaint about one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, Protocol

from ..finding import At
from ..places import Route, Span


class StanzaText(Protocol):
    """Where a policy was read from, if lines are known of it: a Document."""

    def span(self, route: Route, at: At = "value") -> Span: ...


class Stanza(NamedTuple):
    """A policy as the user wrote it, its shape checked."""

    kind: str
    namespace: str
    """Empty for kinds that belong to no namespace."""
    name: str
    value: dict[str, Any]
    path: str = ""
    """The file it is in; empty where that is unknown."""
    text: StanzaText | None = None
    route: Route = ()
    """Where it is in the document."""

    @property
    def spec(self) -> dict[str, Any]:
        spec: dict[str, Any] = self.value.get("spec") or {}
        return spec

    def __str__(self) -> str:
        return f"{self.kind} {self.namespace}/{self.name}" if self.namespace else f"{self.kind} {self.name}"


class ValuePlace(NamedTuple):
    """A place in a policy."""

    stanza: Stanza
    route: Route
    """Within the policy: `("spec", "per")`."""
    at: At = "value"


class StanzaProblem(NamedTuple):
    """What is wrong with a policy, and what was expected."""

    site: ValuePlace
    message: str
    others: tuple[tuple[ValuePlace, str], ...] = ()
    """Further places that belong to it, each with a word of why."""


def in_order(complaints: Iterable[StanzaProblem]) -> list[StanzaProblem]:
    """Complaints by file, line, policy and field, each once."""
    found = {_key(each): each for each in complaints}
    return [found[key] for key in sorted(found)]


def _key(complaint: StanzaProblem) -> tuple[Any, ...]:
    stanza, route, _ = complaint.site
    span = stanza.text.span((*stanza.route, *route)) if stanza.text else (0, 0)
    return stanza.path, span[:2], str(stanza), tuple(map(str, route)), complaint.message
