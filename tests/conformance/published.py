"""The published manifests, one by one: what was observed of each, and why the linter says something else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .cases import Case
from .corpus import Judged as Recorded
from .corpus import judged
from .verdicts import Judged, said

_API = "The API server refuses it ({}), which the record does not include. After that, {}."
_STOCK = "The Envoy of the record has every extension; Cilium's lacks this one."
BUILT = {
    "manifests/fault-not-built.yaml": _STOCK,
    "issues/14-lua-filter-not-built.yaml": _STOCK,
    "issues/15-fault-filter-not-built.yaml": _STOCK,
}
"""Files whose verdict hangs on what an Envoy is built with."""


class Row(NamedTuple):
    """A manifest of which the record and the linter differ."""

    recorded: Recorded
    said: str
    """The linter's gate: the first that says no."""
    reason: str
    """Why; empty where nothing explains it."""


def rows() -> list[Row]:
    """Every published manifest on which they differ, in the order of the record."""
    recorded = list(judged())
    ours = said([Case("corpus", str(one), one.object) for one in recorded])
    pairs = zip(recorded, ours, strict=True)
    return [Row(one, each.gate, _reason(one, each)) for one, each in pairs if each.gate != one.gate]


def _reason(recorded: Recorded, ours: Judged) -> str:
    if recorded.file in BUILT:
        return BUILT[recorded.file]
    behind = ours._replace(api=())
    agree = behind.gate == recorded.gate or (recorded.gate == "refused" and bool(behind.refused))
    if ours.gate == "api" and agree:
        rules = ", ".join(dict.fromkeys(why.partition(":")[0] for why in ours.api))
        return _API.format(rules, f"both give {recorded.gate}" if recorded.gate != "ok" else "nothing rejects it")
    return ""


def section() -> Iterator[str]:
    """The table for the page."""
    number = sum(1 for _ in judged())
    differing = rows()
    yield "## Published manifests"
    yield ""
    yield (
        f"Of {number} published manifests, each checked alone, the stage is the recorded one for "
        f"{number - len(differing)}. These differ:"
    )
    yield ""
    yield "| manifest | recorded | cmesh-lint | reason |"
    yield "|---|---|---|---|"
    for row in differing:
        yield f"| {row.recorded} | {row.recorded.gate} | {row.said} | {row.reason} |"
    yield ""
