"""Paths from the top of the repository, wherever the command ran."""

from __future__ import annotations

import pytest
from sample_reports import CLEAN, MIXED, TWICE

from cmesh_lint.finding import NotChecked
from cmesh_lint.system.checkout import seen_from, top


@pytest.fixture
def repository(tmp_path):
    """A checkout with a folder, a link to that folder, and a neighbour outside."""
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "repo" / "apps" / "echo").mkdir(parents=True)
    (tmp_path / "repo" / "linked").symlink_to(tmp_path / "repo" / "apps")
    return tmp_path / "repo"


def named(repository, folder, file):
    report = CLEAN._replace(not_checked=(NotChecked(file.format(repository), "x"),))
    (item,) = seen_from(report, str(repository), str(repository / folder)).not_checked
    return item.file


@pytest.mark.parametrize(
    ("folder", "file", "expected"),
    [
        ("", "apps/a.yaml", "apps/a.yaml"),
        ("", "./apps/../a.yaml", "a.yaml"),
        ("apps", "echo/a.yaml", "apps/echo/a.yaml"),
        ("apps/echo", "../a.yaml", "apps/a.yaml"),
        ("apps", "{}/b.yaml", "b.yaml"),
        ("", "linked/a.yaml", "apps/a.yaml"),
        ("", "<stdin>", "<stdin>"),
    ],
)
def test_inside(repository, folder, file, expected):
    assert named(repository, folder, file) == expected


def test_outside(repository):
    assert named(repository, "", "../out.yaml") == f"{repository.parent}/out.yaml"


def test_the_top(repository, tmp_path):
    assert top(str(repository / "apps" / "echo")) == str(repository)
    assert top(str(tmp_path)) == str(tmp_path)


def test_a_work_tree_has_a_file_for_git(repository):
    (repository / "apps" / ".git").write_text("gitdir: elsewhere\n")
    assert top(str(repository / "apps" / "echo")) == str(repository / "apps")


def test_all_places_of_a_report(repository):
    seen = seen_from(MIXED._replace(findings=(TWICE,)), str(repository), str(repository / "apps"))
    assert seen.findings[0].place.file == "apps/apps/echo.json"
    assert seen.findings[0].related[0].place.file == "apps/apps/echo.json"
    assert seen.not_checked[0].file == "apps/apps/chart/values.yaml"
    assert (seen.counts, seen.versions) == (MIXED.counts, MIXED.versions)
