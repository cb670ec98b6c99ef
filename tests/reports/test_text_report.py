"""The report for people, whole; and what must hold in any of them."""

from __future__ import annotations

import pytest
from sample_reports import CLEAN, HARMFUL_ASIDE, MIXED, NOTHING, ONE, REPORTS, SET_ASIDE, SINCE, UNJUDGED

from cmesh_lint.finding import Counts
from cmesh_lint.reports import text


@pytest.mark.parametrize("name", REPORTS)
def test_plain(name, golden):
    golden(f"{name}.txt", text.render(REPORTS[name]))


def test_coloured(golden):
    golden("mixed.ansi", text.render(MIXED, colour=True))


def test_with_what_does_not_count(golden):
    golden("set-aside-everything.txt", text.render_everything(SET_ASIDE))
    golden("since-everything.txt", text.render_everything(SINCE))


@pytest.mark.parametrize("name", sorted(REPORTS.keys() - {"set-aside", "since"}))
def test_where_all_counts_everything_is_no_more(name):
    assert text.render_everything(REPORTS[name]) == text.render(REPORTS[name])


def test_nothing_of_a_manifest_steers_the_terminal():
    printed = text.render_everything(HARMFUL_ASIDE)
    assert {char for char in printed if not char.isprintable()} == {"\n"}
    printed.encode()


@pytest.mark.parametrize("report", [CLEAN, UNJUDGED, NOTHING])
def test_no_word_of_praise(report):
    assert not any(word in text.render(report).lower() for word in ("clean", "ok", "success", "passed"))


@pytest.mark.parametrize(
    ("report", "line"),
    [
        (CLEAN, "checked 1 manifest (1 CEC) in 1 file: 0 errors, 0 warnings; 0 not checked"),
        (UNJUDGED, "checked 1 manifest (1 CEC) in 1 file: 0 errors, 0 warnings; 1 not checked"),
        (
            ONE,
            "checked 12 manifests (5 CECs) in 40 files (28 skipped: no Envoy configuration): 1 error, 0 warnings; 0 not checked",
        ),
        (
            MIXED,
            "checked 12 manifests (5 CECs) in 40 files (28 skipped: no Envoy configuration): 1 critical, 2 errors, 1 warning, 2 infos; 2 not checked",
        ),
        (NOTHING, "nothing was checked: no YAML or JSON file found"),
        (
            CLEAN._replace(counts=Counts(3, 3, 0, 0, 0)),
            "checked 0 manifests (0 CECs) in 3 files (3 skipped: no Envoy configuration): 0 errors, 0 warnings; 0 not checked",
        ),
    ],
)
def test_summary(report, line):
    assert text.render(report).splitlines()[-1] == line
