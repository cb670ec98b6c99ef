"""All rules there are: one file each in the sub-packages of `rules/`, named like the rule's id with `_` for `-`.

A file whose name starts with `_` is shared by its neighbours and holds no rule.
"""

from __future__ import annotations

import importlib
import os
from collections import Counter
from collections.abc import Iterator
from functools import cache
from types import ModuleType

from .. import rules
from ..rule import Rule
from .subscriptions import ALIASES


class CatalogueError(Exception):
    """A file among the checks is no proper rule. A fault of the project, never of its user."""


def find(rule_id: str, package: ModuleType = rules) -> Rule | None:
    """The rule that has or had that id, or None; imports its module only."""
    wanted = current_id(rule_id) if package is rules else rule_id
    for name in _names(package):
        if _id(name) == wanted:
            return _rule(name)
    return None


def current_id(rule_id: str) -> str:
    """The id that a rule has now, by one that it had; any other id as it is."""
    return ALIASES.get(rule_id, rule_id)


def former_ids(rule_id: str) -> tuple[str, ...]:
    """The ids that the rule had before, sorted."""
    return tuple(former for former, now in ALIASES.items() if now == rule_id)


def every(package: ModuleType = rules) -> tuple[Rule, ...]:
    """All rules, sorted by id; raises CatalogueError for the first file that is none, or an id used twice.

    A former id counts as used: what people wrote for it must keep its meaning.
    """
    rules = sorted((_rule(name) for name in _names(package)), key=lambda rule: rule.id)
    given = Counter(each for rule in rules for each in (rule.id, *rule.formerly))
    twice = [rule_id for rule_id, times in given.items() if times > 1]
    if twice:
        raise CatalogueError(f"rule id used twice: {', '.join(twice)}")
    return tuple(rules)


def modules(package: ModuleType = rules) -> Iterator[tuple[str, Rule]]:
    """Every rule with its module's name below the package, sorted: `("agent.renamed_router_filter", RULE)`."""
    for name in sorted(_names(package)):
        yield name.removeprefix(f"{package.__name__}."), _rule(name)


def ids(package: ModuleType = rules) -> tuple[str, ...]:
    """The ids of all rules, sorted, read from the names of their files."""
    return tuple(sorted(map(_id, _names(package))))


def _names(package: ModuleType) -> Iterator[str]:
    """The full names of the modules that hold a rule."""
    # `pkgutil` does the same, and loads `inspect` for it.
    for folder in package.__path__:
        for gate in sorted(os.listdir(folder)):
            inner = os.path.join(folder, gate)
            if os.path.isfile(os.path.join(inner, "__init__.py")):
                for file in sorted(os.listdir(inner)):
                    if file.endswith(".py") and not file.startswith("_"):
                        yield f"{package.__name__}.{gate}.{file.removesuffix('.py')}"


def _id(name: str) -> str:
    return name.rpartition(".")[2].replace("_", "-")


def _rule(name: str) -> Rule:
    rule = getattr(importlib.import_module(name), "RULE", None)
    if not isinstance(rule, Rule):
        raise CatalogueError(f"{name} has no RULE")
    if rule.id != _id(name):
        raise CatalogueError(f"{name} holds the rule `{rule.id}`; its file should be {rule.id.replace('-', '_')}.py")
    return rule


@cache
def card(rule_id: str) -> Rule:
    """The rule's card. Raises LookupError where there is none: then a judge speaks of a rule it does not have."""
    found = find(rule_id)
    if found is None:
        raise LookupError(f"no rule `{rule_id}`")
    return found
