"""What is said of published manifests: the recorded gate or a reason, and the cause that an issue's report gives."""

from __future__ import annotations

import pytest

from . import issues, published
from .corpus import judged
from .verdicts import GATES

needs_issues = pytest.mark.skipif(not issues.FOLDER.is_dir(), reason="CMESH_LINT_CORPUS names no corpus with issues")


def test_every_difference_from_the_record_has_a_reason() -> None:
    assert [(str(row.recorded), row.recorded.gate, row.said) for row in published.rows() if not row.reason] == []


def test_nothing_is_explained_away() -> None:
    """Whatever the record rejects, the linter finds; where it says more, the API server does."""
    said = {str(row.recorded): row.said for row in published.rows() if row.recorded.file not in published.BUILT}
    assert set(said.values()) <= {"api"}
    recorded = {one.gate for one in judged()}
    assert recorded <= {*GATES, "ok"}


@needs_issues
def test_every_case_has_a_row() -> None:
    assert [case.file for case in issues.CASES] == sorted(path.stem for path in issues.FOLDER.glob("*.yaml"))


@needs_issues
@pytest.mark.parametrize("case", issues.CASES, ids=lambda case: case.file)
def test_the_cause_is_found_or_cannot_be(case: issues.Case) -> None:
    told = [(found.rule, found.place.span.line) for found in issues.findings(case)]
    assert [each for each in case.found if each not in told] == [], told
    assert case.found or case.limit
