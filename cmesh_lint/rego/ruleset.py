"""Files of rules → Ruleset: what an engine loads, and the card of every rule in it.

A file that cannot be used costs itself and what needs it; both are reported.
"""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..config.rego import DEFAULT, Limits
from ..finding import NotChecked, Severity
from ..links import shipped_url
from ..rule import Rule
from . import tokens
from .cards import Card, CardError, Cards, cards
from .sources import RuleFile, gather, is_shipped
from .types import EntryPoint, Module, Program

_WORDS = re.compile(r"[A-Za-z0-9]+")
_NAME = re.compile(r"[A-Za-z_]\w*")
RESERVED = ("config", "repository")
"""What `data` holds besides packages: a bundle cannot bring its own."""


class RegoRule(NamedTuple):
    """A custom rule: one set of one package."""

    rule: Rule
    card: Card
    package: str
    set: str
    path: str
    line: int
    url: str
    """Where to read about it; empty where nobody says."""


class Ruleset(NamedTuple):
    """All rules of a run."""

    program: Program
    rules: tuple[RegoRule, ...]
    tests: tuple[Module, ...]
    not_checked: tuple[NotChecked, ...]

    def rule(self, package: str, set_: str) -> RegoRule:
        """The rule that gave an answer."""
        return next(each for each in self.rules if (each.package, each.set) == (package, set_))

    def wants_repository(self) -> bool:
        """Whether a module reads `data.repository`."""
        return any("repository" in module.text for module in self.program.modules)

    def only(self, packages: Iterable[str]) -> Ruleset:
        """The same modules, and of the packages only those asked."""
        kept = set(packages)
        entries = tuple(entry for entry in self.program.entries if entry.package in kept)
        rules = tuple(each for each in self.rules if each.package in kept)
        return self._replace(program=self.program._replace(entries=entries), rules=rules)


class _Read(NamedTuple):
    module: Module
    told: tokens.ParsedModule
    cards: Cards
    fault: _Fault | None = None


class _Fault(NamedTuple):
    """Why a file is not used."""

    path: str
    reason: str
    line: int | None


def load(paths: Sequence[str], by_flag: bool = False, limits: Limits = DEFAULT) -> Ruleset:
    """The rules in folders, files and bundles. See `sources.gather`."""
    from ..rules import catalogue
    from ..rules.subscriptions import ALIASES

    files, missed = gather(paths, by_flag, limits)
    rules = ruleset(files, (*catalogue.ids(), *ALIASES))
    own = tuple(each._replace(url=shipped_url(each.rule.id)) if is_shipped(each.path) else each for each in rules.rules)
    return rules._replace(rules=own, not_checked=(*missed, *rules.not_checked))


def ruleset(files: Sequence[RuleFile], taken: Iterable[str] = ()) -> Ruleset:
    """The rules and the data in some files. `taken`: ids that are not free: built-in rules have or had them."""
    missed: list[NotChecked] = []
    modules: list[_Read] = []
    data: dict[str, Any] = {}
    for file in files:
        if not file.path.endswith(".rego"):
            _take_data(file, data, missed)
        else:
            modules.append(_read(file))
    tests = tuple(each.module for each in modules if each.module.path.endswith("_test.rego"))
    judging = [each for each in modules if not each.module.path.endswith("_test.rego")]
    rules = _assembled(judging, tests, data, tuple(missed))
    for fault in [each.fault for each in judging if each.fault]:
        rules = without(rules, *fault)
    for fault in list(_clashes(rules, set(taken))):
        rules = without(rules, *fault)
    return rules


def without(rules: Ruleset, path: str, reason: str, line: int | None = None) -> Ruleset:
    """The rules less one file, its package, and all that reads it: with a part gone they would pass in silence."""
    told = {module.path: tokens.module(module.text) for module in rules.program.modules}
    lost = {path: NotChecked(path, reason, None, line)}
    packages = {told[path].package} if path in told else set()
    while True:
        found = {
            other: NotChecked(other, f"not run: it needs {_first(lost)}")
            for other, module in told.items()
            if other not in lost and _needs(module, packages)
        }
        if not found:
            break
        lost |= found
        packages |= {told[other].package for other in found}
    modules = tuple(module for module in rules.program.modules if module.path not in lost)
    left = {dotted(told[module.path].package) for module in modules}
    kept = rules._replace(
        program=rules.program._replace(modules=modules),
        not_checked=(*rules.not_checked, *(lost[each] for each in sorted(lost))),
    )
    return kept.only(left)


def _first(lost: Mapping[str, NotChecked]) -> str:
    return next(iter(lost))


def _needs(module: tokens.ParsedModule, packages: set[tuple[str, ...]]) -> bool:
    if module.package in packages:
        return True
    read = {path[1:] for path, _ in module.imports if path[0] == "data"}
    read |= {ref.parts[1:] for ref in tokens.refs(module.tokens) if ref.parts[0] == "data"}
    return any(_meet(path, package) for path in read for package in packages)


def _meet(path: tuple[str, ...], package: tuple[str, ...]) -> bool:
    shorter = min(len(path), len(package))
    return path[:shorter] == package[:shorter]


def _read(file: RuleFile) -> _Read:
    text = file.content.decode("utf-8", "replace")
    told = tokens.module(text)
    fault = None
    found = Cards(None, {})
    try:
        found = cards(text)
    except CardError as error:
        fault = _Fault(file.path, f"not run: {error.what}", error.line)
    if "\ufffd" in text and not _is_utf8(file.content):
        fault = _Fault(file.path, "not run: it is not UTF-8", None)
    elif not told.package:
        fault = _Fault(file.path, "not run: it has no `package`", 1)
    return _Read(Module(file.path, text), told, found, fault)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _take_data(file: RuleFile, data: dict[str, Any], missed: list[NotChecked]) -> None:
    """Puts the data of a file where its folders say, as OPA does with a bundle."""
    try:
        value = _value(file)
    except ValueError as error:
        missed.append(NotChecked(file.path, f"its data cannot be read: {error}"))
        return
    folders = file.inner.split("/")[:-1]
    for step in reversed(folders):
        value = {step: value}
    if _deeper_than(_DEEPEST, value):
        missed.append(NotChecked(file.path, f"its data cannot be read: nested deeper than {_DEEPEST} levels"))
        return
    if not isinstance(value, dict):
        missed.append(NotChecked(file.path, "its data cannot be read: expected an object"))
        return
    taken = next((name for name in RESERVED if name in value), None)
    if taken:
        missed.append(NotChecked(file.path, f"its data is not used: `data.{taken}` is reserved for cmesh-lint"))
        return
    _merge(data, value)


def _value(file: RuleFile) -> Any:
    if file.path.endswith(".json"):
        return _json(file.content)
    from .yaml_values import yaml_value

    return yaml_value(file.content.decode("utf-8-sig"))


_DEEPEST = 100
"""Levels of data. Regorus takes 127, with those that lead to it."""
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def _json(content: bytes) -> Any:
    """JSON that engines take, too: without what only Python has."""
    text = content.decode("utf-8-sig")
    try:
        value = json.loads(text, parse_constant=_no_number, parse_float=_finite, parse_int=_whole)
    except RecursionError as error:
        raise ValueError(f"nested deeper than {_DEEPEST} levels") from error
    if "\\u" in text and _SURROGATE.search(json.dumps(value, ensure_ascii=False)):
        raise ValueError("a string in it has an unpaired UTF-16 surrogate")
    return value


def _no_number(word: str) -> Any:
    raise ValueError(f"`{word}` is not a number in JSON")


def _finite(digits: str) -> float:
    if math.isinf(found := float(digits)):
        raise ValueError(f"the number `{digits[:40]}` is too large")
    return found


def _whole(digits: str) -> int:
    _finite(digits)
    return int(digits)


def _deeper_than(most: int, value: Any) -> bool:
    """Whether lists and objects are in one another more often."""
    level = [value]
    for _ in range(most):
        level = [item for each in level if isinstance(each, dict | list) for item in _items(each)]
        if not level:
            return False
    return True


def _items(value: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def _merge(into: dict[str, Any], value: dict[str, Any]) -> None:
    for key, item in value.items():
        if isinstance(item, dict) and isinstance(into.get(key), dict):
            _merge(into[key], item)
        else:
            into[key] = item


def _assembled(
    modules: Sequence[_Read], tests: tuple[Module, ...], data: dict[str, Any], missed: tuple[NotChecked, ...]
) -> Ruleset:
    by_package: dict[str, list[_Read]] = defaultdict(list)
    for each in modules:
        by_package[dotted(each.told.package)].append(each)
    entries: list[EntryPoint] = []
    rules: list[RegoRule] = []
    for package, parts in sorted(by_package.items()):
        homes = {head: part for part in reversed(parts) for head in part.told.heads}
        sets = tokens.entries(list(homes))
        if sets:
            reviews = any(tokens.reviews(part.told.tokens) for part in parts)
            entries.append(EntryPoint(package, sets, "review" if reviews else "manifest"))
            lines = {id(part): _lines(part) for part in parts}
            carded = next((part for part in parts if part.cards.package), None)
            rules.extend(_rule(package, name, homes[name], carded, lines[id(homes[name])]) for name in sets)
    program = Program(tuple(each.module for each in modules), tuple(entries), data)
    return Ruleset(program, tuple(rules), tests, missed)


def _lines(part: _Read) -> dict[str, int]:
    """The line in which each name stands first."""
    return {token.text: token.line for token in reversed(part.told.tokens)}


def _rule(package: str, name: str, home: _Read, carded: _Read | None, lines: Mapping[str, int]) -> RegoRule:
    """`home` holds the rule, and `carded` the card of its package."""
    card = (home if home.cards.package or home.cards.rules else carded or home).cards.of(name)
    suffix = name.partition("_")[2]
    rule_id = card.id or kebab(f"{package} {suffix}")
    severity: Severity = card.severity or ("warning" if name.startswith("warn") else "error")
    url = card.links[0].url if card.links else ""
    return RegoRule(card.as_rule(rule_id, severity), card, package, name, home.module.path, lines.get(name, 1), url)


def kebab(text: str) -> str:
    """A name as a rule's id: `kubernetes.admission` is `kubernetes-admission`."""
    return "-".join(_WORDS.findall(text)).lower() or "rule"


def dotted(package: Sequence[str]) -> str:
    """A package as it is written in a ref, without `data.`."""
    text = "".join(f".{step}" if _NAME.fullmatch(step) else f"[{json.dumps(step)}]" for step in package)
    return text.removeprefix(".")


def _clashes(rules: Ruleset, taken: set[str]) -> Iterator[_Fault]:
    owners: dict[str, RegoRule] = {}
    for each in rules.rules:
        first = owners.setdefault(each.rule.id, each)
        if each.rule.id in taken:
            yield _Fault(each.path, f"not run: a built-in rule has the id `{each.rule.id}`", each.line)
        elif first.package != each.package:
            yield _Fault(each.path, f"not run: {first.path} has the same id, `{each.rule.id}`", each.line)
