"""The report for machines: whole, and as its schema says."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
import pytest
from sample_reports import HARMFUL, HARMFUL_ASIDE, MIXED, NOTHING, REPORTS, SET_ASIDE, SINCE

from cmesh_lint.finding import LeftOut, NotChecked
from cmesh_lint.reports import json_v1
from cmesh_lint.reports.phrases import summary
from cmesh_lint.terminal.streams import encode

SCHEMA = json.loads(files("cmesh_lint.reports").joinpath("json_v1.schema.json").read_text("utf-8"))


@pytest.mark.parametrize("name", ["mixed", "nothing", "set-aside", "since"])
def test_whole(name, golden):
    golden(f"{name}.json", json_v1.render(REPORTS[name]))


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("report", [*REPORTS.values(), HARMFUL_ASIDE])
def test_follows_its_schema(report):
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(json_v1.render(report)))


def test_the_schema_describes_every_field():
    """A field that the report has and the schema lacks, or the other way round, is found here."""
    report = json.loads(json_v1.render(MIXED))
    aside = json.loads(json_v1.render(SET_ASIDE))
    since = json.loads(json_v1.render(SINCE))
    defs = SCHEMA["$defs"]
    assert set(SCHEMA["properties"]) - {"left_out"} == set(SCHEMA["required"]) == set(report)
    for name, value in {
        "finding": report["findings"][0],
        "object": report["findings"][0]["object"],
        "related": report["findings"][1]["related"][0],
        "notChecked": report["not_checked"][0],
        "summary": report["summary"],
        "ignored": aside["ignored"][0],
        "span": aside["ignored"][0]["ignored_at"],
        "baseline": aside["baseline"],
        "changes": since["changes"],
    }.items():
        wanted = set(defs[name]["properties"]) - ({"caused_by", "masked_by"} if name == "finding" else set())
        assert wanted == set(defs[name]["required"]) == set(value)


def test_folders_that_were_left_out():
    left = tuple(LeftOut(f"apps/{name}", "virtual environment") for name in "abcd")
    report = json.loads(json_v1.render(NOTHING._replace(left_out=left)))
    jsonschema.validate(report, SCHEMA)
    assert report["left_out"][0] == {"folder": "apps/a", "reason": "virtual environment"}
    assert summary(NOTHING._replace(left_out=left[:1])).endswith("; 1 folder left out: apps/a (virtual environment)")
    assert summary(NOTHING._replace(left_out=left)).endswith(" apps/c (virtual environment), 1 more")


def test_lists_are_there_when_empty():
    report = json.loads(json_v1.render(NOTHING))
    assert (report["findings"], report["ignored"], report["not_checked"]) == ([], [], [])


def test_letters_stay_letters():
    report = NOTHING._replace(not_checked=(NotChecked("名.yaml", "größer"),))
    assert '"名.yaml"' in json_v1.render(report)


def test_lone_surrogates_survive_as_escapes():
    written = encode(json_v1.render(HARMFUL))
    assert json.loads(written.decode("utf-8")) == json_v1.report_v1(HARMFUL)
