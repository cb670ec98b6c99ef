"""Files of a size that there is, in a time and memory that nobody notices; the limits are many times what it takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cmesh_lint.redaction import masked_text, unlike_secrets

from .dimensions import OF, cec, host, routes

ROOT = Path(__file__).parents[2]
# `getrusage` would count what the process was before `exec`: pytest, and all that its tests have loaded.
PROGRAM = """\
import sys
from cmesh_lint.cli import run
sys.setrecursionlimit(1000)
run(["lint", "--no-config", *sys.argv[1:]])
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")), file=sys.stderr)
"""


def linted(tmp_path: Path, text: str, seconds: float) -> tuple[str, int]:
    """The report and the memory it took, in MiB."""
    file = tmp_path / "x.yaml"
    file.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "x.yaml"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds,
    )
    return done.stdout, int(done.stderr.split()[-1]) // 1024


@pytest.mark.parametrize(
    ("of", "n"),
    [("services_in_the_file", 7000), ("policies", 2500), ("virtual_hosts", 3000), ("configs_of_one_name", 1200)],
)
def test_a_megabyte(tmp_path: Path, of: str, n: int) -> None:
    report, _ = linted(tmp_path, OF[of](n), 60)
    assert "not checked: " not in report


def test_large_regular_expressions(tmp_path: Path) -> None:
    found = (
        {"match": {"safe_regex": {"regex": f"/{number}(?:[\\pL\\pN]{{1,300}}a{{1,900}})"}}, "redirect": {}}
        for number in range(2000)
    )
    report, memory = linted(tmp_path, cec([routes([host(found)])]), 120)
    assert "regex-too-large" in report
    assert memory < 300


@pytest.mark.parametrize(
    "text", ["A" * 80_000, "a: " * 30_000, "a " * 40_000, "password:" * 9_000, "@" * 80_000, "a:b@" * 20_000]
)
def test_a_long_line_is_masked(text: str) -> None:
    program = "import sys; from cmesh_lint.redaction import masked_text as m; m([sys.stdin.read()] * 3)"
    subprocess.run([sys.executable, "-c", program], input=text, text=True, cwd=ROOT, check=True, timeout=20)


def test_masking_keeps_the_rest() -> None:
    long = "A" * 1000
    assert masked_text([f"blob: [{long}"]) == (f"blob: [{long}",)
    assert unlike_secrets("see https://example.com/a@b") == "see https://example.com/a@b"
