"""Which findings count, and what becomes of the others: what the options ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..config.file import Config, ConfigError, check_rules
from ..config.overrides import Level, Override, Tuning
from ..suggest import did_you_mean
from .outputs import write
from .usage import usage_error

if TYPE_CHECKING:
    from ..config.settings import Baseline
    from ..report import Report

Severities = tuple[tuple[str, Level], ...]
SEVERITY = "--severity"
"""The flag."""


def tuning_of(file: Config, severities: Severities) -> Tuning:
    """What the file says of rules, and after it the flags."""
    flags = (Override(severity=dict(severities), origin=SEVERITY),) if severities else ()
    return file.tuning._replace(overrides=(*file.tuning.overrides, *flags))


def refuse_unknown_rules(report: Report, file: Config, severities: Severities) -> None:
    """Raises click.UsageError where the file or a flag names a rule that was not there in the run of the report."""
    if not file.mentions and not severities:
        return
    from ..filters.apply import known_rules
    from ..rules.subscriptions import ALIASES

    known = known_rules(report)
    for rule, _ in severities:
        if rule not in known and rule not in ALIASES:
            raise usage_error(f"{SEVERITY}: there is no rule `{rule}`{did_you_mean(rule, known)}")
    try:
        check_rules(file, known, ALIASES)
    except ConfigError as wrong:
        raise usage_error(str(wrong)) from wrong


def read_baseline(path: str | None, by_flag: bool = False) -> Baseline | None:
    """The baseline at `path`, which a flag or a configuration names. Raises click.UsageError."""
    if path is None:
        return None
    from ..filters.baseline import BaselineError, load

    try:
        return load(path, by_flag)
    except BaselineError as wrong:
        raise usage_error(str(wrong)) from wrong
    except OSError as error:
        from ..redaction.printable import printable

        raise usage_error(f"cannot read `{printable(path)}`: {error.strerror}") from error


def write_baseline(report: Report, path: str) -> Report:
    """Writes what counts of a report into a baseline, and gives the report in which it is known."""
    from ..filters.baseline import build, compare, render

    baseline = build(path, report.findings)
    write(path, render(baseline))
    return compare(report, baseline, lambda _: False)
