"""What was measured, as Markdown."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from contest import Entry
from workloads import Workload

Table = Sequence[Sequence[str]]
NOT_MEASURED = "—"


def section(title: str, lines: Iterable[str]) -> str:
    """A heading and what stands below it."""
    return "\n".join((f"### {title}", "", *lines, ""))


def table(rows: Table) -> list[str]:
    """Rows, the head first; the first column is text, the others are numbers."""
    head, *body = rows
    rule = ["---", *("---:" for _ in head[1:])]
    return ["| " + " | ".join(cells) + " |" for cells in (head, rule, *body)]


def standing(workload: Workload, entries: Sequence[Entry], yardstick: str) -> str:
    """Every tool on a workload; ratios are to the entry named `yardstick`."""
    measure = next((each.cost.seconds for each in entries if each.tool == yardstick and each.cost), None)
    head = ("", "seconds", f"× {yardstick}", "CPU seconds", "MB", "broken found", "sound blamed", "runs")
    rows = [_row(each, measure, workload) for each in entries]
    notes = [f"{each.tool} was not measured: {each.trouble}." for each in entries if each.trouble]
    size = f"{workload.size / 1e6:.1f} MB" if workload.size >= 1e5 else f"{workload.size / 1e3:.1f} kB"
    return section(f"{workload.title} ({size})", [*table((head, *rows)), *(line for n in notes for line in ("", n))])


def _row(entry: Entry, measure: float | None, workload: Workload) -> tuple[str, ...]:
    cost = entry.cost
    if cost is None:
        return (entry.tool, *(NOT_MEASURED for _ in range(7)))
    ratio = f"{cost.seconds / measure:.2f}" if measure else NOT_MEASURED
    found = f"{entry.found} of {len(workload.broken)}"
    blamed = f"{entry.blamed} of {len(workload.configs - workload.broken)}"
    numbers = (seconds(cost.seconds), ratio, seconds(cost.processor_seconds), megabytes(cost.peak))
    return (entry.tool, *numbers, found, blamed, str(cost.runs))


def rules(workload: Workload, entries: Sequence[Entry], count: int) -> str:
    """Ours without rules, ours with them, conftest with the same: what the rules alone cost is a difference."""
    rows = [_rules_row(each) for each in entries]
    without, ours, theirs = (each.cost for each in entries)
    lines = table((("", "seconds", "CPU seconds", "MB", "runs"), *rows))
    if without and ours and theirs:
        alone = ours.seconds - without.seconds
        lines += ["", f"The rules alone: {seconds(alone)} s, {alone / theirs.seconds:.2f} of what conftest takes."]
    lines += [line for each in entries if each.trouble for line in ("", f"{each.tool}: {each.trouble}.")]
    return section(f"{count} rules in Rego: {workload.title}", lines)


def _rules_row(entry: Entry) -> tuple[str, ...]:
    cost = entry.cost
    if cost is None:
        return (entry.tool, *(NOT_MEASURED for _ in range(4)))
    return (entry.tool, seconds(cost.seconds), seconds(cost.processor_seconds), megabytes(cost.peak), str(cost.runs))


def rules_growth(measured: Sequence[tuple[int, Workload, Entry]]) -> str:
    """How the cost grows with rules and with CECs."""
    rows = [("rules", "CECs", "seconds")]
    for count, workload, entry in measured:
        rows.append(
            (str(count), f"{len(workload.configs):,}", seconds(entry.cost.seconds) if entry.cost else entry.trouble)
        )
    return section("Growth of rules in Rego", table(rows))


def growth(measured: Sequence[tuple[Workload, Entry]]) -> str:
    """What a CEC costs in folders of several sizes. `each further` leaves the start of the program out."""
    rows: list[tuple[str, ...]] = [("CECs", "seconds", "ms each", "ms each further", "MB", "runs")]
    before: tuple[int, float] | None = None
    for workload, entry in measured:
        count, cost = len(workload.configs), entry.cost
        if cost is None:
            rows.append((f"{count:,}", entry.trouble, *(NOT_MEASURED for _ in range(4))))
            continue
        further = NOT_MEASURED
        if before is not None:
            further = f"{(cost.seconds - before[1]) / (count - before[0]) * 1e3:.2f}"
        each = f"{cost.seconds / count * 1e3:.2f}"
        rows.append((f"{count:,}", seconds(cost.seconds), each, further, megabytes(cost.peak), str(cost.runs)))
        before = count, cost.seconds
    return section("Growth of cmesh-lint", table(rows))


def seconds(value: float) -> str:
    """Three digits that count."""
    return f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def megabytes(value: int) -> str:
    """Bytes as whole megabytes."""
    return f"{value / 1e6:.0f}"


def machine() -> str:
    """Processor, cores and system."""
    uname = os.uname()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{_processor()}, {cores} cores, {uname.sysname} {uname.machine}"


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            names = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else "an unnamed processor"


BEGIN, END = "<!-- written by `benchmarks/run --write` -->", "<!-- end of what `benchmarks/run --write` wrote -->"


def between_marks(page: str, text: str) -> str:
    """The page with `text` between its marks. Raises ValueError where it has none."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the page lacks the marks `{BEGIN}` and `{END}`")
    return f"{before}{begin}\n\n{text.strip()}\n\n{end}{after}"
