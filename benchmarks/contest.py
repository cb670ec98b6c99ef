"""Tools in turn on one workload: A B C A B C, so that what else the machine does falls on all of them alike."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Sequence
from typing import NamedTuple

from measure import Measured, Run, median, run
from tools import DONE, Tool
from workloads import Workload

_PATH = re.compile(r"[\w./-]+\.yaml")


class Entry(NamedTuple):
    """A tool on a workload: what it cost and what it found, or why it was not measured."""

    tool: str
    cost: Measured | None
    trouble: str = ""
    found: int = 0
    """Broken CECs that it names."""
    blamed: int = 0
    """Sound CECs that it names."""


class Budget(NamedTuple):
    """How long to measure."""

    rounds: int
    """Runs of each tool, after one to warm up."""
    patience: float
    """Seconds that one run may take."""
    deadline: float
    """The moment, as `time.monotonic` tells it, after which nothing is begun but the first round after a warm-up."""

    @property
    def is_over(self) -> bool:
        """Whether the deadline has passed."""
        return time.monotonic() > self.deadline


def contest(tools: Sequence[Tool], workload: Workload, budget: Budget, log: str) -> list[Entry]:
    """Every tool on a workload, in the order given. `log` is a file that may be written over."""
    entries = {tool.name: _warm_up(tool, workload, budget, log) for tool in tools}
    running = [tool for tool in tools if not entries[tool.name].trouble]
    runs: dict[str, list[Run]] = {tool.name: [] for tool in running}
    for number in range(budget.rounds):
        if number and budget.is_over:
            break
        for tool in running:
            runs[tool.name].append(run(tool.command(workload), workload.folder, log, budget.patience))
    return [_measured(entry, runs.get(name, [])) for name, entry in entries.items()]


def _warm_up(tool: Tool, workload: Workload, budget: Budget, log: str) -> Entry:
    command = tool.command(workload)
    if not command:
        return Entry(tool.name, None, tool.cannot)
    if not tool.is_there:
        return Entry(tool.name, None, "absent: not on PATH")
    if budget.is_over:
        return Entry(tool.name, None, "the time given by --limit was over")
    first = run(command, workload.folder, log, budget.patience)
    trouble = _trouble(first, budget)
    with open(log, encoding="utf-8", errors="replace") as said:
        named = {os.path.normpath(path) for line in said for path in _PATH.findall(line)}
    sound = workload.configs - workload.broken
    return Entry(tool.name, None, trouble, len(named & workload.broken), len(named & sound))


def _trouble(first: Run, budget: Budget) -> str:
    if first.seconds >= budget.patience:
        return f"given up after {budget.patience:.0f} s"
    return "" if first.status in DONE else f"failed with exit status {first.status}"


def _measured(entry: Entry, runs: Sequence[Run]) -> Entry:
    return entry._replace(cost=median(runs)) if runs else entry
