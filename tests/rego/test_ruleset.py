"""Files of rules → what an engine loads. What cannot be used costs itself and what needs it, and is told."""

from __future__ import annotations

from cmesh_lint.finding import NotChecked
from cmesh_lint.rego.ruleset import Ruleset, kebab, ruleset, without
from cmesh_lint.rego.sources import RuleFile
from cmesh_lint.rego.types import EntryPoint

LIB = "package team.lib\n\nnames contains input.metadata.name\n"
USES_IMPORT = 'package uses\nimport data.team.lib\ndeny contains "x" if lib.names\n'
USES_REF = 'package refers\ndeny contains "x" if data.team.lib.names\n'
ALONE = 'package alone\nwarn contains "x" if true\n'


def rules(**files: str) -> Ruleset:
    """A ruleset of files; `a__b` is `a.b`."""
    return ruleset([RuleFile(f"{name}.rego", f"{name}.rego", text.encode()) for name, text in files.items()], ["taken"])


def test_entries_are_the_packages_that_deny_or_warn() -> None:
    found = rules(a='package a\ndeny contains "x" if true\nviolation_b contains {} if true\nother := 1\n', lib=LIB)
    assert found.program.entries == (EntryPoint("a", ("deny", "violation_b"), "manifest"),)
    assert [(each.rule.id, each.rule.severity, each.path, each.line) for each in found.rules] == [
        ("a", "error", "a.rego", 2),
        ("a-b", "error", "a.rego", 3),
    ]


def test_a_package_of_gatekeeper_gets_a_review() -> None:
    found = rules(g='package g\nviolation contains {"msg": "x"} if input.review.object.kind\n')
    assert found.program.entries == (EntryPoint("g", ("violation",), "review"),)


def test_what_a_package_is_called_when_it_has_odd_characters() -> None:
    assert rules(a='package a["b-c"].d\ndeny contains 1 if true\n').program.entries[0].package == 'a["b-c"].d'


def test_without_a_file_goes_what_needs_it() -> None:
    left = without(rules(lib=LIB, uses=USES_IMPORT, refers=USES_REF, alone=ALONE), "lib.rego", "broken", 3)
    assert [module.path for module in left.program.modules] == ["alone.rego"]
    assert [entry.package for entry in left.program.entries] == ["alone"]
    assert left.not_checked == (
        NotChecked("lib.rego", "broken", None, 3),
        NotChecked("refers.rego", "not run: it needs lib.rego"),
        NotChecked("uses.rego", "not run: it needs lib.rego"),
    )


def test_what_is_needed_by_what_needs_it_goes_too() -> None:
    chain = rules(
        one="package one\nf(x) := x\n",
        two="package two\nimport data.one\ng(x) := one.f(x)\n",
        three='package three\nimport data.two\ndeny contains "x" if two.g(1)\n',
    )
    assert without(chain, "one.rego", "gone").program.modules == ()


def test_all_files_of_a_package_go_together() -> None:
    both = rules(a="package p\nhelper := 1\n", b='package p\ndeny contains "x" if helper\n')
    assert without(both, "a.rego", "gone").program.modules == ()


def test_a_file_that_is_no_text_goes_with_what_needs_it() -> None:
    files = [
        RuleFile("lib.rego", "lib.rego", LIB.encode() + b"# \xff\n"),
        RuleFile("uses.rego", "uses.rego", USES_IMPORT.encode()),
    ]
    found = ruleset(files)
    assert found.program.modules == ()
    assert [each.reason for each in found.not_checked] == ["not run: it is not UTF-8", "not run: it needs lib.rego"]


def test_a_bad_card_is_told_with_its_line() -> None:
    found = rules(a="# METADATA\n# custom: {severity: high}\n" + ALONE)
    assert found.rules == ()
    assert (found.not_checked[0].file, found.not_checked[0].line) == ("a.rego", 1)


def test_ids_are_used_once() -> None:
    card = "# METADATA\n# custom: {{id: {}}}\n"
    found = rules(
        a=card.format("same") + 'package a\ndeny contains "x" if true\n',
        b=card.format("same") + 'package b\ndeny contains "x" if true\n',
        c=card.format("taken") + 'package c\ndeny contains "x" if true\n',
    )
    assert [each.path for each in found.rules] == ["a.rego"]
    assert {each.file: each.reason for each in found.not_checked} == {
        "b.rego": "not run: a.rego has the same id, `same`",
        "c.rego": "not run: a built-in rule has the id `taken`",
    }


def test_data_goes_where_its_folders_say() -> None:
    files = [
        RuleFile("d/data.json", "data.json", b'{"top": 1, "a": {"x": 1}}'),
        RuleFile("d/a/data.yaml", "a/data.yaml", b"y: 2"),
    ]
    assert ruleset(files).program.data == {"top": 1, "a": {"x": 1, "y": 2}}


def test_data_that_cannot_be_used_is_told() -> None:
    files = [
        RuleFile("d/data.json", "data.json", b"{"),
        RuleFile("e/data.json", "data.json", b"[]"),
        RuleFile("f/data.json", "data.json", b'{"config": {}}'),
    ]
    found = ruleset(files)
    assert found.program.data == {}
    assert [each.file for each in found.not_checked] == ["d/data.json", "e/data.json", "f/data.json"]


def test_tests_are_not_run_as_rules() -> None:
    files = [RuleFile("a_test.rego", "a_test.rego", b'package a_test\ndeny contains "x" if true\n')]
    found = ruleset(files)
    assert (found.program.modules, [module.path for module in found.tests]) == ((), ["a_test.rego"])


def test_kebab() -> None:
    assert [kebab(text) for text in ("kubernetes.admission", "Main_rule", 'a["b-c"]', "…")] == [
        "kubernetes-admission",
        "main-rule",
        "a-b-c",
        "rule",
    ]
