"""What every command does to the system, over a repository of a stranger: looked at from outside, by strace."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from . import hostile_repository
from .hostile_repository import CONFIGURED, SECRET
from .mutations import BESIDE as OTHERS
from .mutations import POLICIES, yaml_of

WRITES = (
    "creat",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "unlinkat",
    "rmdir",
    "mkdir",
    "mkdirat",
    "link",
    "linkat",
)
WRITES += (
    "symlink",
    "symlinkat",
    "mknod",
    "mknodat",
    "truncate",
    "chmod",
    "fchmodat",
    "chown",
    "fchownat",
    "utimensat",
)
CALLS = (*WRITES, "execve", "execveat", "open", "openat", "openat2", "connect", "sendto", "sendmsg", "bind")
PROGRAMS = {"git", "kustomize", "opa", "envoy", "cmesh-krm", "cmesh-lint", os.path.basename(sys.executable)}
"""What may be started, each from a folder of the `PATH` or from where it is installed: python for workers."""
SHELL = {"bash"}
"""What writes the completion of bash asks it for its version."""
BESIDE = ("/dev/null", "/dev/tty", "/dev/stdout", "/dev/stderr")
LAUNCHER = re.compile(r'execve\("/bin/sh", \["/bin/sh", "-c", "exec 3<&0; \(read -r _; kill -9 0\) <&3 ')
"""Starts another program, and ends it where the linter is killed. The script is the linter's own."""
OURS = Path(__file__).parents[2]

COMMANDS: dict[str, list[str]] = {
    "lint": ["lint", "."],
    "lint-configured": ["lint"],
    "lint-changed": ["lint", "--changed-since", "HEAD", "."],
    "hook": ["hook", "apps/config.yaml", "apps/policies.yaml"],
    "verify": ["verify", "."],
    "explain": ["explain", "unknown-field"],
    "explain-config": ["explain-config", "."],
    "expand": ["expand", "."],
    "expand-explained": ["expand", "--explain", "."],
    "render-check": ["render", "--check", "apps"],
    "render-built": ["render", "--check", "--kustomize", "overlay"],
    "import": ["import", "."],
    "rules-list": ["rules", "list"],
    "rules-test": ["rules", "test"],
    "extensions": ["extensions"],
    "upgrade-check": ["upgrade-check", "--from", "1.18", "--to", "1.20", "."],
    "schema": ["schema", "list"],
    "completion": ["completion", "bash"],
}

ASKED = {
    "apiVersion": "config.kubernetes.io/v1",
    "kind": "ResourceList",
    "functionConfig": {
        "apiVersion": "policy.cmesh-lint.io/v1alpha1",
        "kind": "PolicyExpansion",
        "metadata": {"name": "e"},
        "spec": {"ciliumVersion": "1.20"},
    },
    "items": [*POLICIES[0], *OTHERS],
}


class Traced(NamedTuple):
    """A run, and the system calls of it and of all that it started."""

    name: str
    status: int
    out: str
    calls: list[str]
    top: Path
    temporary: Path

    def named(self, *names: str) -> list[str]:
        return [call for call in self.calls if re.match(rf"(?:{'|'.join(names)})\(", call)]


def why_not() -> str:
    """Why nothing can be traced here; empty where it can."""
    if not shutil.which("strace"):
        return "strace is not installed"
    tried = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False)
    return "this machine lets nobody trace a process" if tried.returncode else ""


@pytest.fixture(scope="module", params=[*COMMANDS, "cmesh-krm"])
def traced(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Traced:
    if reason := why_not():
        pytest.skip(reason)
    name: str = request.param
    home = tmp_path_factory.mktemp(name)
    top, temporary, log = home / "repository", home / "temporary", home / "calls"
    ran = home / "ran"
    temporary.mkdir()
    hostile_repository.make(top, ran)
    if name == "lint-configured":
        (top / ".cmesh-lint.yaml").write_text(CONFIGURED)
    module = "cmesh_lint.krm.main" if name == "cmesh-krm" else "cmesh_lint"
    if name == "cmesh-krm":
        program = ["-P" if sys.version_info >= (3, 11) else "-E", "-c", f"from {module} import main; main()"]
    else:
        program = [*(["-P"] if sys.version_info >= (3, 11) else []), "-m", module, *COMMANDS[name]]
    traced_calls = ",".join(f"?{each}" for each in CALLS)
    strace = ["strace", "-f", "-y", "-s", "4096", "-o", str(log), "-e", f"trace={traced_calls}"]
    done = subprocess.run(
        # Without byte code: an installed package has it already, and Python would write it beside the source.
        [*strace, sys.executable, "-B", *program],
        cwd=top,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(OURS),
            "TMPDIR": str(temporary),
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
        },
        input=yaml_of([ASKED]) if name == "cmesh-krm" else b"",
        capture_output=True,
        timeout=120,
        check=False,
    )
    calls = list(_calls(log.read_text(errors="replace").splitlines()))
    assert not ran.exists(), "something of the repository was run"
    return Traced(name, done.returncode, (done.stdout + done.stderr).decode(errors="replace"), calls, top, temporary)


def _calls(lines: list[str]) -> Iterator[str]:
    """The system calls that went well, each whole: `openat(AT_FDCWD</x>, "a", O_RDONLY) = 3</x/a>`."""
    begun: dict[str, str] = {}
    for line in lines:
        process, _, text = line.partition(" ")
        text = text.lstrip()
        if text.endswith("<unfinished ...>"):
            begun[process] = text.removesuffix("<unfinished ...>").rstrip()
            continue
        if resumed := re.match(r"<\.\.\. \w+ resumed>", text):
            text = begun.pop(process, "") + text[resumed.end() :]
        if re.search(r"\) += (?!-1)", text):
            yield text


def _program_of(call: str) -> str:
    by_name = re.search(r'"([^"]*)"', call)
    assert by_name is not None, call
    open_already = re.match(r'execveat\(\d+<([^>]*)>, ""', call)
    return open_already[1] if open_already else by_name[1]


def test_every_command_is_here() -> None:
    from cmesh_lint import commands

    assert {each[0] for each in COMMANDS.values()} == set(commands.COMMANDS)


def test_it_did_what_it_is_for(traced: Traced) -> None:
    assert traced.status in (0, 1, 2, 3)
    assert "internal error" not in traced.out
    assert SECRET not in traced.out
    assert len(traced.named("openat")) > 20


def test_no_other_program_is_started(traced: Traced) -> None:
    for call in traced.named("execve", "execveat"):
        program = _program_of(call)
        known = PROGRAMS | SHELL if traced.name == "completion" else PROGRAMS
        is_known = os.path.basename(program) in known or program.startswith("/usr/lib/git-core/")
        assert is_known or LAUNCHER.match(call), call
        assert not program.startswith(str(traced.top)), call
        assert os.path.isabs(program), call


def test_nothing_is_written(traced: Traced) -> None:
    opened = [call for call in traced.named("open", "openat", "openat2") if re.search("O_WRONLY|O_RDWR|O_CREAT", call)]
    written = [*opened, *traced.named(*WRITES)]
    own = (str(traced.temporary), *BESIDE)
    stray = [call for call in written if not any(path in call for path in own)]
    assert stray == []


def test_nothing_is_left_in_the_temporary_folder(traced: Traced) -> None:
    assert list(traced.temporary.iterdir()) == []


def test_no_connection_is_opened(traced: Traced) -> None:
    """Not even to a name service. Processes of one run may talk over pairs of sockets without a name, and ask the kernel
    what network there is.
    """
    calls = traced.named("connect", "bind", "sendto", "sendmsg")
    assert [call for call in calls if re.search("AF_INET|AF_UNIX|AF_PACKET|AF_VSOCK", call)] == []


def test_nothing_outside_of_the_repository_is_read(traced: Traced) -> None:
    """No link is followed out of it, no pipe is waited at, and no module of it is loaded."""
    opened = traced.named("open", "openat", "openat2")
    for path in ("/etc/shadow", "/dev/zero", "pipe.yaml", "/libx.so", "/token>", "sitecustomize.py>", "evil.pth>"):
        assert [call for call in opened if path in call and "O_PATH" not in call] == [], path
    modules = [call for call in opened if re.search(rf"{re.escape(str(traced.top))}/\w+\.py>", call)]
    assert modules == []
