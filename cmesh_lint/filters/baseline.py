"""The baseline: a file of findings that were there before, which do not count.

A finding is known again by its fingerprint, with paths seen from the folder of the baseline. Of findings that say the
same, as many are known as the baseline counts.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ..config.settings import Baseline, BaselineEntry
from ..finding import Finding
from ..fingerprint import fingerprint
from ..places import spell
from ..report import InBaseline, Report
from ..rules.catalogue import former_ids
from ..system import regular_files

VERSION = 1
LIMIT = 50_000_000
"""Bytes of a file: a hundred thousand findings."""
_KEYS = {"file": str, "rule": str, "object": str, "path": str, "message": str, "fingerprint": str, "times": int}


class BaselineError(ValueError):
    """A file that is no baseline; its text says why."""


def load(path: str, by_flag: bool = False) -> Baseline:
    """Reads the file at `path`; raises OSError and BaselineError. `by_flag`: a user named it, who may mean a pipe."""
    data = regular_files.read(path, LIMIT, pipes=by_flag)
    try:
        said = json.loads(data)
    except RecursionError as error:
        raise _no_baseline(path, "not JSON: nested too deep") from error
    except ValueError as error:
        raise _no_baseline(path, f"not JSON: {_reason(error)}") from error
    if not isinstance(said, dict) or not isinstance(said.get("findings"), list):
        raise _no_baseline(path, "expected `version` and `findings`")
    version = said.get("version")
    if type(version) is not int or version != VERSION:
        raise BaselineError(f"{_named(path)} is a baseline of version {_short(version)}; expected {VERSION}")
    return Baseline(
        path, _folder(path), tuple(_entry(path, number, each) for number, each in enumerate(said["findings"]))
    )


def _entry(path: str, number: int, said: Any) -> BaselineEntry:
    if not isinstance(said, dict) or any(type(said.get(key)) is not kind for key, kind in _KEYS.items()):
        raise _no_baseline(path, f"findings[{number}] needs {', '.join(_KEYS)}")
    if said["times"] < 1:
        raise _no_baseline(path, f"findings[{number}] has `times` {_short(said['times'])}; expected 1 or more")
    return BaselineEntry(**{key: said[key] for key in _KEYS})


def _no_baseline(path: str, why: str) -> BaselineError:
    return BaselineError(f"{_named(path)} is not a baseline: {why}")


def _named(path: str) -> str:
    from ..redaction.printable import printable

    return f"`{printable(path)}`"


def _reason(error: ValueError) -> str:
    """What is wrong, without bytes of the file."""
    return f"not UTF-8 at byte {error.start + 1}" if isinstance(error, UnicodeDecodeError) else str(error)


def _short(value: Any) -> str:
    if type(value) is int and value.bit_length() > 200:
        return "of more than 60 digits"
    text = json.dumps(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def build(path: str, findings: Iterable[Finding]) -> Baseline:
    """The baseline at `path` that knows these findings."""
    folder = _folder(path)
    counted: Counter[BaselineEntry] = Counter(_entry_of(each, folder) for each in findings)
    entries = (entry._replace(times=times) for entry, times in counted.items())
    return Baseline(path, folder, tuple(sorted(entries)))


def render(baseline: Baseline) -> str:
    """The text of the file. The same findings give the same text."""
    said = {"version": VERSION, "findings": [each._asdict() for each in baseline.entries]}
    return json.dumps(said, indent=2, ensure_ascii=False) + "\n"


def compare(report: Report, baseline: Baseline, is_silent: Callable[[BaselineEntry], bool]) -> Report:
    """The report without the findings in the baseline, and with those in the baseline that are no longer found.

    `is_silent`: whether it would have been found if it were still there.
    """
    left = Counter({each.fingerprint: each.times for each in baseline.entries})
    new: list[Finding] = []
    old: list[Finding] = []
    for finding in report.findings:
        mark = next((each for each in _marks(finding, baseline.folder) if left[each] > 0), None)
        if mark is not None:
            left[mark] -= 1
            old.append(finding)
        else:
            new.append(finding)
    gone = tuple(_gone(baseline, left, is_silent))
    return report._replace(findings=tuple(new), known=InBaseline(baseline.path, tuple(old), gone))


def _marks(finding: Finding, folder: str) -> Iterator[str]:
    """The fingerprints that an entry for the finding can have: by the id of its rule, and by those that it had."""
    for rule in (finding.rule, *former_ids(finding.rule)):
        yield _entry_of(finding._replace(rule=rule), folder).fingerprint


def _gone(baseline: Baseline, left: Counter[str], is_silent: Callable[[BaselineEntry], bool]) -> Iterator[str]:
    for each in baseline.entries:
        if left[each.fingerprint] > 0 and is_silent(each):
            some = f" ({left[each.fingerprint]} of {each.times})" if each.times > 1 else ""
            yield f"{each}{some}"


def _entry_of(finding: Finding, folder: str) -> BaselineEntry:
    """The entry for one finding."""
    file = finding.place.file
    if not file.startswith("<"):  # standard input has no folder
        file = os.path.relpath(file, folder or os.curdir)
    seen = finding._replace(place=finding.place._replace(file=file))
    where = str(finding.object) if finding.object else ""
    return BaselineEntry(file, finding.rule, where, spell(finding.place.route), finding.message, fingerprint(seen), 1)


def _folder(path: str) -> str:
    return os.path.dirname(path)
