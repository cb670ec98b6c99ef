"""No reader, rule or report does more than a fixed amount of work for each thing that a file holds many of.

Counted in lines of Python that run, so that the clock and the machine have no say.
"""

from __future__ import annotations

import pytest

from cmesh_lint.files import Source
from cmesh_lint.reports import FORMATS, renderer
from cmesh_lint.run import of_sources
from cmesh_lint.settings import Settings

from . import counting, dimensions

FEW = 24


def work(text: str) -> None:
    report = of_sources([Source("x.yaml", text.encode())], Settings(("x.yaml",)))
    for form in FORMATS:
        renderer(form).render(report)


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """What is loaded and compiled once does not count."""
    work(dimensions.OF["configs"](2))


@pytest.mark.parametrize("name", dimensions.OF)
def test_four_times_as_much_takes_four_times_the_work(name: str) -> None:
    few, many = (dimensions.OF[name](count) for count in (FEW, 4 * FEW))
    # What is compiled once for each text is kept: both begin with it.
    work(few)
    work(many)
    steep = counting.steep(counting.lines(lambda: work(few)), counting.lines(lambda: work(many)), FEW)
    assert not steep, "\n".join(map(str, steep[:5]))


def test_a_loop_in_a_loop_is_seen() -> None:
    def quadratic(count: int) -> int:
        return sum(1 for one in range(count) for other in range(count) if one == other)

    few, many = (counting.lines(lambda count=count: quadratic(count)) for count in (FEW, 4 * FEW))
    assert counting.steep(few, many, FEW)
