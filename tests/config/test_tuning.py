"""What is said of rules, for which paths and namespaces, and who has the last word."""

from __future__ import annotations

import pytest

from cmesh_lint.config.file import NAME, load
from cmesh_lint.config.overrides import Tuning, apply_overrides
from cmesh_lint.finding import Counts, Finding, ObjectRef
from cmesh_lint.places import Place, Span
from cmesh_lint.report import Report

TEXT = """
severity:
  for-all: warning
  often: off
parameters:
  timeouts: {least: 1s, most: 30s}
  owners: [a, b]
overrides:
- paths: [clusters/staging/**, "*.test.yaml"]
  severity: {for-all: info, often: on}
  parameters:
    timeouts: {most: 60s}
- namespaces: [playground]
  severity: {for-all: off}
  parameters: {owners: [c], timeouts: none}
- paths: [clusters/staging]
  namespaces: [playground]
  severity: {for-all: critical}
"""


@pytest.fixture
def tuning(tmp_path, monkeypatch):
    """The tuning of TEXT, at the top; the working directory is `clusters` below."""
    (tmp_path / "clusters").mkdir()
    (tmp_path / NAME).write_text(TEXT)
    monkeypatch.chdir(tmp_path / "clusters")
    return load(f"../{NAME}").tuning


@pytest.mark.parametrize(
    ("path", "namespace", "for_all", "often"),
    [
        ("production/a.yaml", "shop", "warning", "off"),
        ("staging/a.yaml", "shop", "info", "on"),
        ("staging", "", "warning", "off"),
        ("production/deep/a.test.yaml", "", "info", "on"),
        ("../other/staging/a.yaml", "shop", "warning", "off"),
        ("production/a.yaml", "playground", "off", "off"),
        ("staging/a.yaml", "playground", "critical", "on"),
        ("<stdin>", "playground", "off", "off"),
    ],
)
def test_the_last_word_counts(tuning, path, namespace, for_all, often):
    assert (tuning.level("for-all", path, namespace), tuning.level("often", path, namespace)) == (for_all, often)
    assert tuning.level("never-named", path, namespace) is None


def test_an_absolute_path_is_the_same_path(tuning, tmp_path):
    assert tuning.level("for-all", str(tmp_path / "clusters/staging/a.yaml"), "") == "info"


@pytest.mark.parametrize(
    ("path", "namespace", "expected"),
    [
        ("a.yaml", "", {"timeouts": {"least": "1s", "most": "30s"}, "owners": ["a", "b"]}),
        ("staging/a.yaml", "", {"timeouts": {"least": "1s", "most": "60s"}, "owners": ["a", "b"]}),
        ("staging/a.yaml", "playground", {"timeouts": "none", "owners": ["c"]}),
    ],
)
def test_parameters_are_merged(tuning, path, namespace, expected):
    before = repr(tuning)
    assert tuning.parameters_for(path, namespace) == expected
    assert repr(tuning) == before


def test_nothing_said_is_nothing():
    assert Tuning().level("a", "b.yaml", "") is None
    assert Tuning().parameters_for("b.yaml", "") == {}
    assert Tuning().enabled() == frozenset()


def test_what_is_asked_for_anywhere_is_enabled(tuning):
    assert tuning.enabled() == {"for-all", "often"}


def finding(rule, namespace="shop", path="production/a.yaml"):
    place = Place(path, 0, (), Span(1, 1, 1, 2))
    return Finding(rule, "error", None, "m", "", place, ObjectRef("CiliumEnvoyConfig", namespace, "echo"), ())


def test_findings_get_their_severity_and_nothing_is_lost(tuning):
    findings = (
        finding("for-all"),
        finding("for-all", "playground"),
        finding("often", path="staging/a.yaml"),
        finding("asleep"),
        finding("another"),
        finding("often")._replace(object=None),
    )
    report = apply_overrides(Report(findings, (), Counts(), ()), tuning, lambda rule: rule != "asleep")
    assert [(each.rule, each.severity) for each in report.findings] == [
        ("for-all", "warning"),
        ("often", "error"),
        ("another", "error"),
    ]
    assert [(each.finding, each.reason, each.by) for each in report.ignored] == [
        (findings[1], f"switched off by ../{NAME}", "configuration"),
        (findings[5], f"switched off by ../{NAME}", "configuration"),
    ]


def test_a_rule_that_is_off_by_default_counts_where_it_is_asked_for(tuning):
    report = apply_overrides(
        Report((finding("for-all"), finding("asleep")), (), Counts(), ()), tuning, lambda rule: False
    )
    assert [each.rule for each in report.findings] == ["for-all"]
