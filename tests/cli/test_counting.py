"""From the command line: which findings count, and that everything that does not is told."""

from __future__ import annotations

import json

import pytest

from cmesh_lint import cli
from cmesh_lint.rules import catalogue
from cmesh_lint.rules.page import without_wants

ERROR = without_wants(catalogue.find("unknown-field").page().bad)
WARNING = without_wants(catalogue.find("path-without-slash").page().bad).replace("default", "shop")
"""In another namespace, so that the two have nothing to do with each other."""
GOOD = catalogue.find("unused-ignore").page().good


@pytest.fixture
def lint(tmp_path, monkeypatch, capsysbinary):
    """`lint(*args)` in a folder with a few files gives exit status, standard output and standard error."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    for name, text in {"apps/error.yaml": ERROR, "apps/warning.yaml": WARNING, "ignored.yaml": GOOD}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)

    def run(*args):
        code = cli.run(args)
        out, err = capsysbinary.readouterr()
        return code, out.decode(), err.decode()

    return run


def summary(out):
    return out.splitlines()[-1].partition(": ")[2]


def said(lint, *args):
    return json.loads(lint(*args, "--format", "json")[1])


def test_what_is_ignored_is_counted_and_listed_on_request(lint):
    code, out, _ = lint("ignored.yaml")
    assert (code, summary(out)) == (0, "0 errors, 0 warnings; 1 ignored; 0 not checked")
    assert "path-without-slash" not in out
    _, out, _ = lint("ignored.yaml", "--show-ignored")
    place, reason, empty, _ = out.splitlines()
    assert place.startswith("ignored: ignored.yaml:")
    assert "warning[path-without-slash]: " in place
    assert reason.startswith("  = the gateway in front sends paths without slash (comment at ignored.yaml:")
    assert empty == ""


def test_no_ignores(lint):
    _, out, _ = lint("ignored.yaml", "--no-ignores")
    assert summary(out) == "0 errors, 1 warning; 0 not checked"
    assert "warning[path-without-slash]" in out


def test_the_configuration_says_how_severe(lint, tmp_path):
    (tmp_path / ".cmesh-lint.yaml").write_text(
        "severity: {path-without-slash: error}\noverrides: [{paths: [ignored.yaml], severity: {path-without-slash: off}}]\n"
    )
    assert lint("apps/warning.yaml")[0] == 1
    code, out, _ = lint("ignored.yaml", "--no-ignores", "--show-ignored")
    assert (code, summary(out)) == (0, "0 errors, 0 warnings; 1 switched off; 0 not checked")
    assert "\n  = switched off by .cmesh-lint.yaml\n" in out


def test_a_flag_counts_before_the_configuration(lint, tmp_path):
    (tmp_path / ".cmesh-lint.yaml").write_text(
        "overrides: [{paths: [apps], severity: {unknown-field: warning, path-without-slash: error}}]\n"
    )
    code, out, _ = lint("apps", "--severity", "path-without-slash=info")
    assert (code, summary(out)) == (0, "0 errors, 1 warning, 1 info; 0 not checked")
    assert lint("apps", "--severity", "unknown-field=on")[0] == 1
    (ignored,) = said(lint, "apps/error.yaml", "--severity", "unknown-field=off")["ignored"]
    assert (ignored["rule"], ignored["reason"], ignored["by"], ignored["ignored_at"]) == (
        "unknown-field",
        "switched off by --severity",
        "configuration",
        None,
    )


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("unknown-fields=off", "--severity: there is no rule `unknown-fields`; did you mean `unknown-field`?"),
        ("unknown-field=of", "`unknown-field=of`: expected RULE=LEVEL, with one of off, on, info"),
        ("unknown-field", "`unknown-field`: expected RULE=LEVEL"),
        ("=off", "`=off`: expected RULE=LEVEL"),
    ],
)
def test_a_flag_that_makes_no_sense_is_a_usage_error(lint, value, message):
    code, out, err = lint("apps", "--severity", value)
    assert (code, out) == (2, "")
    assert message in err


def test_an_unknown_rule_in_the_configuration_is_a_usage_error(lint, tmp_path):
    (tmp_path / ".cmesh-lint.yaml").write_text("severity:\n  unknown-fields: off\n")
    code, out, err = lint("apps")
    assert (code, out) == (2, "")
    assert err.endswith(".cmesh-lint.yaml:2:3: there is no rule `unknown-fields`; did you mean `unknown-field`?\n")


def test_a_baseline_from_the_first_run_to_the_last(lint, tmp_path):
    code, out, _ = lint("apps", "--write-baseline", "known.json")
    assert (code, summary(out)) == (0, "0 errors, 0 warnings; 2 in the baseline; 0 not checked")
    written = (tmp_path / "known.json").read_bytes()
    lint("apps", "--write-baseline", "known.json")
    assert (tmp_path / "known.json").read_bytes() == written

    (tmp_path / "apps/error.yaml").write_text("# moved\n\n" + ERROR)
    code, out, _ = lint("apps", "--baseline", "known.json", "--show-ignored")
    assert (code, summary(out)) == (0, "0 errors, 0 warnings; 2 in the baseline; 0 not checked")
    assert "in the baseline: apps/error.yaml:" in out

    (tmp_path / "apps/new.yaml").write_text(ERROR)
    assert lint("apps", "--baseline", "known.json")[0] == 1
    (tmp_path / "apps/new.yaml").unlink()

    (tmp_path / "apps/error.yaml").write_text(GOOD)
    (tmp_path / "apps/warning.yaml").unlink()
    code, out, _ = lint("apps", "--baseline", "known.json")
    assert code == 0
    gone = [line for line in out.splitlines() if line.startswith("gone: ")]
    assert [line.split(": ")[1:3] for line in gone] == [
        ["apps/error.yaml", "unknown-field"],
        ["apps/warning.yaml", "path-without-slash"],
    ]
    assert all(line.endswith(" (still in known.json)") for line in gone)


def test_a_run_on_a_part_says_nothing_of_the_rest(lint, tmp_path):
    lint("apps", "--write-baseline", "known.json")
    report = said(lint, "apps/error.yaml", "--baseline", "known.json")
    assert (report["findings"], report["baseline"]["gone"]) == ([], [])
    assert [each["rule"] for each in report["baseline"]["findings"]] == ["unknown-field"]
    assert (report["summary"]["in_baseline"], report["summary"]["ignored"]) == (1, 0)


def test_the_configuration_names_a_baseline(lint, tmp_path, monkeypatch):
    lint("apps", "--write-baseline", "known.json")
    (tmp_path / ".cmesh-lint.yaml").write_text("baseline: known.json\n")
    assert lint("apps")[0] == 0
    monkeypatch.chdir(tmp_path / "apps")
    assert lint(".")[0] == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "cannot read `known.json`: No such file or directory"), ("{}", "`known.json` is not a baseline")],
)
def test_a_baseline_that_cannot_be_used_is_a_usage_error(lint, tmp_path, content, message):
    if content is not None:
        (tmp_path / "known.json").write_text(content)
    code, out, err = lint("apps", "--baseline", "known.json")
    assert (code, out) == (2, "")
    assert message in err


def test_nothing_said_lints_what_the_configuration_names(lint, tmp_path):
    code, out, err = lint()
    assert (code, out) == (2, "")
    assert err.startswith("Usage: cmesh-lint ")
    (tmp_path / ".cmesh-lint.yaml").write_text("paths: [apps]\n")
    assert lint() == lint("apps")
    assert lint()[0] == 1


def test_a_folder_in_place_of_the_configuration_is_an_error(lint, tmp_path):
    (tmp_path / ".cmesh-lint.yaml").mkdir()
    code, out, err = lint("apps")
    assert (code, out) == (2, "")
    assert err.endswith(".cmesh-lint.yaml`: Is a directory\n")


def test_versions_left_out_say_nothing_of_ignores(lint, tmp_path):
    text = WARNING.replace("connect_timeout: 5s", "connect_timeout: 5s  # cmesh-lint: ignore[weight-zero] later")
    (tmp_path / "apps/warning.yaml").write_text(text)
    (tmp_path / ".cmesh-lint.yaml").write_text('cilium-version: ["1.18", "1.20"]\n')
    rules = {each["rule"] for each in said(lint, "apps/warning.yaml")["findings"]}
    assert {"path-without-slash", "unused-ignore"} <= rules
    rules = {each["rule"] for each in said(lint, "apps/warning.yaml", "--cilium-version", "1.18")["findings"]}
    assert "path-without-slash" in rules
    assert "unused-ignore" not in rules


RULE = """\
package acme.names

deny contains {"id": "acme-no-echo", "msg": "no echo", "path": ["spec", "resources", 0, "name"]} if {
	input.spec.resources[0].name == "echo"
}

warn contains {"msg": "no owner", "path": ["metadata"]} if not input.metadata.labels.owner
"""


@pytest.fixture
def organisation(tmp_path):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/names.rego").write_text(RULE)
    (tmp_path / ".cmesh-lint.yaml").write_text("rules: [rules]\n")


def test_an_organisation_rule_is_ignored_like_any_other(lint, tmp_path, organisation):
    assert [each["rule"] for each in said(lint, "ignored.yaml")["findings"]] == ["acme-names", "acme-no-echo"]
    text = GOOD.replace("metadata:\n", "metadata:  # cmesh-lint: ignore[acme-no-echo] not here\n")
    text = text.replace("spec:\n", "# cmesh-lint: ignore[acme-no-echo, weight-zero] an example\nspec:\n")
    text = text.replace("  annotations:\n", "  annotations:\n    ignore.cmesh-lint.io/acme-names: nobody's\n")
    (tmp_path / "ignored.yaml").write_text(text)
    report = said(lint, "ignored.yaml")
    assert [(each["rule"], each["reason"]) for each in report["ignored"][:2]] == [
        ("acme-names", "nobody's"),
        ("acme-no-echo", "an example"),
    ]
    assert [(each["rule"], each["message"].split("`")[1]) for each in report["findings"]] == [
        ("unused-ignore", "weight-zero")
    ]


def test_an_organisation_rule_is_switched_off_like_any_other(lint, tmp_path, organisation):
    (tmp_path / ".cmesh-lint.yaml").write_text("rules: [rules]\nseverity: {acme-no-echo: off, acme-names: info}\n")
    report = said(lint, "ignored.yaml")
    assert [(each["rule"], each["severity"]) for each in report["findings"]] == [("acme-names", "info")]
    assert report["summary"]["switched_off"] == 1
