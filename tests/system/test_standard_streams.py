"""Closed, full and broken standard streams: no traceback, and the exit status is that of the report."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cmesh_lint.rules.echo import ECHO

BAD = ECHO.replace("connect_timeout: 5s", "connect_timeout: 5")
COMMAND = f"{sys.executable} -m cmesh_lint"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("good.yaml").write_text(ECHO)
    Path("bad.yaml").write_text(BAD)


def sh(script: str) -> tuple[int, str, str]:
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-", ">&- 2>&-"])
@pytest.mark.parametrize(("file", "status"), [("good.yaml", 0), ("bad.yaml", 1)])
def test_closed_streams_change_nothing(closed: str, file: str, status: int) -> None:
    code, _, err = sh(f"{COMMAND} --no-config {file} {closed}")
    assert (code, "Traceback" in err) == (status, False)
    assert Path("bad.yaml").read_text() == BAD


def test_the_report_is_in_its_file_whatever_is_closed() -> None:
    assert sh(f"{COMMAND} --no-config bad.yaml --output report.txt <&- >&- 2>&-")[0] == 1
    assert "invalid-duration" in Path("report.txt").read_text()


def test_a_usage_error_with_standard_error_closed() -> None:
    assert sh(f"{COMMAND} nowhere.yaml 2>&-")[0] == 2


def test_standard_input_that_is_closed_is_not_checked() -> None:
    code, out, err = sh(f"{COMMAND} --no-config - <&-")
    assert (code, err) == (3, "")
    assert "standard input is empty" in out


@pytest.mark.parametrize(
    "command",
    ["--no-config bad.yaml", "rules", "schema report", "explain-config good.yaml", "extensions", "completion bash"],
)
def test_a_reader_that_went_away_is_no_error(command: str) -> None:
    code, _, err = sh(f"set -o pipefail; {COMMAND} {command} | true; exit ${{PIPESTATUS[0]}}")
    assert (code, err) == (1 if "bad" in command else 0, "")


def test_standard_error_whose_reader_went_away() -> None:
    code, _, err = sh(f"{COMMAND} nowhere.yaml 2> >(true); exit $?")
    assert (code, "Traceback" in err) == (2, False)


@pytest.mark.parametrize("command", ["--no-config good.yaml", "rules", "schema report", "explain-config good.yaml"])
def test_standard_output_on_a_full_disk(command: str) -> None:
    code, _, err = sh(f"{COMMAND} {command} > /dev/full")
    assert (code, err) == (3, "Error: cannot write to standard output: no space left on device\n")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_cmesh_krm_with_closed_streams(closed: str) -> None:
    script = "from cmesh_lint.krm.main import main; main()"
    code, _, err = sh(
        f'{sys.executable} -c "{script}" {closed} < /dev/null'
        if closed != "<&-"
        else f'{sys.executable} -c "{script}" <&-'
    )
    assert code in (1, 3)
    assert "Traceback" not in err


def test_cmesh_krm_on_a_full_disk() -> None:
    script = "from cmesh_lint.krm.main import main; main()"
    Path("list.yaml").write_text("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n")
    code, _, err = sh(f'{sys.executable} -c "{script}" < list.yaml > /dev/full')
    assert code != 0
    assert "Traceback" not in err
