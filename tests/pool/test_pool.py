"""Several processes say what one says; and what goes wrong in one of them is told."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from cmesh_lint import pool
from cmesh_lint.files import Source
from cmesh_lint.lint import Linter, Outcome
from cmesh_lint.run import run
from cmesh_lint.settings import Settings
from cmesh_lint.versions import NEWEST

CEC = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata: {{name: c{number}, namespace: default}}
spec:
  resources:
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/c{number}
    connect_timeout: {timeout}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Enough CECs for several chunks after those that one process judges; one in seven is broken, one is no YAML."""
    for number in range(pool.WORTH_IT + 150):
        text = CEC.format(number=number, timeout="5s" if number % 7 else "5")
        (tmp_path / f"{number:04}.yaml").write_text("kind: CiliumEnvoyConfig: [" if number == 200 else text)
    (tmp_path / "service.yaml").write_text("kind: Service\napiVersion: v1\nmetadata: {name: c1}\n")
    return tmp_path


@pytest.mark.parametrize("processes", [2, 3, 16])
def test_the_report_is_the_same(folder: Path, processes: int) -> None:
    settings = Settings(paths=(str(folder),))
    alone = run(settings, processes=1)
    assert len({finding.place.file for finding in alone.findings if finding.rule == "invalid-duration"}) == 36
    assert run(settings, processes=processes) == alone


def test_outcomes_come_in_the_order_of_the_paths(folder: Path) -> None:
    paths = [str(path) for path in sorted(folder.iterdir(), reverse=True)]
    linter = _Calling(lambda: None)
    told = [told.facts.file for outcome in pool.outcomes(paths, linter, 3) for told in outcome.told]
    assert told == [path for path in paths if not path.endswith(("0200.yaml", "service.yaml"))]
    assert linter.called == 0


def test_progress_ends_with_the_last_file(folder: Path) -> None:
    told: list[tuple[int, int]] = []
    run(Settings(paths=(str(folder),)), lambda done, total: told.append((done, total)), processes=2)
    assert told == [(done, 251) for done in range(1, 252)]


def test_a_failure_is_told_with_its_cause(folder: Path) -> None:
    paths = [str(path) for path in sorted(folder.iterdir())]
    with pytest.raises(pool.WorkerError, match="ZeroDivisionError"):
        list(pool.outcomes(paths, _Calling(lambda: 1 // 0), 2))


def test_a_process_that_is_killed_is_told(folder: Path) -> None:
    paths = [str(path) for path in sorted(folder.iterdir())]
    with pytest.raises(pool.WorkerError, match="ended with the status -9"):
        list(pool.outcomes(paths, _Calling(lambda: os.kill(os.getpid(), signal.SIGKILL)), 2))


class _Calling(Linter):
    """A linter that does something else first, and counts how often in this process."""

    def __init__(self, first: Callable[[], object]) -> None:
        super().__init__((NEWEST,))
        self.called = 0
        self._first = first

    def lint(self, source: Source) -> Outcome:
        self.called += 1
        self._first()
        return super().lint(source)
