"""What an organisation makes of the rules: on or off, how severe, which parameters; for a path or a namespace."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, Literal

from ..finding import SEVERITIES, Finding, Severity
from ..report import Ignored, Report
from ..source.globs import matcher
from ..tuples import NamedTuple

Level = Severity | Literal["on", "off"]
"""What can be said of a rule; `on` is the severity of its card."""
LEVELS: tuple[Level, ...] = ("off", "on", *reversed(SEVERITIES))

_NOTHING: Mapping[str, Any] = {}


class Override(NamedTuple):
    """What holds for some paths and namespaces only."""

    paths: tuple[str, ...] = ()
    """Globs, seen from the folder of the configuration file; none: every path."""
    namespaces: tuple[str, ...] = ()
    """None: every object, and what belongs to no object."""
    severity: Mapping[str, Level] = _NOTHING
    """By the id of the rule."""
    parameters: Mapping[str, Any] = _NOTHING
    origin: str = ""
    """Where it is said: the path of a file, or a flag."""


class Tuning(NamedTuple):
    """All that is said of rules. What is said last counts."""

    overrides: tuple[Override, ...] = ()
    folder: str = ""
    """The absolute path that globs are seen from."""
    working: str = ""
    """The absolute path that the paths of findings are seen from."""

    def level(self, rule: str, path: str, namespace: str) -> Level | None:
        """What is said of a rule for an object in a file; None where nothing is."""
        said = self.said(rule, path, namespace)
        return said.severity[rule] if said else None

    def said(self, rule: str, path: str, namespace: str) -> Override | None:
        """Where the last word on a rule stands."""
        found = [each for each in self._for(path, namespace) if rule in each.severity]
        return found[-1] if found else None

    def parameters_for(self, path: str, namespace: str) -> dict[str, Any]:
        """The parameters for an object in a file: mappings are merged, whatever else is said last counts."""
        found: dict[str, Any] = {}
        for each in self._for(path, namespace):
            found = _merged(found, each.parameters)
        return found

    def enabled(self) -> frozenset[str]:
        """The rules that are asked for somewhere."""
        return frozenset(rule for each in self.overrides for rule, level in each.severity.items() if level != "off")

    def renamed(self, current_id: Callable[[str], str]) -> Tuning:
        """The same with every id of a rule as it is now. Of two ids of one rule, what is said last counts."""
        return self._replace(overrides=tuple(_renamed(each, current_id) for each in self.overrides))

    def _for(self, path: str, namespace: str) -> Iterable[Override]:
        """The overrides that hold there, in the order in which they stand."""
        return (each for each in self.overrides if _holds(each, self._seen(path), namespace))

    def _seen(self, path: str) -> str:
        """A path of a finding, seen from `folder`."""
        if not self.folder:
            return path
        return os.path.relpath(os.path.join(self.working, path), self.folder)


def from_config(said: Mapping[str, Any], origin: str, folder: str, working: str) -> Tuning:
    """What a configuration says of rules: `severity` and `parameters` for all, then its `overrides`.

    `said` holds to the schema of the configuration; `origin` is its path as people know it.
    """
    for_all = {key: said[key] for key in ("severity", "parameters") if key in said}
    tables = [each for each in (for_all, *said.get("overrides", ())) if each.get("severity") or each.get("parameters")]
    return Tuning(tuple(_override(each, origin) for each in tables), folder, working) if tables else Tuning()


def _override(said: Mapping[str, Any], origin: str) -> Override:
    return Override(
        tuple(said.get("paths", ())),
        tuple(said.get("namespaces", ())),
        {rule: _level(level) for rule, level in said.get("severity", {}).items()},
        said.get("parameters", {}),
        origin,
    )


def _renamed(override: Override, current_id: Callable[[str], str]) -> Override:
    return override._replace(severity={current_id(rule): level for rule, level in override.severity.items()})


def _level(said: str | bool) -> Level:
    """The level of what YAML 1.1 may have read as a boolean."""
    word = ("off", "on")[said] if isinstance(said, bool) else said
    return next(each for each in LEVELS if each == word)


def _holds(override: Override, path: str, namespace: str) -> bool:
    if override.namespaces and namespace not in override.namespaces:
        return False
    return not override.paths or _compiled(override.paths)(path)


@cache
def _compiled(globs: tuple[str, ...]) -> Callable[[str], bool]:
    return matcher(globs)


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(below)
    for key, value in above.items():
        before = found.get(key)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            found[key] = _merged(before, value)
        else:
            found[key] = value
    return found


def apply_overrides(report: Report, tuning: Tuning, on_by_default: Callable[[str], bool]) -> Report:
    """The report with severities as they are wished for. What is switched off is kept among what is ignored.

    A rule that does not run by default counts only where it is asked for.
    """
    kept: list[Finding] = []
    off: list[Ignored] = []
    for finding in report.findings:
        namespace = finding.object.namespace if finding.object else ""
        said = tuning.said(finding.rule, finding.place.file, namespace)
        if said is None:
            kept += [finding] if on_by_default(finding.rule) else []
        elif said.severity[finding.rule] == "off":
            off.append(Ignored(finding, f"switched off by {said.origin}", "configuration"))
        else:
            kept.append(_graded(finding, said.severity[finding.rule]))
    return report._replace(findings=tuple(kept), ignored=(*report.ignored, *off))


def _graded(finding: Finding, level: Level) -> Finding:
    """`on` leaves the severity that the rule gives."""
    return finding._replace(severity=next((each for each in SEVERITIES if each == level), finding.severity))
