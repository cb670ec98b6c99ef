"""The published manifests beside the checkout: what the agent and Envoy said of each, and what the schemas say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from cmesh_lint.finding import Finding, Report
from cmesh_lint.rulebook import catalogue
from cmesh_lint.run import run
from cmesh_lint.settings import Settings
from cmesh_lint.versions import Version

SHARED = Path(__file__).parents[3] / "shared"
CORPUS = SHARED / "corpus"
SEED = SHARED / "seed"
pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus of published manifests is not beside this checkout"
)

SCHEMA_RULES = {
    name.removeprefix("schema.").replace("_", "-") for name, _ in catalogue.modules() if name.startswith("schema.")
}


@pytest.fixture(scope="module")
def report() -> Report:
    return run(Settings(paths=(str(CORPUS), str(SEED)), cilium_versions=(Version.parse("1.20.2"),)))


def verdicts(gate: str) -> list[dict[str, Any]]:
    lines = (CORPUS / "verdicts.jsonl").read_text(encoding="utf-8").splitlines() if CORPUS.is_dir() else []
    return [verdict for verdict in map(json.loads, lines) if verdict["gate"] == gate]


def about(report: Report, verdict: dict[str, Any]) -> list[Finding]:
    """The errors of the schemas in the document of a verdict."""
    path = str(CORPUS / verdict["file"])
    found = [each for each in report.findings if each.place.file == path and each.place.document == verdict["doc"]]
    return errors(found)


def errors(found: Iterable[Finding]) -> list[Finding]:
    """What the schemas refuse; that a field is deprecated they only remark."""
    return [each for each in found if each.rule in SCHEMA_RULES and each.severity in ("critical", "error")]


def test_everything_is_read(report: Report) -> None:
    assert report.not_checked == ()
    assert report.counts.configs > 100


@pytest.mark.parametrize("verdict", verdicts("dropped"), ids=lambda verdict: str(verdict["file"]))
def test_what_the_agent_drops_is_found_on_its_line(report: Report, verdict: dict[str, Any]) -> None:
    named = set(re.findall(r'(?:unknown field|unable to resolve) \\?"([^"\\]+)', verdict["why"]))
    assert named
    dropped = [found for found in about(report, verdict) if found.gate == "dropped"]
    blamed = [found.place.excerpt[-1] for found in dropped]
    for name in named:
        assert any(name in line for line in blamed), (name, blamed)


@pytest.mark.parametrize("verdict", verdicts("ok"), ids=lambda verdict: str(verdict["file"]))
def test_what_all_accept_has_no_error_from_the_schemas(report: Report, verdict: dict[str, Any]) -> None:
    assert [(found.rule, found.message) for found in about(report, verdict)] == []


def test_the_seed_has_no_error_from_the_schemas(report: Report) -> None:
    assert [found.message for found in errors(report.findings) if str(SEED) in found.place.file] == []
