"""Which files a run reads. Real folders, real repositories."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from cmesh_lint.finding import LeftOut, NotChecked
from cmesh_lint.source.files import Source, can_be_read_again, find, read_whole

Make = Callable[..., None]


@pytest.fixture(params=["plain", "git"])
def make(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Makes files in the current folder, which is a repository of git or is none."""
    monkeypatch.chdir(tmp_path)
    if request.param == "git":
        git("init", "-q")
    return write


def write(*names: str) -> None:
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a: 1\n")


def git(*arguments: str, cwd: str = ".") -> None:
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.invalid", "-c", "protocol.file.allow=always")
    subprocess.run(["git", *identity, *arguments], cwd=cwd, check=True, capture_output=True)


def test_a_folder_in_sorted_order(make: Make) -> None:
    make("b.yaml", "a/c.yml", "a/b.json", "a.txt", "c.YAML", "d/e/f.yaml", "with blank.yaml", "ä.yaml")
    expected = ["a/b.json", "a/c.yml", "b.yaml", "d/e/f.yaml", "with blank.yaml", "ä.yaml"]
    assert list(find(["."])) == expected
    assert list(find(["a", "d/"])) == ["a/b.json", "a/c.yml", "d/e/f.yaml"]
    assert list(find(["./a"])) == ["./a/b.json", "./a/c.yml"]
    assert list(find([os.fspath(Path.cwd() / "a")])) == [f"{Path.cwd()}/a/b.json", f"{Path.cwd()}/a/c.yml"]


def test_a_file_is_taken_whatever_its_name(make: Make) -> None:
    make("a.txt")
    assert list(find(["a.txt", "absent.yaml", "-"])) == ["a.txt", "absent.yaml", "-"]


def test_each_file_once(make: Make) -> None:
    make("a/b.yaml", "a/c.yaml")
    assert list(find(["a/c.yaml", "a", ".", "./a/b.yaml", "-", "-"])) == ["a/c.yaml", "a/b.yaml", "-"]


def test_nothing_of_tools(make: Make) -> None:
    make(".git/x.yaml", ".venv/lib/x.yaml", "a/env/x.yaml", ".hidden/x.yaml")
    environment(".venv", "a/env")
    left: list[LeftOut] = []
    assert list(find(["."], left_out=left.append)) == [".hidden/x.yaml"]
    assert sorted(left) == [(".venv", "virtual environment"), ("a/env", "virtual environment")]
    left.clear()
    assert list(find(["a"], left_out=left.append)) == []
    assert left == [("a/env", "virtual environment")]


def environment(*folders: str) -> None:
    for folder in folders:
        Path(folder, "bin").mkdir(parents=True)
        Path(folder, "bin/python").touch()
        Path(folder, "pyvenv.cfg").write_text("home = /usr/bin\n")


@pytest.mark.parametrize(
    ("text", "program"), [("", "bin/python"), ("home = /usr\n", "bin/x"), ("# home\nhome: x\n", "bin/python")]
)
def test_a_file_alone_makes_no_environment(make: Make, text: str, program: str) -> None:
    make("apps/x.yaml", f"apps/{program}")
    Path("apps/pyvenv.cfg").write_text(text)
    assert list(find(["."])) == ["apps/x.yaml"]


def test_what_git_tracks_is_read_in_an_environment_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    git("init", "-q")
    write("apps/x.yaml", "apps/y.yaml")
    environment("apps")
    git("add", "apps/x.yaml", "apps/pyvenv.cfg", "apps/bin/python")
    left: list[LeftOut] = []
    assert list(find(["."], left_out=left.append)) == ["apps/x.yaml"]
    assert left == [("apps", "virtual environment")]


def test_links_out_of_what_is_walked(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make("a/b.yaml", "outside.yaml")
    Path("a/in.yaml").symlink_to("c.yaml")
    Path("a/c.yaml").symlink_to("b.yaml")
    Path("a/out.yaml").symlink_to("/dev/zero")
    Path("a/through.yaml").symlink_to("out.yaml")
    Path("a/up.yaml").symlink_to("../outside.yaml")
    is_git = Path(".git").exists()
    found = {path: getattr(path, "reason", "") for path in find(["a"])}
    what = "links out of the repository" if is_git else "links out of the folder"
    up = "" if is_git else what
    assert found == {"a/b.yaml": "", "a/out.yaml": what, "a/through.yaml": what, "a/up.yaml": up}
    assert read_whole(next(path for path in found if path == "a/out.yaml")) == NotChecked("a/out.yaml", what)
    # What a user names is read wherever it leads.
    assert not any(hasattr(path, "reason") for path in find(["a/up.yaml"]))
    assert [path for path in find(["a/up.yaml", "a", "."]) if hasattr(path, "reason")] == [
        "a/out.yaml",
        "a/through.yaml",
    ]


def test_a_loop_of_links_costs_the_links_alone(make: Make) -> None:
    make("a.yaml")
    Path("y.yaml").symlink_to("z.yaml")
    Path("z.yaml").symlink_to("y.yaml")
    found = [read_whole(path) for path in find(["."])]
    reason = "cannot be read: too many levels of symbolic links"
    assert found == [Source("a.yaml", b"a: 1\n"), NotChecked("y.yaml", reason), NotChecked("z.yaml", reason)]


def test_what_is_no_regular_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe.yaml")
    socket.socket(socket.AF_UNIX).bind("socket.yaml")
    Path("link.yaml").symlink_to("pipe.yaml")
    found = [read_whole(path) for path in find(["."])]
    assert found == [NotChecked(name, "not a regular file") for name in ("pipe.yaml", "socket.yaml")]
    assert read_whole("link.yaml") == NotChecked("link.yaml", "not a regular file")
    assert read_whole("/dev/zero") == NotChecked("/dev/zero", "not a regular file")


def test_what_is_named_may_be_a_pipe_and_has_an_end() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"kind: CiliumEnvoyConfig\n")
    os.close(writing)
    (path,) = find([f"/dev/fd/{reading}"])
    assert not can_be_read_again(path)
    assert read_whole(path) == Source(path, b"kind: CiliumEnvoyConfig\n")
    os.close(reading)
    (endless,) = find(["/dev/zero"])
    assert read_whole(endless) == NotChecked("/dev/zero", "more than 20 MiB, and not a regular file")


def test_node_modules_outside_of_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("node_modules/x.yaml", "a/node_modules/x.yaml", "a/x.yaml")
    left: list[LeftOut] = []
    assert list(find(["."], left_out=left.append)) == ["a/x.yaml"]
    assert sorted(each.folder for each in left) == ["a/node_modules", "node_modules"]


@pytest.mark.parametrize(
    ("globs", "left"),
    [
        (["vendor/**"], ["a.yaml", "b/a.tmpl.yaml", "b/vendor/a.yaml"]),
        (["vendor"], ["a.yaml", "b/a.tmpl.yaml"]),
        (["vendor/"], ["a.yaml", "b/a.tmpl.yaml"]),
        (["/vendor"], ["a.yaml", "b/a.tmpl.yaml", "b/vendor/a.yaml"]),
        (["*.tmpl.yaml"], ["a.yaml", "b/vendor/a.yaml", "vendor/a.yaml"]),
        (["**/vendor/*"], ["a.yaml", "b/a.tmpl.yaml"]),
        (["b/*.yaml"], ["a.yaml", "b/vendor/a.yaml", "vendor/a.yaml"]),
        (["b/**"], ["a.yaml", "vendor/a.yaml"]),
        (["b/**/a.yaml"], ["a.yaml", "b/a.tmpl.yaml", "vendor/a.yaml"]),
        (["/[ab].yaml", "?"], ["vendor/a.yaml"]),
        (["[!a].yaml", "a.yam"], ["a.yaml", "b/a.tmpl.yaml", "b/vendor/a.yaml", "vendor/a.yaml"]),
        (["./a.yaml"], ["b/a.tmpl.yaml", "b/vendor/a.yaml", "vendor/a.yaml"]),
    ],
)
def test_exclude(make: Make, globs: list[str], left: list[str]) -> None:
    make("a.yaml", "b/a.tmpl.yaml", "b/vendor/a.yaml", "vendor/a.yaml")
    assert list(find(["."], globs)) == left


def test_exclude_goes_by_either_path(make: Make) -> None:
    make("top/vendor/a.yaml", "top/b.yaml")
    assert list(find(["top"], ["vendor/**"])) == ["top/b.yaml"]
    assert list(find(["top"], ["top/vendor/**"])) == ["top/b.yaml"]
    assert list(find(["top/b.yaml"], ["*.yaml"])) == []


def test_what_git_ignores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    git("init", "-q")
    write("a.yaml", "out/b.yaml", "c/d.gen.yaml", "c/kept.gen.yaml", "e.yaml", "tracked/f.yaml", "gone.yaml")
    Path(".gitignore").write_text("/out/\n*.gen.yaml\n!kept.gen.yaml\ntracked/\n")
    Path("c/.gitignore").write_text("x.yaml\n")
    write("c/x.yaml")
    git("add", "-f", "tracked/f.yaml", "gone.yaml")
    Path("gone.yaml").unlink()
    assert list(find(["."])) == ["a.yaml", "c/kept.gen.yaml", "e.yaml", "tracked/f.yaml"]
    assert list(find(["c"])) == ["c/kept.gen.yaml"]


def test_an_ignored_folder_is_read_when_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    git("init", "-q")
    write("out/b.yaml")
    Path(".gitignore").write_text("out/\n")
    assert list(find(["."])) == []
    assert list(find(["out"])) == ["out/b.yaml"]


def test_repositories_within(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("origin/s.yaml")
    git("init", "-q", cwd="origin")
    git("add", ".", cwd="origin")
    git("commit", "-q", "-m", "x", cwd="origin")
    write("top/a.yaml", "top/nested/n.yaml", "top/nested/ignored.yaml")
    git("init", "-q", cwd="top/nested")
    Path("top/nested/.gitignore").write_text("ignored.yaml\n")
    git("init", "-q", cwd="top")
    git("submodule", "add", "-q", "../origin", "sub.module", cwd="top")
    assert list(find(["top"])) == ["top/a.yaml", "top/nested/n.yaml", "top/sub.module/s.yaml"]


def test_nothing_of_the_repository_is_executed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    git("init", "-q")
    write("a.yaml")
    hook = Path("hook")
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/executed\n")
    hook.chmod(0o755)
    git("config", "core.fsmonitor", f"{tmp_path}/hook")
    assert list(find(["."])) == ["a.yaml"]
    assert not Path("executed").exists()


def test_the_variables_of_a_hook_do_not_mislead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    git("init", "-q", "one")
    write("one/a.yaml", "two/b.yaml", "two/excluded.yaml")
    git("init", "-q", "two")
    Path("two/.git/info/exclude").write_text("excluded.yaml\n")
    monkeypatch.setenv("GIT_DIR", f"{tmp_path}/one/.git")
    monkeypatch.setenv("GIT_INDEX_FILE", "absent")
    assert list(find(["two"])) == ["two/b.yaml"]


def test_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    git("init", "-q")
    write("a.yaml")
    monkeypatch.setenv("PATH", "")
    assert list(find(["."])) == ["a.yaml"]


def test_links(make: Make) -> None:
    make("a/b.yaml")
    Path("link.yaml").symlink_to("a/b.yaml")
    Path("broken.yaml").symlink_to("absent")
    Path("folder").symlink_to("a")
    assert list(find(["."])) == ["a/b.yaml", "broken.yaml"]
    assert list(find(["link.yaml", "."])) == ["link.yaml", "broken.yaml"]
    Path("elsewhere").mkdir()
    Path("elsewhere/far.yaml").symlink_to("../a/b.yaml")
    assert list(find(["elsewhere"])) == ["elsewhere/far.yaml"]
