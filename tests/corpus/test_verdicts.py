"""The manifests of the corpora: what the agent and Envoy said of each, and what the schemas say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import corpora
import pytest

from cmesh_lint.config.settings import Settings
from cmesh_lint.finding import Finding
from cmesh_lint.report import Report
from cmesh_lint.rules import catalogue
from cmesh_lint.run import run
from cmesh_lint.versions import Version

SCHEMA_RULES = {
    name.removeprefix("schema.").replace("_", "-") for name, _ in catalogue.modules() if name.startswith("schema.")
}


@pytest.fixture(scope="module")
def report() -> Report:
    return run(Settings(paths=tuple(map(str, corpora.FOLDERS)), cilium_versions=(Version.parse("1.20.2"),)))


def verdicts(gate: str) -> list[dict[str, Any]]:
    found = [{**verdict, "path": str(folder / verdict["file"])} for folder, verdict in corpora.verdicts()]
    return [verdict for verdict in found if verdict["gate"] == gate]


def about(report: Report, verdict: dict[str, Any]) -> list[Finding]:
    """The errors of the schemas in the document of a verdict."""
    found = [
        each for each in report.findings if each.place.file == verdict["path"] and each.place.document == verdict["doc"]
    ]
    return errors(found)


def errors(found: Iterable[Finding]) -> list[Finding]:
    """What the schemas refuse; that a field is deprecated they only remark."""
    return [each for each in found if each.rule in SCHEMA_RULES and each.severity in ("critical", "error")]


def test_everything_is_read(report: Report) -> None:
    assert report.not_checked == ()
    assert report.counts.configs > 25


NAMED = re.compile(r'(?:unknown field|unable to resolve) \\?"([^"\\]+)')
"""What the decoder names where it drops a resource for a name it does not know."""


@pytest.mark.parametrize(
    "verdict",
    [each for each in verdicts("dropped") if NAMED.search(each["why"])],
    ids=lambda verdict: str(verdict["file"]),
)
def test_what_the_agent_drops_is_found_on_its_line(report: Report, verdict: dict[str, Any]) -> None:
    named = set(NAMED.findall(verdict["why"]))
    dropped = [found for found in about(report, verdict) if found.gate == "dropped"]
    blamed = [found.place.excerpt[-1] for found in dropped]
    for name in named:
        assert any(name in line for line in blamed), (name, blamed)


@pytest.mark.parametrize("verdict", verdicts("ok"), ids=lambda verdict: str(verdict["file"]))
def test_what_all_accept_has_no_error_from_the_schemas(report: Report, verdict: dict[str, Any]) -> None:
    assert [(found.rule, found.message) for found in about(report, verdict)] == []


def test_there_is_one_of_each_gate() -> None:
    assert all(verdicts(gate) for gate in ("ok", "dropped", "refused", "nacked"))


@pytest.mark.parametrize("gate", ["dropped", "refused", "nacked"])
def test_whatever_a_gate_rejects_is_an_error(report: Report, gate: str) -> None:
    """Of our own manifests, each of which is broken in one way."""
    own = [verdict for verdict in verdicts(gate) if verdict["path"].startswith(str(corpora.OWN))]
    found = {(each.place.file, each.gate) for each in report.findings if each.severity in ("error", "critical")}
    assert [verdict["name"] for verdict in own if (verdict["path"], gate) not in found] == []
