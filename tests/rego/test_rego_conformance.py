"""OPA's own cases on the embedded engine: the table in the docs, and what must not be in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cmesh_lint.generate.rego_conformance import Case, CaseResult, cases, outcomes, page


@pytest.fixture(scope="module")
def judged() -> list[tuple[Case, CaseResult]]:
    return list(outcomes(list(cases())))


def test_the_page_is_what_comes_out(judged: list[tuple[Case, CaseResult]]) -> None:
    made = Path(__file__).parents[2] / "docs" / "rego-conformance.md"
    assert page(judged) == made.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "category",
    [
        "comprehensions",
        "elsekeyword",
        "every",
        "functions",
        "objectget",
        "partialsetdoc",
        "regexreplace",
        "virtualdocs",
    ],
)
def test_the_language_passes_whole(judged: list[tuple[Case, CaseResult]], category: str) -> None:
    verdicts = {outcome.verdict for case, outcome in judged if case.category == category}
    assert verdicts == {"passed"}


def test_what_is_lacking_is_known_before_a_rule_runs(judged: list[tuple[Case, CaseResult]]) -> None:
    """The engine itself says of no case but one, whose function is OPA's own for tests, that there is no such function."""
    surprises = [case.note for case, outcome in judged if "could not find function" in outcome.detail]
    assert surprises == ["time/time caching"]


def test_a_case_that_fails_is_not_passed() -> None:
    case = next(case for case in cases() if case.result == [{"x": True}] and case.category == "every")
    ((_, told),) = outcomes([case._replace(result=[{"x": False}])])
    assert told == CaseResult("different", "result")
