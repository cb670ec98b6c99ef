"""A folder of policies in conftest's own style says the same under conftest and here, unchanged."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from cmesh_lint.cli import run

HERE = Path(__file__).parent / "as_conftest"
MANIFESTS = ("manifests/echo.yaml", "manifests/service.yaml")
Verdicts = Counter[tuple[str, str, str]]
"""File, whether it denies or warns, message."""


def by_conftest(*more: str) -> Verdicts:
    conftest = shutil.which("conftest")
    assert conftest, "conftest is not on PATH: tools/install brings it"
    command = [conftest, "test", "--no-color", "-o", "json", "-p", "policy", "--all-namespaces", *more, *MANIFESTS]
    told = subprocess.run(command, cwd=HERE, capture_output=True, check=False)
    return Counter(
        (checked["filename"], word, each["msg"])
        for checked in json.loads(told.stdout)
        for key, word in (("failures", "error"), ("warnings", "warning"))
        for each in checked.get(key, ())
    )


def by_us(capsys: pytest.CaptureFixture[str]) -> Verdicts:
    run(["--no-config", "--rules", "policy", "--format", "json", *MANIFESTS])
    findings = json.loads(capsys.readouterr().out)["findings"]
    return Counter((each["file"], each["severity"], each["message"]) for each in findings if each["gate"] is None)


def test_both_say_the_same(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    ours = by_us(capsys)
    assert ours == by_conftest()
    assert Counter(severity for _, severity, _ in ours) == {"error": 4, "warning": 2}


def test_a_policy_of_gatekeeper_is_given_a_review(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "labels.rego").write_text(
        """package k8srequiredlabels

violation contains {"msg": msg, "details": {"missing_labels": missing}} if {
	provided := {label | some label, _ in object.get(input.review.object.metadata, "labels", {})}
	required := {label | some label in object.get(input.parameters, "labels", ["team"])}
	missing := required - provided
	count(missing) > 0
	input.review.kind.kind == "CiliumEnvoyConfig"
	input.review.kind.group == "cilium.io"
	msg := sprintf("%s/%s must have %v", [input.review.namespace, input.review.name, missing])
}
"""
    )
    monkeypatch.chdir(HERE)
    run(["--no-config", "--rules", str(tmp_path), "--format", "json", *MANIFESTS])
    findings = json.loads(capsys.readouterr().out)["findings"]
    own = [(each["rule"], each["line"], each["message"]) for each in findings if each["gate"] is None]
    assert own == [("k8srequiredlabels", 4, 'shop/echo must have {"team"}')]
