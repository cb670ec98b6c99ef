"""An id that a rule had before keeps its meaning wherever people wrote it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cmesh_lint import cli
from cmesh_lint.config.settings import Settings
from cmesh_lint.filters.baseline import build, render
from cmesh_lint.generate.subscriptions import subscriptions
from cmesh_lint.pipeline import of_sources
from cmesh_lint.report import Report
from cmesh_lint.rule import Rule
from cmesh_lint.rules import catalogue
from cmesh_lint.rules.page import without_wants
from cmesh_lint.rules.subscriptions import ALIASES
from cmesh_lint.source.files import Source
from cmesh_lint.versions import NEWEST, Version

MADE_UP = {
    "slash-less-path": "path-without-slash",
    "unused-ignoring": "unused-ignore",
    "no-such-field": "unknown-field",
}
PAIRS = sorted({**MADE_UP, **ALIASES}.items())


@pytest.fixture(params=PAIRS, ids=lambda pair: f"{pair[0]} is {pair[1]}")
def renamed(request, monkeypatch) -> tuple[str, Rule]:
    """An id that a rule had, and the rule."""
    former, now = request.param
    monkeypatch.setitem(ALIASES, former, now)
    return former, catalogue.card(now)


def bad(rule: Rule) -> str:
    return without_wants(rule.page().bad)


def judged(rule: Rule, text: str) -> Report:
    version = Version.parse(rule.until) if rule.until else NEWEST
    return of_sources([Source("bad.yaml", text.encode())], Settings(paths=(), cilium_versions=(version,)))


def said(capsys, *args: str) -> tuple[int, str, str]:
    code = cli.run(args)
    return code, *capsys.readouterr()


def test_the_table_is_what_the_rules_say():
    assert {former: rule.id for rule in catalogue.every() for former in rule.formerly} == ALIASES
    assert Path(catalogue.__file__).with_name("subscriptions.py").read_text("utf-8") == subscriptions()


def test_the_table_is_made_of_the_rules(monkeypatch):
    rule = catalogue.card("unknown-field")._replace(formerly=("no-such-field", "a-field"))
    monkeypatch.setattr("cmesh_lint.generate.subscriptions.modules", lambda: iter([("schema.unknown_field", rule)]))
    made: dict[str, object] = {}
    exec(subscriptions(), made)
    assert list(made["ALIASES"].items()) == [("a-field", "unknown-field"), ("no-such-field", "unknown-field")]


def test_a_former_id_is_not_free(monkeypatch):
    taken = catalogue.card("unknown-field")._replace(formerly=("weight-zero",))
    rules = {name: taken if rule.id == taken.id else rule for name, rule in catalogue.modules()}
    monkeypatch.setattr(catalogue, "_names", lambda package: iter(rules))
    monkeypatch.setattr(catalogue, "_rule", rules.__getitem__)
    with pytest.raises(catalogue.CatalogueError, match="rule id used twice: weight-zero"):
        catalogue.every()


@pytest.mark.parametrize("command", [["explain"], ["explain", "--full"], ["rules", "show"]])
def test_it_is_explained(renamed, capsys, monkeypatch, command):
    former, rule = renamed
    monkeypatch.setattr(catalogue, "find", lambda wanted, find=catalogue.find: formerly(find(wanted), former))
    code, out, err = said(capsys, *command, former)
    assert (code, err) == (0, "")
    assert rule.id in out.splitlines()[0]
    assert former in next(line for line in out.splitlines() if line.startswith("formerly ")).split(" ", 1)[1]


def formerly(rule: Rule | None, former: str) -> Rule | None:
    return rule._replace(formerly=(former,)) if rule else None


@pytest.mark.parametrize("how", ["comment", "annotation"])
def test_it_ignores_what_the_current_id_ignores(renamed, how):
    former, rule = renamed
    if how == "annotation" and bad(rule).count("metadata:\n") != 1:
        pytest.skip("the example has no single place for an annotation")

    def outcome(rule_id: str) -> tuple[list[str], list[str]]:
        text = f"# cmesh-lint: ignore-file[{rule_id}] why\n{bad(rule)}"
        if how == "annotation":
            there = f"    ignore.cmesh-lint.io/{rule_id}: why\n"
            key = "  annotations:\n"
            own, new = (key, key) if key in bad(rule) else ("metadata:\n", f"metadata:\n{key}")
            text = bad(rule).replace(own, f"{new}{there}", 1)
        report = judged(rule, text)
        return [each.finding.rule for each in report.ignored], [each.rule for each in report.findings]

    assert outcome(former) == outcome(rule.id)
    assert "ignore-unknown-rule" not in outcome(former)[1] or rule.id == "ignore-unknown-rule"


def test_what_is_found_is_ignored(monkeypatch):
    monkeypatch.setitem(ALIASES, "slash-less-path", "path-without-slash")
    rule = catalogue.card("path-without-slash")
    report = judged(rule, f"# cmesh-lint: ignore-file[slash-less-path] why\n{bad(rule)}")
    assert [each.finding.rule for each in report.ignored] == [rule.id]
    assert report.findings == ()


def test_an_idle_ignore_says_what_the_rule_is_called_now(monkeypatch):
    monkeypatch.setitem(ALIASES, "zero-weight", "weight-zero")
    text = f"# cmesh-lint: ignore-file[zero-weight] why\n{catalogue.card('weight-zero').page().good}"
    (found,) = judged(catalogue.card("weight-zero"), text).findings
    assert found.rule == "unused-ignore"
    assert found.message.startswith("there is no finding of `zero-weight`, now `weight-zero`, to ignore for Cilium ")


def test_what_cannot_be_ignored_in_place_cannot_by_a_former_id(monkeypatch):
    monkeypatch.setitem(ALIASES, "unused-ignoring", "unused-ignore")
    card = catalogue.card("unused-ignore")
    (found,) = judged(card, f"# cmesh-lint: ignore-file[unused-ignoring] why\n{CLEAN}").findings
    assert found.message == "`unused-ignoring` cannot be ignored in a manifest; switch it off in the configuration"


CLEAN = catalogue.card("weight-zero").page().good


@pytest.mark.parametrize("way", ["file", "override", "flag"])
def test_the_configuration_knows_it(renamed, capsys, monkeypatch, tmp_path, way):
    former, rule = renamed
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "bad.yaml").write_text(bad(rule))
    version = ["--cilium-version", rule.until] if rule.until else []
    before = json.loads(said(capsys, "bad.yaml", "--format", "json", *version)[1])
    config = {"file": f"severity: {{{former}: off}}\n", "flag": ""}.get(
        way, f"overrides: [{{paths: [bad.yaml], severity: {{{former}: off}}}}]\n"
    )
    (tmp_path / ".cmesh-lint.yaml").write_text(config)
    flags = ["--severity", f"{former}=off"] if way == "flag" else []
    code, out, err = said(capsys, "bad.yaml", "--format", "json", *version, *flags)
    assert (code < 2, err) == (True, "")
    report = json.loads(out)
    wanted = [each["message"] for each in before["findings"] if each["rule"] == rule.id]
    assert [each["message"] for each in report["ignored"] if each["rule"] == rule.id] == wanted
    assert not any(each["rule"] == rule.id for each in report["findings"])


def test_it_switches_on_what_is_off_by_default(monkeypatch):
    from cmesh_lint.config.overrides import Override, Tuning

    monkeypatch.setitem(ALIASES, "was-it", "now-it")
    tuning = Tuning((Override(severity={"was-it": "on"}), Override(severity={"now-it": "info"}, origin="flag")))
    now = tuning.renamed(catalogue.current_id)
    assert now.enabled() == {"now-it"}
    assert now.level("now-it", "any.yaml", "") == "info"


def test_it_is_never_suggested(renamed, capsys, monkeypatch, tmp_path):
    former, _ = renamed
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.yaml").write_text(CLEAN)
    for args in (["bad.yaml", "--severity", f"{former}x=off"], ["explain", f"{former}x"]):
        code, _, err = said(capsys, *args)
        assert code == 2
        assert f"did you mean `{former}`" not in err


def test_a_baseline_of_before_the_renaming_holds(renamed, capsys, monkeypatch, tmp_path):
    former, rule = renamed
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "bad.yaml").write_text(bad(rule))
    version = Version.parse(rule.until) if rule.until else NEWEST
    found = judged(rule, bad(rule)).findings
    old = [each._replace(rule=former) if each.rule == rule.id else each for each in found]
    (tmp_path / "known.json").write_text(render(build("known.json", old)))
    code, out, _ = said(
        capsys, "bad.yaml", "--baseline", "known.json", "--format", "json", "--cilium-version", version.text
    )
    report = json.loads(out)
    assert (code, report["findings"]) == (0, [])
    assert len(report["baseline"]["findings"]) == len(found)
    assert report["baseline"]["gone"] == []


def test_an_entry_of_before_the_renaming_can_be_gone(monkeypatch, capsys, tmp_path):
    monkeypatch.setitem(ALIASES, "zero-weight", "weight-zero")
    monkeypatch.chdir(tmp_path)
    rule = catalogue.card("weight-zero")
    (found,) = [each._replace(rule="zero-weight") for each in judged(rule, bad(rule)).findings if each.rule == rule.id]
    (tmp_path / "bad.yaml").write_text(CLEAN)
    (tmp_path / "known.json").write_text(render(build("known.json", [found])))
    report = json.loads(said(capsys, "bad.yaml", "--baseline", "known.json", "--format", "json")[1])
    (gone,) = report["baseline"]["gone"]
    assert gone.startswith("bad.yaml: zero-weight: ")


def test_a_rule_of_an_organisation_cannot_take_it(monkeypatch, tmp_path):
    from cmesh_lint.rego.ruleset import load

    monkeypatch.setitem(ALIASES, "zero-weight", "weight-zero")
    path = tmp_path / "own.rego"
    path.write_text('# METADATA\n# custom: {id: zero-weight}\npackage own\n\ndeny contains "no" if input.kind == "x"\n')
    rules = load([str(path)])
    assert [each.reason for each in rules.not_checked] == ["not run: a built-in rule has the id `zero-weight`"]
