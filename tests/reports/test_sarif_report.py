"""SARIF: as its schema says, within GitHub's limits, at the right place."""

from __future__ import annotations

import json

import published_schemas
import pytest
from any_report import reports
from hypothesis import given, settings
from sample_reports import HARMFUL, MIXED, NOTHING, ONE, REPORTS, TWICE, UNJUDGED, UNKNOWN_FIELD

from cmesh_lint.finding import NotChecked
from cmesh_lint.lint.linter import Linter
from cmesh_lint.pipeline import report as report_of
from cmesh_lint.places import Place, Span
from cmesh_lint.reports import sarif
from cmesh_lint.source.files import Source
from cmesh_lint.versions import NEWEST


def run_of(report):
    """The one run, after a look at the schema."""
    log = json.loads(sarif.render(report))
    published_schemas.sarif().validate(log)
    (run,) = log["runs"]
    return run


def notes(run):
    (invocation,) = run["invocations"]
    return [(each["descriptor"]["id"], each["message"]["text"]) for each in invocation["toolExecutionNotifications"]]


def artifact(file):
    place = UNKNOWN_FIELD.place._replace(file=file)
    (result,) = run_of(ONE._replace(findings=(UNKNOWN_FIELD._replace(place=place),)))["results"]
    return result["locations"][0]["physicalLocation"]["artifactLocation"]


@pytest.mark.parametrize("name", ["mixed", "nothing", "harmful", "since"])
def test_whole(name, golden):
    """But for the texts of rules, which change with their cards."""
    log = json.loads(sarif.render(REPORTS[name]))
    for rule in log["runs"][0]["tool"]["driver"]["rules"]:
        rule.pop("help", None)
        rule.pop("fullDescription", None)
    golden(f"{name}.sarif", json.dumps(log, indent=2, ensure_ascii=False) + "\n")


@settings(max_examples=60, deadline=None)
@given(reports)
def test_any_report_is_valid_and_whole(report):
    run = run_of(report)
    old = len(report.since.findings) if report.since else 0
    not_applied = bool(report.since and report.since.not_applied)
    assert len(run["results"]) == len(report.findings) + old
    assert [each.get("baselineState") for each in run["results"]].count("unchanged") == old
    assert len(notes(run)) == len(report.not_checked) + (not report.counts.files) + not_applied
    prints = [each["partialFingerprints"]["cmeshLint/v1"] for each in run["results"]]
    assert len(set(prints)) == len(prints)
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"])


def test_the_schema_would_say_so():
    log = json.loads(sarif.render(ONE))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] = "a b"
    assert not published_schemas.sarif().is_valid(log)


def test_a_rule_is_described():
    (rule,) = run_of(ONE)["tool"]["driver"]["rules"]
    page = "https://github.com/cmesh-lint/cmesh-lint/blob/main/docs/rules/unknown-field.md"
    assert (rule["id"], rule["name"], rule["helpUri"]) == ("unknown-field", "UnknownField", page)
    assert rule["help"]["text"].endswith(f"{page}\n")
    assert rule["help"]["markdown"].startswith("# unknown-field\n")
    assert "```yaml" in rule["help"]["markdown"]
    assert page in rule["help"]["markdown"]
    assert "What the tool prints" not in rule["help"]["markdown"] + rule["help"]["text"]


def test_a_rule_without_a_card_is_named():
    assert run_of(ONE._replace(findings=(TWICE,)))["tool"]["driver"]["rules"] == [{"id": "listener-name-twice"}]


@pytest.mark.parametrize(
    ("file", "location"),
    [
        ("apps/a b.yaml", {"uri": "apps/a%20b.yaml", "uriBaseId": "%SRCROOT%"}),
        ("c:d#é?.yaml", {"uri": "c%3Ad%23%C3%A9%3F.yaml", "uriBaseId": "%SRCROOT%"}),
        ("<stdin>", {"uri": "%3Cstdin%3E", "uriBaseId": "%SRCROOT%"}),
        ("/srv/out side.yaml", {"uri": "file:///srv/out%20side.yaml"}),
    ],
)
def test_artifacts_are_uris(file, location):
    assert artifact(file) == location


JSON = """{"kind": "CiliumEnvoyConfig", "apiVersion": "cilium.io/v2", "metadata": {"name": "x", "namespace": "y"},
"spec": {"resources": [\t{"@type": "type.googleapis.com/envoy.config.cluster.v3.Cluster",
"name": "\U0001f600名前",\t\t"nope": "\U0001f600"}]}}"""


def test_columns_count_code_points():
    """Behind tabs, an emoji beyond the BMP and CJK; in UTF-16 units it would be one more."""
    found = report_of([Linter([NEWEST]).lint(Source("x.json", JSON.encode()))], (NEWEST.text,))
    run = run_of(found)
    (result,) = (each for each in run["results"] if each["ruleId"] == "unknown-field")
    region = result["locations"][0]["physicalLocation"]["region"]
    line = JSON.split("\n")[region["startLine"] - 1]
    assert run["columnKind"] == "unicodeCodePoints"
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == '"nope"'


def test_characters_that_mean_something_in_a_message():
    finding = UNKNOWN_FIELD._replace(message="write `{}` for [this](0), not spec.resources[0]", consequence="")
    (result,) = run_of(ONE._replace(findings=(finding,)))["results"]
    first, _ = result["message"]["text"].split("\n")
    assert first == "write `{{}}` for [this\\](0), not spec.resources[0]"


def test_only_the_worst_are_kept():
    mild = UNKNOWN_FIELD._replace(severity="info")
    run = run_of(ONE._replace(findings=(*[mild] * sarif.RESULTS, TWICE)))
    assert (len(run["results"]), run["results"][0]["ruleId"]) == (5000, "listener-name-twice")
    ((descriptor, text),) = notes(run)
    assert descriptor == "not-shown"
    assert text.startswith(
        "left out of this file, to stay within what GitHub takes: 1 findings, the mildest ones, and 0 not checked; checked 12"
    )


def test_it_is_never_too_large(monkeypatch):
    monkeypatch.setattr(sarif, "SIZE", 30_000)
    findings = tuple(UNKNOWN_FIELD._replace(message=f"{number}" * 9) for number in range(4000))
    text = sarif.render(ONE._replace(findings=findings, not_checked=UNJUDGED.not_checked * 4000))
    run = json.loads(text)["runs"][0]
    assert 0 < len(run["results"]) < 4000
    assert notes(run)[-1][0] == "not-shown"
    assert f"{4000 - len(run['results'])} findings" in notes(run)[-1][1]
    assert sarif._fits(text)


def test_too_many_related_places_are_counted():
    related = TWICE.related * 120
    (result,) = run_of(ONE._replace(findings=(TWICE._replace(related=related),)))["results"]
    assert len(result["relatedLocations"]) == 100
    assert result["message"]["text"].endswith("\nand 20 more places")


def test_what_was_not_checked_is_no_success():
    assert run_of(ONE)["invocations"][0]["executionSuccessful"] is True
    for report in (MIXED, UNJUDGED, NOTHING):
        assert run_of(report)["invocations"][0]["executionSuccessful"] is False
    assert notes(run_of(UNJUDGED)) == [("not-checked", "not checked: no schema for Cilium 1.21")]
    assert notes(run_of(NOTHING)) == [("not-checked", "nothing was checked: no YAML or JSON file found")]


def test_lone_surrogates_stay_out():
    sarif.render(HARMFUL).encode()
    place = Place("\ud800.yaml", 0, (), Span(1, 1, 1, 1))
    run_of(ONE._replace(findings=(UNKNOWN_FIELD._replace(place=place),), not_checked=(NotChecked("\udcff", "x"),)))
