"""How many modules a run loads for one file: each costs a quarter of a millisecond, some much more."""

from __future__ import annotations

import subprocess
import sys
import typing
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST = {"lint": 368, "hook": 394}
"""Modules beyond those of `python -c pass`, those of the project among them; a few more than there are now."""
HEAVY = ("click", "inspect", "email", "jsonschema", "jsonschema_rs", "ruamel", "requests", "urllib", "ssl", "secrets",
         "traceback", "multiprocessing", "concurrent", "logging", "dataclasses", "asyncio", "tempfile", "pkgutil")  # fmt: skip
FOR_GIT = ("subprocess", "selectors", "shutil")
"""What only the hook needs, which starts git."""
PROGRAM = """
import sys
before = set(sys.modules)
from cmesh_lint.cli import run
status = run(sys.argv[1:])
print(status, *sorted(set(sys.modules) - before), sep="\\n")
"""
CEC = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata:
  name: echo
  namespace: shop
  annotations: {cec.cilium.io/use-original-source-address: "false"}
spec:
  services: [{name: echo, namespace: shop}]
  resources:
    - "@type": type.googleapis.com/envoy.config.listener.v3.Listener
      name: echo
      filter_chains:
        - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: echo
                rds: {route_config_name: echo-routes}
                http_filters:
                  - name: envoy.filters.http.router
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
    - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
      name: echo-routes
      virtual_hosts:
        - name: echo
          domains: ["*"]
          routes:
            - match: {prefix: /}
              route: {cluster: shop/echo, timeout: 5s}
    - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
      name: shop/echo
      type: EDS
      connect_timeout: 5s
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.yaml").write_text(CEC, encoding="utf-8")
    who = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    for command in (("init", "-q"), ("commit", "-q", "--allow-empty", "-m", "begin"), ("add", ".")):
        subprocess.run(("git", *who, *command), cwd=tmp_path, check=True)
    return tmp_path


def loaded(folder: Path, command: str) -> list[str]:
    """The modules that a run with one sound CEC loads."""
    args = [sys.executable, "-c", PROGRAM, command, "one.yaml"]
    done = subprocess.run(args, cwd=folder, capture_output=True, text=True, timeout=60, check=True)
    said = done.stdout.splitlines()
    start = next(index for index, line in enumerate(said) if line.isdigit())
    assert said[start] == "0", done.stdout + done.stderr
    return said[start + 1 :]


@pytest.mark.parametrize("command", MOST)
def test_no_more_are_loaded(command: str, folder: Path) -> None:
    modules = loaded(folder, command)
    assert len(modules) <= MOST[command], (
        f"`cmesh-lint {command}` of one file loads {len(modules)} modules, not {MOST[command]}: import what few files "
        f"need where it is needed, or raise the number where every file needs it: {' '.join(modules)}"
    )


@pytest.mark.parametrize("command", MOST)
def test_none_of_the_heavy_ones(command: str, folder: Path) -> None:
    heavy = HEAVY if command == "hook" else (*HEAVY, *FOR_GIT)
    found = sorted({each.partition(".")[0] for each in loaded(folder, command)} & {*heavy})
    assert not found, f"`cmesh-lint {command}` of one file loads {', '.join(found)}: import it where it is needed"


def test_named_tuples_are_the_light_ones(folder: Path) -> None:
    heavy = [
        f"{module}.{name}"
        for module in loaded(folder, "lint")
        if module.startswith("cmesh_lint.")
        for name, each in vars(__import__(module, fromlist=["x"])).items()
        if getattr(each, "__module__", "") == module and typing.NamedTuple in getattr(each, "__orig_bases__", ())
    ]
    assert not heavy, f"import NamedTuple from cmesh_lint.tuples, not from typing, for {', '.join(heavy)}"


def test_what_the_end_of_a_process_calls_is_there() -> None:
    from cmesh_lint.terminal.process import CHILDREN, FILES

    for module, function in (*CHILDREN, *FILES):
        assert callable(getattr(__import__(module, fromlist=["x"]), function))
