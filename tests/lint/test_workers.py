"""Several processes say what one says; and what goes wrong in one of them is told."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from multiprocessing import active_children, get_context
from pathlib import Path

import pytest

from cmesh_lint.config.settings import Settings
from cmesh_lint.lint import one_file, workers
from cmesh_lint.lint.linter import Linter, Outcome
from cmesh_lint.run import run
from cmesh_lint.source.files import Source
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
    for number in range(workers.WORTH_IT + 150):
        text = CEC.format(number=number, timeout="5s" if number % 7 else "5")
        (tmp_path / f"{number:04}.yaml").write_text("kind: CiliumEnvoyConfig: [" if number == 200 else text)
    (tmp_path / "service.yaml").write_text("kind: Service\napiVersion: v1\nmetadata: {name: c1}\n")
    return tmp_path


@pytest.mark.parametrize("processes", [2, 3, 16])
def test_the_report_is_the_same(folder: Path, processes: int) -> None:
    settings = Settings(paths=(str(folder),))
    single = run(settings, processes=1)
    assert len({finding.place.file for finding in single.findings if finding.rule == "invalid-duration"}) == 36
    assert run(settings, processes=processes) == single


def test_outcomes_come_in_the_order_of_the_paths(folder: Path) -> None:
    paths = [str(path) for path in sorted(folder.iterdir(), reverse=True)]
    linter = _Calling(_nothing)
    told = [told.facts.file for outcome in workers.outcomes(paths, linter, 3) for told in outcome.told]
    assert told == [path for path in paths if not path.endswith(("0200.yaml", "service.yaml"))]
    assert linter.called == 0


def test_progress_ends_with_the_last_file(folder: Path) -> None:
    told: list[tuple[int, int]] = []
    run(Settings(paths=(str(folder),)), lambda done, total: told.append((done, total)), processes=2)
    assert told == [(done, 251) for done in range(1, 252)]


def test_a_fault_costs_the_file_alone(folder: Path) -> None:
    paths = [str(path) for path in sorted(folder.iterdir())]
    found = list(workers.outcomes(paths, _Calling(_fail_for_some), 2))
    missed = [(each.file, each.reason) for outcome in found for each in outcome.not_checked]
    failed = [path for path in paths if path.endswith("00.yaml")]
    assert [file for file, _ in missed] == failed
    assert all(reason.startswith("checking it failed: ZeroDivisionError in ") for _, reason in missed)
    assert len(found) == len(paths)


DYING = """\
import os, signal, sys
from cmesh_lint.lint import workers
from cmesh_lint.lint.linter import Linter
from cmesh_lint.versions import NEWEST

class Poisoned(Linter):
    def __reduce__(self):  # type: ignore[no-untyped-def]
        return _Calling, (self._first,)

    def lint(self, source):
        if source.path.endswith(("0013.yaml", "0077.yaml")) and os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().lint(source)

parent = os.getpid()
paths = sorted(os.listdir("."))
for path, outcome in zip(paths, workers.outcomes(paths, Poisoned((NEWEST,)), 3), strict=True):
    told = [told.facts.file for told in outcome.told]
    print(path, told == [path], *(f"{each.file}: {each.reason}" for each in outcome.not_checked))
"""


def test_a_process_that_dies_costs_the_files_that_kill_it_alone(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", DYING], cwd=folder, capture_output=True, text=True, timeout=60, check=True
    )
    lines = done.stdout.splitlines()
    assert len(lines) == 251
    died = "the process that checked it died (signal 9)"
    assert [line for line in lines if "died" in line] == [
        f"0013.yaml False 0013.yaml: {died}",
        f"0077.yaml False 0077.yaml: {died}",
    ]
    # One is no YAML, one holds no CEC.
    assert sum(line.split()[1] == "True" for line in lines) == 251 - 4


WITHOUT = """\
import os, resource
from cmesh_lint.run import run
from cmesh_lint.config.settings import Settings
settings = Settings(paths=tuple(sorted(os.listdir("."))))
before = run(settings, processes=3)  # all is loaded now
if os.getuid() == 0:
    os.setuid(54321)  # nothing limits root
resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
try:
    os.fork()
except OSError:
    print("no fork")
print(run(settings, processes=3) == before, len(before.findings) > 0)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits of processes are counted otherwise")
def test_without_processes_to_be_had_the_report_is_the_same(folder: Path) -> None:
    for parent in (folder, *list(folder.parents)[:-2]):
        parent.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.splitlines() == ["no fork", "True True"], done.stderr


def test_processes_that_share_nothing_say_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on systems where forking is not safe."""
    paths = [str(path) for path in sorted(folder.iterdir())][:40]
    linter = Linter((NEWEST,), keeps_objects=True)
    monkeypatch.setattr(workers, "_context", lambda: get_context("spawn"))
    assert list(workers.outcomes(paths, linter, 2)) == [one_file.of_file(path, linter) for path in paths]
    assert active_children() == []


def _nothing(source: Source) -> None:
    pass


def _fail_for_some(source: Source) -> None:
    if source.path.endswith("00.yaml"):
        _ = 1 // 0


class _Calling(Linter):
    """A linter that does something else first, and counts how often in this process."""

    def __init__(self, first: Callable[[Source], object]) -> None:
        super().__init__((NEWEST,))
        self.called = 0
        self._first = first

    def __reduce__(self):  # type: ignore[no-untyped-def]
        return _Calling, (self._first,)

    def lint(self, source: Source) -> Outcome:
        self.called += 1
        self._first(source)
        return super().lint(source)
