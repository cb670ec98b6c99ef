"""Four times as much of anything takes about four times the work: no line runs for each of it and each of it again."""

from __future__ import annotations

import pytest

from cmesh_lint import suggest
from cmesh_lint.config.settings import Settings
from cmesh_lint.pipeline import of_sources
from cmesh_lint.reports import excerpt, renderer
from cmesh_lint.source.files import Source

from .counting import lines, steep
from .dimensions import OF

FEW = 12


def reported(text: str) -> None:
    """Lints a file and renders a report for people and one for programs."""
    report = of_sources([Source("x.yaml", text.encode())], Settings(("x.yaml",)))
    assert not any("please report" in each.reason for each in report.not_checked)
    for name in ("text", "json"):
        renderer(name).render(report)


@pytest.mark.parametrize("of", OF)
def test_of_each(of: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # What is bounded is bounded by less, so that it shows in a small text.
    monkeypatch.setattr(suggest, "FEW", 3)
    monkeypatch.setattr(excerpt, "_REACH", 1)
    few, many = OF[of](FEW), OF[of](4 * FEW)
    reported(few)
    reported(many)  # what is loaded once is loaded
    found = steep(lines(lambda: reported(few)), lines(lambda: reported(many)), FEW)
    assert not found, "\n".join(map(str, found))


def test_a_loop_in_a_loop_is_found() -> None:
    def work(n: int) -> int:
        return sum(1 for _ in range(n) if any(each < 0 for each in range(n)))

    def straight(n: int) -> int:
        return sum(1 for _ in range(40 * n)) + len(sorted(range(n), key=lambda each: -each))

    assert steep(lines(lambda: work(FEW)), lines(lambda: work(4 * FEW)), FEW)
    assert not steep(lines(lambda: straight(FEW)), lines(lambda: straight(4 * FEW)), FEW)
