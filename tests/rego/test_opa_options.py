"""The command line with an OPA: what is asked, what it says when it cannot, and that the token stays secret."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from opa_servers import Server, free_port, serving

from cmesh_lint.cli import run

RULE = """package main

deny contains {"msg": "the name is taken", "path": ["metadata", "name"]} if input.metadata.name == "taken"
"""
MANIFEST = """apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata:
  name: taken
  namespace: default
spec:
  resources:
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: c
    connect_timeout: 1s
"""
AUTHORIZATION = """package system.authz

default allow := false

allow if input.identity == "right-and-secret"
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One that wants a token."""
    folder = tmp_path_factory.mktemp("opa")
    (folder / "authz.rego").write_text(AUTHORIZATION)
    with serving("--authentication", "token", "--authorization", "basic", "authz.rego", folder=folder) as running:
        yield running


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one rule and one manifest that it denies."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "main.rego").write_text(RULE)
    (tmp_path / "apps").mkdir()
    (tmp_path / "apps" / "a.yaml").write_text(MANIFEST)
    monkeypatch.chdir(tmp_path)
    return tmp_path


Lint = Any


@pytest.fixture
def lint(capsys: pytest.CaptureFixture[str]) -> Lint:
    """Arguments → exit code, report, everything that was printed."""

    def linted(*arguments: str) -> tuple[int, dict[str, Any], str]:
        code = run(["--format", "json", "--rules", "policy", *arguments, "apps"])
        printed = capsys.readouterr()
        report = json.loads(printed.out) if printed.out.startswith("{") else {}
        return code, report, printed.out + printed.err

    return linted


def messages(report: dict[str, Any]) -> list[str]:
    return [each["message"] for each in report["findings"]]


def test_three_engines_give_one_report(lint: Lint, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CMESH_LINT_OPA_TOKEN", "right-and-secret")
    made = [lint(*which) for which in ((), ("--opa",), ("--opa-url", server.url))]
    engines = [report["organisation"].pop("engine") for _, report, _ in made]
    assert engines == ["regorus 0.13.0", "opa 1.22.2", "opa 1.22.2"]
    assert [code for code, _, _ in made] == [1, 1, 1]
    assert "the name is taken" in messages(made[0][1])
    assert made[0][1] == made[1][1] == made[2][1]


def test_a_token_comes_from_a_file_too(lint: Lint, server: Server, here: Path) -> None:
    (here / "token").write_text("right-and-secret\n")
    code, report, printed = lint("--opa-url", server.url, "--opa-token-file", "token")
    assert (code, report["not_checked"]) == (1, [])
    assert "secret" not in printed


def test_the_wrong_token_is_told_and_not_shown(lint: Lint, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CMESH_LINT_OPA_TOKEN", "wrong-and-secret")
    code, report, printed = lint("--opa-url", server.url)
    (missed,) = report["not_checked"]
    assert code == 3
    assert missed["reason"].startswith("no custom rule was run: ")
    assert "secret" not in printed


def test_variables_name_a_server_and_flags_come_before_them(
    lint: Lint, server: Server, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "token").write_text("right-and-secret\n")
    monkeypatch.setenv("CMESH_LINT_OPA_URL", server.url)
    monkeypatch.setenv("CMESH_LINT_OPA_TOKEN_FILE", "token")
    assert lint()[1]["organisation"]["engine"] == "opa 1.22.2"
    assert lint("--no-opa", "--opa-url", "")[1]["organisation"]["engine"] == "regorus 0.13.0"
    url = f"http://127.0.0.1:{free_port()}"
    code, report, _ = lint("--opa-url", url, "--opa-retries", "0")
    assert code == 3
    assert [each["reason"] for each in report["not_checked"]] == [f"no custom rule was run: no OPA responds at {url}"]


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("--opa-url", "https://me:hidden@opa.example.com"), "the address contains a user name or a password"),
        (("--opa-url", "opa.example.com"), "`opa.example.com` is not the address of a server"),
        (("--opa-url", "http://opa:99999"), "`http://opa:99999` is not the address of a server"),
        (("--opa-url", "http://opa", "--opa-ca-file", "none.pem"), "there is no file none.pem"),
        (("--opa-url", "http://opa", "--opa-client-key", "policy/main.rego"), "but no client certificate"),
        (("--opa-url", "http://opa", "--opa-token-file", "none"), "none cannot be read: no such file"),
        (("--opa-url", "http://opa", "--opa-token-file", "apps/a.yaml"), "apps/a.yaml does not hold a token"),
        (("--opa-url", "http://opa", "--opa"), "--opa-url names a server, and --opa says to ask another engine"),
        (("--opa-url", "http://opa", "--opa-timeout", "0"), "--opa-timeout"),
        (("--opa-url", "http://opa", "--opa-retries", "-1"), "--opa-retries"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(lint: Lint, arguments: tuple[str, ...], said: str) -> None:
    code, _, printed = lint(*arguments)
    assert code == 2
    assert said in " ".join(printed.split())
    assert "hidden" not in printed


def test_a_server_that_ends_half_way_is_told_and_nothing_passes_for_judged(
    lint: Lint, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cmesh_lint.rego.opa import batching

    monkeypatch.setattr(batching, "BATCH", 1)
    for number in range(4):
        Path("apps", f"{number}.yaml").write_text(MANIFEST)
    with serving() as running:
        asked = batching.Asking._asked

        def then_ends(self: Any, questions: Any, entry: Any) -> Any:
            if questions[0][1].number == 2:
                running.process.kill()
                running.process.wait()
            return asked(self, questions, entry)

        monkeypatch.setattr(batching.Asking, "_asked", then_ends)
        code, report, _ = lint("--opa-url", running.url, "--opa-retries", "0", "--fail-level", "never")
        (missed,) = report["not_checked"]
    assert code == 3
    assert missed["reason"] == f"the custom rules did not finish: no OPA responds at {running.url}"
    assert messages(report).count("the name is taken") == 2
