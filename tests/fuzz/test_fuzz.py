"""A small share of what `python -m tests.fuzz.runner` runs: no traceback, hang, flood of memory or odd output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cmesh_lint.config.settings import Settings
from cmesh_lint.pipeline import of_sources
from cmesh_lint.source.files import Source

from . import runner

ROOT = Path(__file__).parents[2]
SEED = int(os.environ.get("CMESH_LINT_FUZZ_SEED", "1"))


@pytest.mark.parametrize("lint", [True, False], ids=["lint", "others"])
def test_hostile_inputs_end_in_a_report(lint: bool) -> None:
    """In a process of its own: how much memory a process takes counts from its first day."""
    counts = ("1000", "0") if lint else ("0", "1000")
    command = [
        sys.executable,
        "-m",
        "tests.fuzz.runner",
        "--seed",
        str(SEED),
        "--lint",
        counts[0],
        "--others",
        counts[1],
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{'lint' if lint else 'others'}: 1000 inputs" in done.stdout


def test_a_fault_is_seen() -> None:
    assert runner.judge(("lint",), 0, 0.1, "Traceback (most recent call last):", "") is not None
    assert runner.judge(("lint",), "KeyError", 0.1, "", "") is not None
    assert runner.judge(("lint",), 1, 6.0, "", "") is not None
    assert runner.judge(("lint",), 1, 0.1, "\u202e", "") is not None
    assert runner.judge(("lint",), 1, 0.1, "a\n::error::x", "") is not None
    assert runner.judge(("lint",), 3, 0.1, "fine", "") is None


def test_a_map_with_an_empty_key_is_judged() -> None:
    """Found by fuzzing: the agent drops the resource, and the linter fell over it."""
    cluster = {
        "@type": "type.googleapis.com/envoy.config.cluster.v3.Cluster",
        "name": "a",
        "typed_extension_protocol_options": {"": None},
    }
    spec = {"resources": [cluster]}
    cec = {"apiVersion": "cilium.io/v2", "kind": "CiliumEnvoyConfig", "metadata": {"name": "a"}, "spec": spec}
    report = of_sources([Source("a.json", json.dumps(cec).encode())], Settings(("a.json",)))
    assert [each.rule for each in report.findings if each.gate == "dropped"] == ["null-element"]
    assert not report.not_checked
