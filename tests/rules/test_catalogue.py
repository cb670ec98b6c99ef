"""Rules are found by looking; a file that is no rule is an error."""

from __future__ import annotations

import importlib
import sys

import pytest

from cmesh_lint.rule import Rule
from cmesh_lint.rules import catalogue
from cmesh_lint.rules.catalogue import CatalogueError

CARD = """
from cmesh_lint.rule import Page, Rule
RULE = Rule(id={id!r}, severity="error", gate=None, page=lambda: Page("t", "c", "w", "b", "g", "f"))
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Makes a package of checks: `{"gate/name.py": text}`."""
    monkeypatch.syspath_prepend(tmp_path)

    def make(files):
        for path, text in files.items():
            file = tmp_path / "sample_checks" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            for folder in (file.parent, file.parent.parent):
                if folder != tmp_path:
                    (folder / "__init__.py").touch()
            file.write_text(text)
        importlib.invalidate_caches()
        return importlib.import_module("sample_checks")

    yield make
    for name in [name for name in sys.modules if name.partition(".")[0] == "sample_checks"]:
        del sys.modules[name]


def test_all_are_sorted_by_id(package):
    checks = package(
        {
            "b/a_rule.py": CARD.format(id="a-rule"),
            "a/b_rule.py": CARD.format(id="b-rule"),
            "a/_shared.py": "raise AssertionError",
        }
    )
    assert [rule.id for rule in catalogue.every(checks)] == ["a-rule", "b-rule"]
    assert catalogue.ids(checks) == ("a-rule", "b-rule")


def test_finding_one_imports_no_other(package):
    checks = package({"a/one.py": CARD.format(id="one"), "a/two.py": "raise AssertionError"})
    found = catalogue.find("one", checks)
    assert isinstance(found, Rule)
    assert found.id == "one"


@pytest.mark.parametrize("rule_id", ["three", "One", "one_more", "_shared", "", "a.one"])
def test_what_is_not_there(package, rule_id):
    checks = package({"a/one_more.py": CARD.format(id="one-more"), "a/_shared.py": ""})
    assert catalogue.find(rule_id, checks) is None


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"a/one.py": ""}, "sample_checks.a.one has no RULE"),
        ({"a/one.py": "RULE = 'one'"}, "sample_checks.a.one has no RULE"),
        (
            {"a/one.py": CARD.format(id="the-other")},
            "sample_checks.a.one holds the rule `the-other`; its file should be the_other.py",
        ),
        ({"a/one.py": CARD.format(id="one"), "b/one.py": CARD.format(id="one")}, "rule id used twice: one"),
    ],
)
def test_a_bad_file_is_an_error(package, files, message):
    checks = package(files)
    with pytest.raises(CatalogueError) as caught:
        catalogue.every(checks)
    assert str(caught.value) == message


def test_our_own_rules_are_proper():
    rules = catalogue.every()
    assert [rule.id for rule in rules] == list(catalogue.ids())
    assert all(catalogue.find(rule.id) is rule for rule in rules)
