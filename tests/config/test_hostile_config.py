"""A configuration that comes with a repository: it opens, sends and prints nothing that its reader did not ask for."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmesh_lint.cli import run
from cmesh_lint.config.file import LIMIT, MOST, NAME, ConfigError, load, parse

PROGRAM = (sys.executable, "-m", "cmesh_lint")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git work tree that is the working directory, beside a folder that does not belong to it."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.yaml").write_text("a: 1\n")
    (tmp_path / "outside" / "known.json").write_text('{"version": 1, "findings": []}')
    top = tmp_path / "repository"
    (top / ".git").mkdir(parents=True)
    (top / "team" / "apps").mkdir(parents=True)
    monkeypatch.chdir(top)
    return top


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What is printed on a usage error."""
    assert run(list(arguments)) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    return printed.err


OPA = {
    "url": "--opa-url or CMESH_LINT_OPA_URL",
    "token-file": "--opa-token-file, CMESH_LINT_OPA_TOKEN_FILE or CMESH_LINT_OPA_TOKEN",
    "ca-file": "--opa-ca-file or CMESH_LINT_OPA_CA_FILE",
    "client-cert": "--opa-client-cert or CMESH_LINT_OPA_CLIENT_CERT",
    "client-key": "--opa-client-key or CMESH_LINT_OPA_CLIENT_KEY",
    "timeout": "--opa-timeout or CMESH_LINT_OPA_TIMEOUT",
    "retries": "--opa-retries or CMESH_LINT_OPA_RETRIES",
}


@pytest.mark.parametrize("key", OPA)
def test_no_file_says_which_opa_is_asked(repository: Path, capsys: pytest.CaptureFixture[str], key: str) -> None:
    (repository / NAME).write_text(f"paths: [.]\nopa:\n  {key}: x\n")
    for command in ([], ["hook", "team"], ["rules", "list"]):
        if command == ["hook", "team"]:
            subprocess.run(["git", "init", "--quiet"], cwd=repository, check=True)
        printed = said(capsys, *command)
        assert f"{NAME}:3:3: `{key}` of OPA cannot be set in this file" in printed
        assert printed.rstrip().endswith(f"use {OPA[key]}")


@pytest.mark.parametrize("text", ["opa: {}", "opa: [a]", "opa:", "opa: {program: ./opa}"])
def test_no_file_says_anything_of_opa(repository: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    (repository / NAME).write_text(text)
    assert f"{NAME}:1:1: `opa` cannot be set in this file" in said(capsys, ".")


def test_nobody_is_called_and_no_token_leaves(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CMESH_LINT_OPA_TOKEN", "right-and-secret")
    (repository / "policy").mkdir()
    (repository / "policy" / "a.rego").write_text('package a\n\ndeny contains "x" if true\n')
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.setblocking(False)
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        (repository / NAME).write_text(f"rules: [policy]\nopa: {{url: '{url}', token-file: ../outside/a.yaml}}\n")
        assert run(["."]) == 2
        with pytest.raises(BlockingIOError):
            listening.accept()


OUT = [
    ("paths: [team/apps, ../outside]", "1:20: `../outside` leads out of", "name it on the command line"),
    ("paths: [link]", "1:9: `link` leads out of", "name it on the command line"),
    ("paths: [team/link/deeper]", "1:9: `team/link/deeper` leads out of", "name it on the command line"),
    ("rules: [shipped, /etc]", "1:18: `/etc` leads out of", "use --rules or CMESH_LINT_RULES"),
    ("rules: [link/a.yaml]", "1:9: `link/a.yaml` leads out of", "use --rules or CMESH_LINT_RULES"),
    ("baseline: ../outside/known.json", "1:11: `../outside/known.json` leads out of", "CMESH_LINT_BASELINE"),
    ("baseline: link/known.json", "1:11: `link/known.json` leads out of", "use --baseline"),
    ('baseline: "a\\0b"', "1:11: `a␀b` is not a path", ""),
]


@pytest.mark.parametrize(("text", "complaint", "instead"), OUT)
@pytest.mark.parametrize("git", [True, False])
def test_what_leads_out_of_the_repository_is_refused(
    repository: Path, capsys: pytest.CaptureFixture[str], text: str, complaint: str, instead: str, git: bool
) -> None:
    if not git:
        (repository / ".git").rmdir()
    (repository / "link").symlink_to("../outside")
    (repository / "team" / "link").symlink_to("/")
    (repository / NAME).write_text(text + "\n")
    printed = said(capsys)
    assert f"{NAME}:{complaint}" in printed
    assert instead in printed


def test_what_stays_in_the_work_tree_is_read(repository: Path) -> None:
    (repository / "policy").mkdir()
    (repository / "team" / "inside").symlink_to("../policy")
    (repository / "team" / NAME).write_text("rules: [../policy, inside]\nbaseline: ../known.json\npaths: [.., apps]\n")
    found = load("team/" + NAME)
    assert found.rules == ("policy", "team/inside")
    (repository / ".git").rmdir()
    with pytest.raises(ConfigError) as caught:
        load("team/" + NAME)
    assert str(caught.value).count("leads out of") == 4


def test_a_configuration_that_is_a_link(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "team" / "shared.yaml").write_text("fail-level: info\n")
    (repository / NAME).symlink_to("team/shared.yaml")
    assert load(NAME).fail_level == "info"
    (repository / NAME).unlink()
    (repository / NAME).symlink_to("../outside/a.yaml")
    for command in (["."], ["rules", "list"]):
        printed = said(capsys, *command)
        assert "a link that leads out of" in printed
        assert "unknown key" not in printed
    assert "unknown key `a`" in said(capsys, "--config", NAME, ".")


@pytest.mark.parametrize("key", [None, "baseline"])
def test_what_is_no_regular_file_is_not_read(
    repository: Path, capsys: pytest.CaptureFixture[str], key: str | None
) -> None:
    name = NAME if key is None else "known.json"
    if key:
        (repository / NAME).write_text(f"{key}: {name}\n")
    os.mkfifo(repository / name)
    assert f"{name}`: not a regular file" in said(capsys, ".")
    (repository / name).unlink()
    (repository / name).write_bytes(b"#" * 60_000_000)
    assert f"{name}`: larger than {50 if key else 0.25} MB" in said(capsys, ".")


def test_the_shell_puts_a_program_in_the_place_of_what_a_flag_names(repository: Path) -> None:
    (repository / "team" / "apps" / "a.yaml").write_text("kind: CiliumEnvoyConfig\n")
    shell = f"{' '.join(PROGRAM)} --config <(echo 'fail-level: x') . ; "
    shell += f"{' '.join(PROGRAM)} --no-config --baseline <(echo '{{}}') ."
    told = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, timeout=60, check=False)
    assert 'found "x", expected one of' in told.stderr
    assert "is not a baseline: expected `version` and `findings`" in told.stderr


HIDDEN = "\x00\x01\x1b\x7f\x85\x9b\u200e\u200f\u061c\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def hidden(text: str) -> list[str]:
    """Characters that control something, or cannot be written. Odd spaces are spaces."""
    return [each for each in text if not each.isprintable() and unicodedata.category(each) != "Zs"]


@pytest.mark.parametrize(
    "said_",
    [
        {HIDDEN: 1},
        {"fail-level": HIDDEN},
        {"exclude": [{"a": HIDDEN}]},
        {"cilium-version": HIDDEN},
        {"exclude": [f"[z-a]{HIDDEN}"]},
        {"paths": [f"../../{HIDDEN}"]},
        {"severity": {HIDDEN: "off"}},
        {"severity": {"a": HIDDEN}},
        {"overrides": [{"paths": ["a"], HIDDEN: 1}]},
        {"baseline": f"known{HIDDEN}"},
        {"opa": {HIDDEN: 1}},
        {"opa": HIDDEN},
    ],
)
def test_nothing_hidden_is_printed(repository: Path, capsys: pytest.CaptureFixture[str], said_: dict[str, Any]) -> None:
    (repository / NAME).write_text(yaml.safe_dump(said_, allow_unicode=False))
    (repository / "a.yaml").write_text("a: 1\n")
    printed = said(capsys, ".")
    assert not hidden(printed.replace("\n", ""))


@pytest.mark.parametrize(
    "text",
    [
        b"a: " + b"[" * 100_000,
        b"[" * 100_000,
        b"{" * 100_000,
        b"parameters: " + b"{a: " * 100_000,
        b"? " * 50_000,
        b"- " * 50_000,
        b"a: &a [*a]",
        b"a: &a {<<: *a}",
        b"a: &a [x]\n"
        + b"".join(b"%c: &%c [%b]\n" % (c, c, b", ".join([b"*%c" % (c - 1)] * 9)) for c in range(98, 112)),
        b"fail-level: 1e400",
        b"fail-level: .nan",
        b"parameters: {a: .inf}",
        b"fail-level: " + b"9" * 10_000,
        b"fail-level: 123456789012345678901234567890",
        b"fail-level: 0x" + b"f" * 5_000,
        b"fail-level: 2024-01-01",
        b"cilium-version: '1.20." + b"9" * 5_000 + b"'",
        b"cilium-version: [" + b"'1.20', " * 1000 + b"]",
        b"cilium-version: [" + b"'x', " * 90 + b"]",
        b"? [a, b]\n: c",
        b"1: 2\n1: 3",
        b"\xff\xfea\x00",
        b"\xef\xbb\xbf\xff",
        b"\xef\xbb\xbf\xef\xbb\xbfx: 1",
        b"a\x00b",
        b'paths: ["\\ud800"]',
        b"--- a\n--- b",
        b"%YAML 9.9\n---\na: b",
        b"fail-level: !!python/object/apply:os.system [id]",
        b"fail-level: !!binary xx",
        b"fail-level: &x *x",
        b"<<: [1]",
        b"".join(b"k%d: 1\n" % number for number in range(22_000)),
        b"severity:\n" + b"".join(b"  k%d: zzz\n" % number for number in range(14_000)),
        b"exclude: [" + b"a," * 110_000 + b"]",
        b"exclude: [" + b"'[z-a]'," * 4_000 + b"]",
        b"paths: [" + b"a," * 110_000 + b"]",
        b"overrides: [" + b"{paths: ['[!]']}," * 900 + b"]",
        b"parameters: 1" + b"\n" * 240_000 + b"a: 1",
        b"x: '" + b"a" * 240_000 + b"'",
        b"a" * 240_000 + b": 1",
    ],
)
def test_whatever_it_holds_it_is_an_error_with_its_place(text: bytes) -> None:
    begun = time.process_time()
    with pytest.raises(ConfigError) as caught:
        parse("c.yaml", text)
    # It takes a tenth of this on an idle machine.
    assert time.process_time() - begun < 20
    head, *lines = str(caught.value).split("\n")
    assert head == "the configuration cannot be used"
    assert 1 <= len(lines) <= MOST + 1
    assert all(line.startswith("c.yaml:") and len(line) < 700 for line in lines)


def test_many_rules_that_nobody_has(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = "".join(f"  k{number}: off\n" for number in range(18_000))
    (repository / NAME).write_text(f"severity:\n{names}")
    (repository / "a.yaml").write_text("a: 1\n")
    lines = said(capsys, ".").splitlines()
    assert f"{NAME}:2:3: there is no rule `k0`" in "\n".join(lines)
    assert lines[-1].endswith(f"{NAME}: there are more errors; these are the first {MOST}")


@pytest.mark.parametrize("key", ["severity", "parameters"])
def test_what_is_merged_is_said_too(repository: Path, key: str) -> None:
    text = f"overrides:\n- paths: [a]\n  {key}: &x {{a: error}}\n- paths: [b]\n  {key}:\n    <<: *x\n    b: error\n"
    found = parse(NAME, text.encode())
    assert dict(getattr(found.tuning.overrides[1], key)) == {"a": "error", "b": "error"}
    if key == "severity":
        assert [each[:2] for each in found.mentions] == [("a", 3), ("a", 5), ("b", 7)]


KEYS = sorted(json.loads(Path(sys.modules["cmesh_lint.config.file"]._SCHEMA).read_text())["properties"])  # type: ignore[attr-defined]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(10**400), 10**400)
    | st.floats()
    | st.dates()
    | st.datetimes()
    | st.binary(max_size=5)
    | st.text(max_size=10)
    | st.sampled_from(["off", "1.20", "latest", "[z-a]", "..", "/", "**", "shipped", "error", "\x1b[31m\u202e"])
)
WORDS = st.sampled_from([*KEYS, "opa", "url", "unused-cluster", "namespaces"]) | st.text(max_size=5)
VALUES = st.recursive(SCALARS, lambda below: st.lists(below, max_size=4) | st.dictionaries(WORDS, below, max_size=4))
DOCUMENTS = st.dictionaries(st.sampled_from([*KEYS, "opa"]) | st.text(max_size=5), VALUES, max_size=5)


def usable_or_an_error_with_its_place(data: bytes) -> None:
    try:
        parse("c.yaml", data)
    except ConfigError as wrong:
        head, *lines = str(wrong).split("\n")
        assert head == "the configuration cannot be used"
        assert lines
        assert all(line.startswith("c.yaml:") and not hidden(line) for line in lines)


QUIET = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUIET
@given(VALUES | DOCUMENTS, st.booleans(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_any_value_is_usable_or_an_error_with_its_place(value: Any, unicode: bool, encoding: str) -> None:
    text = yaml.safe_dump(value, allow_unicode=unicode)
    usable_or_an_error_with_its_place(text.encode(encoding, "replace"))


@QUIET
@given(
    st.text(st.sampled_from("abops: []{}&*!|>%@`'\"\\#-?,\n\t<1.e~\x00\x1b\u202e\ufeff"), max_size=60)
    | st.binary(max_size=40)
)
def test_any_text_is_usable_or_an_error_with_its_place(text: str | bytes) -> None:
    usable_or_an_error_with_its_place(text if isinstance(text, bytes) else text.encode())


def test_a_file_up_to_the_limit_is_read(repository: Path) -> None:
    (repository / NAME).write_bytes(b"#" * LIMIT)
    assert load(NAME).path == NAME
