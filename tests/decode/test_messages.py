"""What the schema judge says, word for word."""

from __future__ import annotations

from typing import Any

import pytest
from cases import cases, judged, resource

from cmesh_lint.places import spell


def told(case: dict[str, Any]) -> str:
    """A case's problems as messages.txt prints them."""
    lines = [f"# {case['name']}"]
    for problem in judged(resource(case), case.get("minor", "1.20")):
        lines += [f"{problem.rule} at {spell(problem.route) or 'the top'}", f"    {problem.message}"]
    return "\n".join(lines) + "\n"


def test_messages_are_as_pinned(golden: Any) -> None:
    golden("messages.txt", "\n".join(map(told, cases())))


@pytest.mark.parametrize("case", cases(), ids=lambda case: str(case["name"]))
def test_one_cause_gives_one_problem(case: dict[str, Any]) -> None:
    assert len(list(judged(resource(case), case.get("minor", "1.20")))) == 1


def test_at_least_forty_messages_are_pinned() -> None:
    assert len(cases()) >= 40
