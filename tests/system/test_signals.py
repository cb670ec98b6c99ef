"""A run that a signal ends, at any moment: within a second, and nothing of it is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_children import carrying, gone

CEC = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata: {{name: c{number}, namespace: default}}
spec:
  resources:
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/c{number}
    connect_timeout: 5s
"""
KUSTOMIZE = """\
#!/bin/sh
trap '' TERM INT HUP
/bin/sleep 1000 &
/bin/sleep 1000
"""
OPA = "#!/bin/sh\ntrap '' TERM INT HUP\nexec sleep 1000\n"
RULE = 'package a\n\nimport rego.v1\n\n# METADATA\n# title: A\n# custom:\n#   id: a-rule\ndeny contains "no" if false\n'
SLACK = 10
"""Seconds: a machine may have more to do. A run that waits for what it started takes a minute."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough CECs for several processes, and programs that do not end."""
    top = tmp_path_factory.mktemp("signals")
    for number in range(700):
        path = top / "many" / f"{number:04}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(CEC.format(number=number))
    (top / "built").mkdir()
    (top / "built" / "cec.yaml").write_text(CEC.format(number=0))
    (top / "built" / "kustomization.yaml").write_text("resources: [cec.yaml]\n")
    (top / "bin").mkdir()
    for name, text in (("kustomize", KUSTOMIZE), ("opa", OPA)):
        (top / "bin" / name).write_text(text)
        (top / "bin" / name).chmod(0o755)
    (top / "rules").mkdir()
    (top / "rules" / "a.rego").write_text(RULE)
    return top


class Run:
    """A run that has begun, in an environment that its processes can be known by."""

    def __init__(self, tree: Path, scratch: Path, *arguments: str) -> None:
        self.scratch = scratch
        # Many a program cleans its environment, and none leaves the folder of its temporary files out.
        self.mark = str(scratch)
        command = [sys.executable, "-m", "cmesh_lint", *arguments]
        path = f"{tree / 'bin'}:{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "TMPDIR": str(scratch)}
        self.process = subprocess.Popen(
            command, cwd=tree, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )

    def wait_for(self, count: int) -> None:
        """Until there are so many processes."""
        deadline = time.monotonic() + 60
        while len(carrying(self.mark)) < count and time.monotonic() < deadline:
            assert self.process.poll() is None, self.process.communicate()
            time.sleep(0.01)

    def ended_by(self, number: int) -> tuple[int, str]:
        """The exit status and what standard error got."""
        before = time.monotonic()
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=60)
        assert time.monotonic() - before < SLACK
        return self.process.returncode, said.decode()


PROCESSES = {"many": 3, "built": 4, "rules": 2}
"""When what is slow has begun."""
ARGUMENTS = {"many": ["many"], "built": ["built"], "rules": ["built", "--no-kustomize", "--opa", "--rules", "rules"]}


@pytest.mark.parametrize("what", PROCESSES)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_nothing_is_left(tree: Path, tmp_path: Path, what: str, number: signal.Signals) -> None:
    run = Run(tree, tmp_path, *ARGUMENTS[what])
    run.wait_for(PROCESSES[what])
    status, said = run.ended_by(number)
    assert status == 128 + number
    assert "Traceback" not in said
    assert gone(run.mark)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("tenths", range(15))
def test_at_any_moment(tree: Path, tmp_path: Path, tenths: int) -> None:
    what = list(ARGUMENTS)[tenths % 3]
    number = (signal.SIGINT, signal.SIGTERM)[tenths % 2]
    run = Run(tree, tmp_path, *ARGUMENTS[what])
    time.sleep(tenths / 10)
    if run.process.poll() is None:
        status, said = run.ended_by(number)
        # Python has not begun, or a run over many files is done.
        assert status in (128 + number, -number, 0), said
    assert gone(run.mark)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("what", ["many", "built"])
def test_no_process_is_left_where_it_is_killed(tree: Path, tmp_path: Path, what: str) -> None:
    run = Run(tree, tmp_path, *ARGUMENTS[what])
    run.wait_for(PROCESSES[what])
    run.process.kill()
    run.process.wait()
    is_gone = gone(run.mark)
    for left in carrying(run.mark):
        os.kill(left, signal.SIGKILL)
    assert is_gone


def test_a_second_signal_does_not_break_the_end(tree: Path, tmp_path: Path) -> None:
    run = Run(tree, tmp_path, *ARGUMENTS["built"])
    run.wait_for(PROCESSES["built"])
    run.process.send_signal(signal.SIGTERM)
    # Of two that wait, Python takes the one with the smaller number first.
    assert run.ended_by(signal.SIGINT)[0] in (128 + signal.SIGTERM, 128 + signal.SIGINT)
    assert gone(run.mark)
    assert os.listdir(tmp_path) == []


LOST = """\
import os, time
from cmesh_lint.system import temporary
from cmesh_lint.terminal.process import conduct

class Swallows:
    def __del__(self):
        print("here", flush=True)
        time.sleep(1000)  # what is raised in here is lost

def body():
    with temporary.folder() as folder:
        os.mkdir(os.path.join(folder, "inner"), 0)
        Swallows()
        time.sleep(1000)
    return 0

conduct(body)
"""


def test_a_signal_that_is_lost_ends_the_run_all_the_same(tmp_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", LOST], env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.terminate()
        try:
            assert process.wait(20) == 143
        finally:
            process.kill()
    assert os.listdir(tmp_path) == []


def test_cmesh_krm_ends_without_a_traceback(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from cmesh_lint.krm.main import main; main()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stderr is not None
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert process.stderr.read() == b""
