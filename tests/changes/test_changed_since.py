"""`lint --changed-since`: what is new since a commit counts, and nothing else does. Real repositories."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

import pytest
from repositories import BAD, SERVICE, Repository

from cmesh_lint import cli
from cmesh_lint.rule import fix_example
from cmesh_lint.rules.echo import ECHO

OTHER = fix_example(
    ECHO, ("metadata:\n  name: echo\n", "metadata:\n  name: other\n"), ("  - name: echo\n", "  - name: other\n")
)
OTHER_BAD = fix_example(OTHER, ("default/echo", "default/other"), ("connect_timeout: 5s", "connect_timeoutt: 5s"))


class Told:
    """What a run says: exit status, and (file, line, rule) of what is new and of what is old."""

    def __init__(self, status: int, report: dict[str, Any], errors: str) -> None:
        self.status = status
        self.report = report
        self.errors = errors
        self.new = [(each["file"], each["line"], each["rule"]) for each in report["findings"]]
        self.changes = report["changes"]
        self.old = [(each["file"], each["line"], each["rule"]) for each in self.changes["old_findings"]]


@pytest.fixture
def changed(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str, since: str = "main", status: int | None = None) -> Told:
        found = cli.run(["lint", "--format", "json", "--changed-since", since, *(arguments or (".",))])
        said = capsys.readouterr()
        assert status in (None, found)
        return Told(found, json.loads(said.out), said.err)

    return run


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str, since: str = "main") -> str:
        assert cli.run(["lint", "--changed-since", since, *(arguments or (".",))]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        return said.err.splitlines()[-1].removeprefix("Error: --changed-since").lstrip(": ")

    return run


def branch(repository: Repository, before: dict[str, str | bytes]) -> None:
    """`main` with these files, and a branch of it."""
    repository.commit(before)
    repository.git("checkout", "-q", "-b", "change")


def test_a_new_finding(repository, changed):
    branch(repository, {"a.yaml": ECHO, "b.yaml": "a: 1\n"})
    commit = repository.git("rev-parse", "main").strip()
    repository.commit({"a.yaml": BAD})
    told = changed()
    assert (told.status, told.new, told.old) == (1, [("a.yaml", 43, "unknown-field")], [])
    assert told.changes | {"old_findings": []} == {
        "since": "main",
        "commit": commit,
        "old_findings": [],
        "gone": 0,
        "not_applied": [],
    }
    assert told.report["summary"]["files"] == 2


def test_an_old_finding_does_not_count(repository, changed):
    branch(repository, {"a.yaml": BAD})
    repository.commit({"b.yaml": OTHER_BAD.replace("connect_timeoutt", "connect_timeout")})
    told = changed()
    assert (told.status, told.new, told.old) == (0, [], [("a.yaml", 43, "unknown-field")])


def test_a_mended_finding_is_gone(repository, changed):
    branch(repository, {"a.yaml": BAD})
    repository.commit({"a.yaml": ECHO})
    told = changed()
    assert (told.status, told.new, told.old, told.changes["gone"]) == (0, [], [], 1)


def test_lines_can_move(repository, changed):
    branch(repository, {"a.yaml": BAD})
    repository.commit({"a.yaml": "# one\n# two\n" + BAD})
    told = changed()
    assert (told.new, told.old) == ([], [("a.yaml", 45, "unknown-field")])


def test_of_equal_findings_as_many_are_old_as_there_were(repository, changed):
    branch(repository, {"a.yaml": BAD})
    repository.commit({"a.yaml": BAD + "---\n" + BAD})
    told = changed("--severity", "duplicate-object=off", ".")
    assert told.old == [("a.yaml", 43, "unknown-field")]
    assert told.new == [("a.yaml", 87, "unknown-field")]


@pytest.mark.parametrize("committed", [True, False])
def test_a_moved_file_keeps_its_findings(repository, changed, committed):
    branch(repository, {"a.yaml": BAD})
    (repository.folder / "apps").mkdir()
    repository.git("mv", "a.yaml", "apps/é b.yaml")
    if committed:
        repository.commit()
    told = changed()
    assert (told.new, told.old) == ([], [("apps/é b.yaml", 43, "unknown-field")])


def test_two_files_change_places(repository, changed):
    branch(repository, {"a.yaml": BAD, "b.yaml": OTHER_BAD})
    repository.git("mv", "a.yaml", "c.yaml")
    repository.git("mv", "b.yaml", "d.yaml")
    repository.commit()
    told = changed()
    assert (told.new, told.old) == ([], [("c.yaml", 43, "unknown-field"), ("d.yaml", 43, "unknown-field")])


def test_a_deleted_service(repository, changed):
    branch(repository, {"a.yaml": ECHO, "service.yaml": SERVICE, "apps/elsewhere.yaml": "a: 1\n"})
    repository.git("rm", "-q", "service.yaml")
    repository.commit()
    told = changed()
    assert (told.status, told.new) == (1, [("a.yaml", 10, "unknown-service")])
    # A Service that was not there before may be anywhere.
    assert changed(since="HEAD").new == []


def test_a_service_that_moves_to_another_file_is_there(repository, changed):
    branch(repository, {"a.yaml": ECHO, "service.yaml": SERVICE})
    repository.git("rm", "-q", "service.yaml")
    repository.commit({"all.yaml": "a: 1\n---\n" + SERVICE})
    assert changed(status=0).new == []


def test_a_reference_that_comes_while_the_service_goes(repository, changed):
    branch(repository, {"service.yaml": SERVICE, "b.yaml": "a: 1\n"})
    repository.git("rm", "-q", "service.yaml")
    repository.commit({"a.yaml": ECHO})
    assert changed().new == [("a.yaml", 10, "unknown-service")]


def test_what_is_not_committed_is_judged(repository, changed):
    branch(repository, {"a.yaml": ECHO})
    repository.write({"a.yaml": BAD, "untracked.yaml": OTHER_BAD})
    assert changed().new == [("a.yaml", 43, "unknown-field"), ("untracked.yaml", 43, "unknown-field")]


def test_the_base_is_where_the_branch_began(repository, changed):
    branch(repository, {"a.yaml": ECHO})
    repository.git("checkout", "-q", "main")
    repository.commit({"a.yaml": BAD})
    repository.git("checkout", "-q", "change")
    repository.commit({"a.yaml": BAD, "b.yaml": "a: 1\n"})
    assert changed().new == [("a.yaml", 43, "unknown-field")]


def test_a_detached_head(repository, changed):
    branch(repository, {"a.yaml": ECHO})
    repository.git("checkout", "-q", repository.commit({"a.yaml": BAD}))
    assert changed().new == [("a.yaml", 43, "unknown-field")]


def test_from_a_folder_within(repository, changed, monkeypatch):
    branch(repository, {"apps/a.yaml": BAD, "b.yaml": BAD})
    repository.commit({"apps/c.yaml": OTHER_BAD})
    monkeypatch.chdir(repository.folder / "apps")
    told = changed("./", "../b.yaml", str(repository.folder / "apps"))
    assert told.new == [("./c.yaml", 43, "unknown-field")]
    assert {each for each in told.old if each[2] == "unknown-field"} == {
        ("../b.yaml", 43, "unknown-field"),
        ("./a.yaml", 43, "unknown-field"),
    }


def test_what_is_excluded_was_excluded(repository, changed):
    branch(repository, {"a.yaml": ECHO, "old/service.yaml": SERVICE})
    (repository.folder / "old/service.yaml").unlink()
    assert changed("--exclude", "old", ".").new == []


@pytest.mark.parametrize(
    "name", ["a\nb.yaml", "-a.yaml", 'a"b\\.yaml', "ä ö.yaml", os.fsdecode(b"\xff.yaml"), "\t.yaml"]
)
def test_odd_names(repository, changed, name):
    branch(repository, {name: BAD})
    repository.write({name: "# moved\n" + BAD})
    told = changed()
    assert (told.new, [each[1:] for each in told.old]) == ([], [(44, "unknown-field")])


def test_line_ends_of_windows(repository, changed):
    repository.git("config", "core.autocrlf", "true")
    branch(repository, {"a.yaml": BAD.replace("\n", "\r\n")})
    assert b"\r" not in subprocess.check_output(["git", "show", "HEAD:a.yaml"])
    told = changed()
    assert (told.new, told.old) == ([], [("a.yaml", 43, "unknown-field")])
    repository.write({"a.yaml": "# one\r\n" + BAD.replace("\n", "\r\n")})
    assert changed().old == [("a.yaml", 44, "unknown-field")]


def test_the_hashes_of_tomorrow(tmp_path, changed, monkeypatch):
    repository = Repository(tmp_path, "--object-format=sha256")
    monkeypatch.chdir(tmp_path)
    branch(repository, {"a.yaml": BAD, "b.yaml": OTHER_BAD})
    repository.write({"b.yaml": "# one\n" + OTHER_BAD})
    told = changed()
    assert (told.new, told.old) == ([], [("a.yaml", 43, "unknown-field"), ("b.yaml", 44, "unknown-field")])


def test_links(repository, changed, tmp_path):
    (tmp_path / "outside.yaml").write_text(OTHER_BAD)
    repository.write({"kept/a.txt": BAD})
    os.symlink("kept/a.txt", repository.folder / "link.yaml")
    os.symlink(tmp_path / "outside.yaml", repository.folder / "outside.yaml")
    os.symlink("nowhere.yaml", repository.folder / "broken.yaml")
    branch(repository, {"b.yaml": "a: 1\n"})
    told = changed()
    assert (told.new, told.old) == ([], [("link.yaml", 43, "unknown-field")])
    reasons = {each["file"]: each["reason"] for each in told.report["not_checked"]}
    assert reasons["outside.yaml"] == "links out of the repository"


def test_a_submodule_is_left_out(repository, changed, tmp_path):
    Repository(tmp_path / "other").commit({"a.yaml": BAD})
    branch(repository, {"b.yaml": "a: 1\n"})
    repository.git("submodule", "add", "-q", str(tmp_path / "other"), "vendored")
    Repository(repository.folder / "clone").commit({"c.yaml": BAD})
    told = changed()
    assert (told.new, told.old, told.report["summary"]["files"]) == ([], [], 1)


def test_text_and_other_formats_show_what_is_new(repository, capsys, tmp_path):
    branch(repository, {"a.yaml": BAD})
    repository.commit({"b.yaml": OTHER_BAD})
    reports = [
        word
        for name in ("github", "markdown", "gitlab")
        for word in ("--format", name, "--output", f"{tmp_path}/{name}")
    ]
    assert cli.run(["lint", *reports, "--format", "text", "--changed-since", "main", "."]) == 1
    text = capsys.readouterr().out
    assert "b.yaml:43:5: error[unknown-field]" in text
    assert "a.yaml:43" not in text
    assert text.splitlines()[-1].endswith("1 new (1 error, 0 warnings), 1 old since `main`; 0 not checked")
    for name in ("github", "markdown", "gitlab"):
        report = (tmp_path / name).read_text()
        assert "b.yaml" in report
        assert "a.yaml" not in report


# How a change is judged is not the change's to say.

OFF = "severity:\n  unknown-field: 'off'\n"


def test_the_configuration_of_the_base_holds(repository, changed):
    branch(repository, {"a.yaml": ECHO})
    repository.commit({"a.yaml": BAD, ".cmesh-lint.yaml": OFF})
    told = changed(status=1)
    assert told.new == [("a.yaml", 43, "unknown-field")]
    assert told.changes["not_applied"] == [".cmesh-lint.yaml"]
    assert told.errors == (
        "not applied: `.cmesh-lint.yaml` of this change; what `main` has holds (override with --config-from head)\n"
    )
    assert changed("--config-from", "head", ".", status=0).changes["not_applied"] == []


def test_a_configuration_that_goes_holds(repository, changed):
    branch(repository, {"a.yaml": ECHO, ".cmesh-lint.yaml": OFF})
    repository.git("rm", "-q", ".cmesh-lint.yaml")
    repository.commit({"a.yaml": BAD})
    told = changed(status=0)
    assert told.changes["not_applied"] == [".cmesh-lint.yaml"]
    assert changed("--no-config", ".", status=1).changes["not_applied"] == []


def test_a_configuration_that_stays_is_not_worth_a_word(repository, changed):
    branch(repository, {"a.yaml": ECHO, ".cmesh-lint.yaml": OFF})
    repository.commit({"a.yaml": BAD})
    told = changed(status=0)
    assert (told.changes["not_applied"], told.errors) == ([], "")


def test_a_nearer_configuration_does_not_come_first(repository, changed, monkeypatch):
    branch(repository, {"apps/a.yaml": ECHO, ".cmesh-lint.yaml": "fail-level: warning\n"})
    repository.commit({"apps/a.yaml": BAD, "apps/.cmesh-lint.yaml": OFF})
    monkeypatch.chdir(repository.folder / "apps")
    assert changed(status=1).changes["not_applied"] == [".cmesh-lint.yaml"]


def test_a_named_configuration_is_that_of_the_base(repository, changed, tmp_path):
    branch(repository, {"a.yaml": ECHO, "ci/lint.yaml": "fail-level: error\n"})
    repository.commit({"a.yaml": BAD, "ci/lint.yaml": OFF})
    assert changed("--config", "ci/lint.yaml", ".", status=1).changes["not_applied"] == ["ci/lint.yaml"]
    (tmp_path / "lint.yaml").write_text(OFF)
    assert changed("--config", str(tmp_path / "lint.yaml"), ".", status=0).changes["not_applied"] == []


def test_the_baseline_of_the_base_holds(repository, changed, capsys):
    branch(
        repository,
        {
            "a.yaml": ECHO,
            "baseline.json": '{"version": 1, "findings": []}',
            ".cmesh-lint.yaml": "baseline: baseline.json\n",
        },
    )
    repository.write({"a.yaml": BAD})
    cli.run(["lint", "--write-baseline", "baseline.json", "--format", "json", "."])
    capsys.readouterr()
    told = changed(status=1)
    assert told.changes["not_applied"] == ["baseline.json"]
    assert changed("--config-from", "head", ".", status=0).new == []


RULE = """\
# METADATA
# title: Nothing is called echo
package team.names

# METADATA
# title: Nothing is called echo
# custom:
#   id: no-echo
deny contains "no echo" if input.metadata.name == "{}"
"""


def test_the_rules_of_the_base_hold(repository, changed):
    before = {"a.yaml": "a: 1\n", "policy/names.rego": RULE.format("echo"), ".cmesh-lint.yaml": "rules: [policy]\n"}
    branch(repository, before)
    repository.commit({"a.yaml": ECHO})
    told = changed(status=1)
    assert ([each[2] for each in told.new], told.changes["not_applied"]) == (["no-echo"], [])
    repository.commit(
        {
            "policy/names.rego": RULE.format("nobody"),
            "policy/more.rego": RULE.format("x").replace("team.names", "team.more").replace("no-echo", "no-x"),
        }
    )
    told = changed(status=1)
    assert ([each[2] for each in told.new], told.changes["not_applied"]) == (["no-echo"], ["policy"])
    assert changed("--config-from", "head", ".", status=0).new == []


# What cannot be compared.


def test_a_shallow_clone(repository, refused, changed, tmp_path, monkeypatch):
    branch(repository, {"a.yaml": ECHO})
    for number in range(3):
        repository.commit({"b.yaml": f"a: {number}\n"})
    repository.commit({"a.yaml": BAD})
    source = f"file://{repository.folder}"
    repository.git("clone", "-q", "--depth=1", "--no-single-branch", source, str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")
    assert refused(since="origin/main").startswith(
        "`origin/main` and HEAD have no common commit; this clone is shallow: "
    )
    assert "`fetch-depth: 0` of actions/checkout" in refused(since="0123456789")
    subprocess.run(["git", "-c", "protocol.file.allow=always", "fetch", "-q", "--unshallow"], check=True)
    assert changed(since="origin/main").new == [("a.yaml", 43, "unknown-field")]


def test_histories_with_nothing_in_common(repository, refused):
    repository.commit({"a.yaml": ECHO})
    repository.git("checkout", "-q", "--orphan", "other")
    repository.commit({"b.yaml": ECHO})
    assert refused() == "`main` and HEAD have no common commit"


@pytest.mark.parametrize("ref", ["nothing", "HEAD:a.yaml", "--upload-pack=x", "-h", "", "main..change", "main\n"])
def test_no_commit(repository, refused, ref):
    branch(repository, {"a.yaml": ECHO})
    assert refused(since=ref) in (f"there is no commit `{ref}`", f"`{ref}` is not a commit", "`", "` names no commit")


def test_no_commit_at_all(repository, refused):
    repository.write({"a.yaml": ECHO})
    assert refused(since="HEAD") == "there is no commit `HEAD`"


def test_no_repository(tmp_path, refused, monkeypatch):
    (tmp_path / "a.yaml").write_text(ECHO)
    monkeypatch.chdir(tmp_path)
    assert refused() == "there is no git repository here"


def test_no_git(repository, refused, monkeypatch, tmp_path):
    branch(repository, {"a.yaml": ECHO})
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refused() == "git cannot be run: no such file or directory"


def test_paths_elsewhere(repository, refused, tmp_path):
    branch(repository, {"a.yaml": ECHO})
    (tmp_path / "b.yaml").write_text(ECHO)
    assert refused(str(tmp_path / "b.yaml")).endswith(
        f"`{tmp_path}/b.yaml` is not in the repository at {repository.folder}"
    )


def test_a_partial_clone_says_what_it_lacks(repository, refused, tmp_path, monkeypatch):
    branch(repository, {"a.yaml": BAD})
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.commit({"a.yaml": ECHO})
    repository.git("clone", "-q", "--filter=blob:none", f"file://{repository.folder}", str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")
    marker = tmp_path / "executed"
    subprocess.run(["git", "config", "remote.origin.uploadpack", f"touch {marker};"], check=True)
    assert "is not in this clone: it may be a partial one" in refused(since="origin/main")
    assert not marker.exists()


def test_a_new_baseline_is_another_thing(repository, capsys):
    branch(repository, {"a.yaml": BAD})
    assert cli.run(["lint", "--changed-since", "main", "--write-baseline", "b.json", "."]) == 2
    assert "exclude each other" in capsys.readouterr().err


def test_nothing_of_the_repository_is_executed(repository, changed, tmp_path, monkeypatch):
    """Every program that a configuration, an attribute or a hook of git can name would leave a file."""
    branch(
        repository, {"a.yaml": BAD, "b.yaml": OTHER_BAD, ".gitattributes": "*.yaml filter=evil diff=evil merge=evil\n"}
    )
    program = tmp_path / "evil"
    program.write_text(f'#!/bin/sh\necho "$0 $@" >> {tmp_path}/executed\ncat\n')
    program.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "core.pager",
        "core.editor",
        "core.sshCommand",
        "core.gitProxy",
        "core.askPass",
        "core.alternateRefsCommand",
        "diff.external",
        "diff.evil.command",
        "diff.evil.textconv",
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.evil.process",
        "merge.evil.driver",
        "pager.grep",
        "pager.diff-index",
        "credential.helper",
        "uploadpack.packObjectsHook",
        "alias.ls-tree",
    ):
        repository.git("config", key, str(program))
    for hook in ("post-index-change", "pre-commit", "post-checkout", "reference-transaction", "fsmonitor-watchman"):
        (repository.folder / ".git/hooks").mkdir(exist_ok=True)
        os.symlink(program, repository.folder / ".git/hooks" / hook)
    (repository.folder / "a.yaml").write_text("# one\n" + BAD)
    os.utime(repository.folder / "b.yaml")
    told = changed()
    assert (told.new, told.old) == ([], [("a.yaml", 44, "unknown-field"), ("b.yaml", 43, "unknown-field")])
    assert cli.run(["hook", "a.yaml", "b.yaml"]) == 1
    assert not (tmp_path / "executed").exists()
    repository.git("-c", "core.fsmonitor=", "diff")
    assert (tmp_path / "executed").exists()


def test_git_environment_of_a_hook_does_not_mislead(repository, changed, tmp_path, monkeypatch):
    branch(repository, {"a.yaml": ECHO})
    repository.write({"a.yaml": BAD})
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nothing"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "no-index"))
    assert changed().new == [("a.yaml", 43, "unknown-field")]
