"""`cmesh-lint verify`, whole: the model of the agent before the real Envoy, and findings where people wrote the fault."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cmesh_lint import cli
from cmesh_lint.envoy.process import Envoy
from cmesh_lint.rule import fix_example
from cmesh_lint.rules.echo import ECHO
from cmesh_lint.rules.envoy.envoy_rejects import RULE

Verify = Callable[..., tuple[int, str, str]]
INLINE = """\
          route_config:
            virtual_hosts:
            - name: all
              domains: ["*"]
              routes:
              - match: {prefix: /}
                route: {cluster: nowhere}
"""
NAMED = "          rds:\n            route_config_name: echo\n"


@pytest.fixture
def verify(
    stock: Envoy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Verify:
    """`verify(text, *options)` gives exit status, standard output and standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CMESH_LINT_ENVOY", raising=False)

    def run(text: str, *options: str, envoy: str | None = stock.path) -> tuple[int, str, str]:
        Path("config.yaml").write_text(text, encoding="utf-8")
        code = cli.run(["verify", "config.yaml", *options, *(("--envoy", envoy) if envoy else ())])
        out, err = capsysbinary.readouterr()
        return code, out.decode(), err.decode()

    return run


def places(out: str) -> list[tuple[str, int]]:
    """The lines of a JSON report's findings, and what stands there; it must be of the only rule."""
    found = json.loads(out)["findings"]
    assert {each["rule"] for each in found} <= {RULE.id}
    return [(each["path"], each["line"]) for each in found]


def test_what_envoy_takes(verify: Verify, stock: Envoy) -> None:
    code, out, err = verify(ECHO)
    assert (code, out) == (0, "checked 1 manifest (1 CEC) in 1 file: 0 errors, 0 warnings; 0 not checked\n")
    # A second line says where the system confines Envoy less.
    assert err.splitlines()[0] == f"validated with Envoy {stock.version()} ({stock.path}); Cilium 1.20 ships 1.37.6"


def test_what_envoy_rejects_stands_where_it_is_written(verify: Verify) -> None:
    code, out, _ = verify(RULE.page().bad)
    assert code == 1
    assert out.startswith("config.yaml:14:5: error[envoy-rejects]: Envoy 1.37.0: failed to create an expression: ")
    assert "= nacked: Envoy rejects Listener `echo`" in out


EXTENSION = """\
          request_id_extension:
            typed_config: {"@type": type.googleapis.com/google.protobuf.Empty}
          use_remote_address: true
"""
FILTER = "spec.resources[0].filter_chains[0].filters[0].typed_config"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("          stat_prefix: echo\n", ""), (FILTER, 20)),
        ((NAMED, INLINE), (f"{FILTER}.route_config.virtual_hosts[0].routes[0].route.cluster", 28)),
        (
            ("          use_remote_address: true\n", EXTENSION),
            (f'{FILTER}.request_id_extension.typed_config["@type"]', 25),
        ),
        (('domains: ["*"]', 'domains: ["*", "*"]'), ("spec.resources[1]", 29)),
        (("type: EDS", "type: STATIC\n    eds_cluster_config: {}"), ("spec.resources[2]", 40)),
    ],
)
def test_the_fault_is_shown_where_it_is(verify: Verify, change: tuple[str, str], expected: tuple[str, int]) -> None:
    code, out, _ = verify(fix_example(ECHO, change), "--format", "json")
    assert (code, places(out)) == (1, [expected])


def test_the_good_example_is_good(verify: Verify) -> None:
    assert verify(RULE.page().good)[0] == 0


def test_every_resource_is_judged(verify: Verify) -> None:
    text = fix_example(
        ECHO, ("          stat_prefix: echo\n", ""), ("type: EDS", "type: STATIC\n    eds_cluster_config: {}")
    )
    _, out, _ = verify(fix_example(text, ('domains: ["*"]', 'domains: ["*", "*"]')), "--format", "json")
    assert places(out) == [(FILTER, 20), ("spec.resources[1]", 28), ("spec.resources[2]", 39)]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("type: EDS", "tipe: EDS"), "the agent of Cilium 1.20 skips Cluster `default/echo`, so Envoy does not get it"),
        (
            ("    name: default/echo\n", ""),
            "the agent of Cilium 1.20 rejects it, so Envoy gets nothing: ",
        ),
    ],
)
def test_what_envoy_does_not_get_is_not_judged(verify: Verify, change: tuple[str, str], why: str) -> None:
    code, out, _ = verify(fix_example(ECHO, change), "--format", "json")
    (missed,) = json.loads(out)["not_checked"]
    assert (code, missed["line"]) == (3, 40)
    assert missed["reason"].startswith(f"CiliumEnvoyConfig/default/echo: {why}")


def test_a_file_of_the_container_is_not_judged(verify: Verify) -> None:
    answer = "        direct_response: {status: 200, body: {filename: /robots.txt}}\n"
    route = "        route:\n          cluster: default/echo\n          timeout: 5s\n"
    code, out, _ = verify(fix_example(ECHO, (route, answer)))
    assert code == 3
    assert "it names a file that may only exist in Envoy's container: file /robots.txt does not exist" in out


def test_a_variable_of_the_container_is_not_judged(verify: Verify, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OF_OURS", "secret")
    answer = "        direct_response: {status: 200, body: {environment_variable: OF_OURS}}\n"
    route = "        route:\n          cluster: default/echo\n          timeout: 5s\n"
    code, out, _ = verify(fix_example(ECHO, (route, answer)))
    assert code == 3
    assert "container: Environment variable doesn't exist: OF_OURS" in out


def test_a_script_is_confined_less_and_that_is_said(verify: Verify, stock: Envoy, tmp_path: Path) -> None:
    script = tmp_path / "envoy"
    script.write_text(f'#!/bin/sh\nexec {stock.path} "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    code, _, err = verify(ECHO, envoy=str(script))
    assert code == 0
    assert "note: Envoy's sandbox is weaker than it should be on this system: " in err
    assert "it can read all files" in err


def test_without_an_envoy_nothing_is_checked(verify: Verify, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cmesh_lint.envoy.process.PACKAGE", "no-such-package")
    monkeypatch.setenv("PATH", "")
    code, out, err = verify(ECHO, envoy=None)
    assert (code, err) == (3, "")
    assert out.startswith("not checked: config.yaml:1: CiliumEnvoyConfig/default/echo: no Envoy found: install")


def test_a_program_that_is_no_envoy_is_not_believed(verify: Verify) -> None:
    code, out, err = verify(ECHO, envoy="/bin/true")
    assert (code, err) == (3, "")
    assert "`/bin/true --version` does not print what Envoy prints" in out


def test_nothing_is_left_behind(verify: Verify, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    assert verify(RULE.page().bad)[0] == 1
    assert list(scratch.iterdir()) == []


def test_one_finding_for_all_versions_it_holds_for(verify: Verify) -> None:
    _, out, _ = verify(RULE.page().bad, "--format", "json", "--cilium-version", "1.20", "--cilium-version", "1.17")
    (found,) = json.loads(out)["findings"]
    assert found["versions"] == ["1.17", "1.20"]
