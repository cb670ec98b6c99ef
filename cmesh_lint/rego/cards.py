"""The card of a rule written in Rego: the `# METADATA` above a package, or above a rule in it.

Only OPA can hand a rule its own metadata, so the comments are read here, as OPA does
(https://www.openpolicyagent.org/docs/policy-language#metadata): a block begins with `# METADATA`, and what follows
in the same block of comments is YAML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple, cast

from ..finding import SEVERITIES, Severity
from ..rule import Page, Rule
from . import metadata_yaml

_LONGEST = 64 * 1024
"""Characters of metadata in YAML 1.2: its parser is in Python, and slow."""
_BLOCK = re.compile(r"^[ \t]*#[ \t]*METADATA[ \t]*\n(?P<body>(?:[ \t]*#[^\n]*(?:\n|\Z))*)", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*#", re.MULTILINE)
_BELOW = re.compile(r"\s*(?P<word>package\b|default\b)?[ \t]*(?P<name>[A-Za-z_]\w*)?")
_TEXTS = ("id", "why", "fix", "bad", "good", "group")


class Parameter(NamedTuple):
    """What a team can set for a rule, below the rule's id in `parameters` of the configuration."""

    name: str
    description: str
    default: Any


class Link(NamedTuple):
    """Where to read more."""

    url: str
    title: str


class Card(NamedTuple):
    """What the metadata says; empty where it says nothing."""

    id: str = ""
    title: str = ""
    description: str = ""
    severity: Severity | None = None
    why: str = ""
    fix: str = ""
    bad: str = ""
    good: str = ""
    group: str = ""
    default: bool = True
    parameters: tuple[Parameter, ...] = ()
    links: tuple[Link, ...] = ()

    def as_rule(self, rule_id: str, severity: Severity) -> Rule:
        """The card as the built-in checks have theirs. No gate of the cluster is concerned."""
        return Rule(
            id=rule_id,
            severity=severity,
            gate=None,
            page=partial(
                Page,
                title=self.title or f"the custom rule {rule_id}",
                catches=self.description,
                why=self.why,
                bad=self.bad,
                good=self.good,
                fix=self.fix,
            ),
            default=self.default,
        )

    def missing(self) -> tuple[str, ...]:
        """The fields that a complete card has, and this one has not."""
        wanted = ("id", "title", "description", "severity", "why", "fix", "bad", "good")
        return tuple(name for name in wanted if not getattr(self, name))


class CardError(ValueError):
    """Metadata that cannot be read: what, and in which line of the file."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.what = what
        self.line = line


class Cards(NamedTuple):
    """The cards of a file."""

    package: Card | None
    rules: Mapping[str, tuple[Card, ...]]
    """By the name of the rule they stand above, `deny`."""

    def of(self, name: str) -> Card:
        """What is known of the rule of that name: its own card where it has a single one, over the package's."""
        base = self.package or Card()
        own = self.rules.get(name, ())
        if len(own) != 1:
            return base
        return base._replace(**{field: value for field, value in own[0]._asdict().items() if value != _EMPTY[field]})


_EMPTY = Card()._asdict()


def cards(text: str) -> Cards:
    """The cards in a file of Rego. Raises CardError."""
    package: Card | None = None
    rules: dict[str, tuple[Card, ...]] = {}
    line, before = 1, 0
    for match in _BLOCK.finditer(text):
        line += text.count("\n", before, match.start())
        before = match.start()
        below = _BELOW.match(text, match.end())
        card = _card(_yaml(match["body"], line), line)
        if below and below["word"] == "package":
            package = card
        elif below and below["name"]:
            rules[below["name"]] = (*rules.get(below["name"], ()), card)
    return Cards(package, rules)


def _yaml(body: str, line: int) -> dict[str, Any]:
    from .yaml_values import YamlError, yaml_value

    text = _COMMENT.sub("", body)
    try:
        said = yaml_value(text)
        if metadata_yaml.is_read_otherwise(text):
            if len(text) > _LONGEST:
                raise CardError("the metadata cannot be read: it is longer than 64 KiB", line)
            said = metadata_yaml.read(text)
    except YamlError as error:
        raise CardError(f"the metadata cannot be read: {error.what}", line + error.line) from error
    except metadata_yaml.MetadataError as error:
        raise CardError(f"the metadata cannot be read: {error.what}", line + 1 + error.line) from error
    if said is None:
        return {}
    if not isinstance(said, dict):
        raise CardError("the metadata is not a mapping", line)
    return said


def _card(said: dict[str, Any], line: int) -> Card:
    custom = said.get("custom") or {}
    if not isinstance(custom, dict):
        raise CardError("`custom` in the metadata is not a mapping", line)
    for key in ("title", "description"):
        _text(said, key, line)
    severity = custom.get("severity")
    if severity is not None and severity not in SEVERITIES:
        raise CardError(
            f"`severity` in the metadata is {_short(severity)}; expected one of {', '.join(SEVERITIES)}", line
        )
    default = custom.get("default", True)
    if not isinstance(default, bool):
        raise CardError(f"`default` in the metadata is {_short(default)}; expected true or false", line)
    return Card(
        title=_text(said, "title", line),
        description=_text(said, "description", line).strip(),
        severity=cast("Severity | None", severity),
        default=default,
        parameters=tuple(_parameters(custom.get("parameters"), line)),
        links=tuple(_links(said.get("related_resources"), line)),
        **{key: _text(custom, key, line) for key in _TEXTS},
    )


def _text(said: dict[str, Any], key: str, line: int) -> str:
    value = said.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise CardError(f"`{key}` in the metadata is {_short(value)}; expected a string", line)
    return value


def _parameters(said: Any, line: int) -> Iterator[Parameter]:
    if said is None:
        return
    if not isinstance(said, dict):
        raise CardError("`parameters` in the metadata is not a mapping", line)
    for name, about in said.items():
        if not isinstance(about, dict) or not isinstance(about.get("description"), str):
            raise CardError(f"the parameter {_short(name)} in the metadata has no `description`", line)
        yield Parameter(str(name), about["description"], about.get("default"))


def _links(said: Any, line: int) -> Iterator[Link]:
    for item in said if isinstance(said, list) else ():
        if isinstance(item, str):
            yield Link(item, "")
        elif isinstance(item, dict) and isinstance(item.get("ref"), str):
            yield Link(item["ref"], str(item.get("description", "")))
        else:
            raise CardError("an item of `related_resources` in the metadata has no `ref`", line)


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"`{text}`" if len(text) <= 60 else f"`{text[:57]}…`"
