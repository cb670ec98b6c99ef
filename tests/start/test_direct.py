"""Plain calls that are read without click come out as click reads them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cmesh_lint import cli
from cmesh_lint.commands import direct, group

OPTIONS = (
    *("--no-config", "--progress", "--no-progress", "--assume-complete", "--kustomize", "--no-kustomize"),
    *("--no-ignores", "--show-ignored", "--config=x", "--config=", "--config", "--baseline", "--baseline=b", "x"),
    *("--color", "--color=never", "--color=pink", "always", "auto", "--fail-level", "--fail-level=never", "warning"),
    *("--format", "--format=json", "--format=odd", "sarif", "text", "--no-config=x", "--", "-", "", "-h", "--help"),
    *("--version", "--unknown", "--no-conf", "-x", "lint", "hook", "verify", "--kustomize-plugins", "--severity=a=off"),
    *("--exclude", "--output=f", "--changed-since=HEAD", "--cilium-version=1.18", "--write-baseline=w", "a.yaml"),
)
PLAIN = (
    *(["a.yaml"], ["lint", "a.yaml"], ["hook", "a.yaml", "b.yaml"], ["--no-config", "a.yaml"], ["--", "-a.yaml"]),
    *(["a.yaml", "--color", "never"], ["hook", "--no-config", "--fail-level=warning", "a.yaml"], ["-"]),
    *(["--format", "json", "a.yaml"], ["--config", "c.yaml", "a.yaml"], ["--no-progress", "."]),
)


def calls() -> Iterator[list[str]]:
    """Command lines of up to three words, with a path beside them and without, in three commands."""
    for count in (0, 1, 2):
        for words in itertools.product(OPTIONS, repeat=count):
            for command in ([], ["lint"], ["hook"]):
                yield [*command, *words, "p.yaml"]
                yield [*command, "p.yaml", *words]
                yield [*command, *words]


def by_click(args: list[str]) -> tuple[str, dict[str, Any]]:
    """The command and its values, as click reads them; raises what click shows."""
    above = group.cli.make_context("cmesh-lint", list(args))
    name, command, rest = group.cli.resolve_command(above, [*_first(above), *above.args])
    assert name is not None and command is not None
    with above:
        return name, command.make_context(name, rest, parent=above).params


def _first(context: Any) -> list[str]:
    # It has a name of its own in click 8.1.
    found: list[str] = vars(context).get("_protected_args", vars(context).get("protected_args"))
    return found


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def test_both_read_the_same() -> None:
    read = 0
    for args in calls():
        call = direct.read(args, {})
        if call is not None:
            read += 1
            assert by_click(args) == (call.command, call.values), args
    assert read > 2_000


@pytest.mark.parametrize("args", PLAIN, ids=" ".join)
def test_plain_calls_need_no_click(args: list[str]) -> None:
    assert direct.read(args, {"PATH": "/bin"}) is not None


@pytest.mark.parametrize("name", ["CMESH_LINT_FORMAT", "CMESH_LINT_RULES", "_CMESH_LINT_COMPLETE"])
def test_variables_are_for_click(name: str) -> None:
    assert direct.read(["a.yaml"], {name: ""}) is None


def test_an_option_that_is_a_file_is_for_click(tmp_path: Path) -> None:
    (tmp_path / "--no-config").touch()
    assert direct.read(["--no-config", "a.yaml"], {}) is None
    assert direct.read(["--no-config", "--", "a.yaml"], {}) is None


@pytest.mark.parametrize("command", ["lint", "hook"])
@pytest.mark.parametrize(
    "more", [["absent.yaml"], ["--config", "absent.yaml", "p.yaml"], ["--baseline=none", "p.yaml"]]
)
def test_errors_are_shown_as_click_shows_them(
    command: str, more: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "p.yaml").touch()
    args = [command, *more]
    assert direct.read(args, {}) is not None
    first = cli.run(args), capsys.readouterr()
    monkeypatch.setattr(direct, "read", lambda *_: None)
    assert (cli.run(args), capsys.readouterr()) == first


def test_an_interrupt_ends_as_with_click(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("cmesh_lint.run.run", interrupt)
    Path("p.yaml").touch()
    first = cli.run(["p.yaml"]), capsys.readouterr()
    monkeypatch.setattr(direct, "read", lambda *_: None)
    assert (cli.run(["p.yaml"]), capsys.readouterr()) == first
