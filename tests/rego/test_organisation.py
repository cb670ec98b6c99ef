"""The organisation's rules in a run of the program: findings at their places, and what goes wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cmesh_lint.cli import run

CEC = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata:
  name: echo
  namespace: shop
spec:
  services:
    - name: echo
      namespace: shop
  resources:
    - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
      name: one
      connect_timeout: 1s
      type: STATIC
"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: echo, namespace: shop}
spec: {ports: [{port: 80}]}
"""
Ran = tuple[int, dict[str, Any]]


class Repository:
    """A folder with manifests and rules, and the program run in it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def lint(self, *more: str) -> Ran:
        status = run(["--format", "json", "--fail-level", "never", *more, "manifests"])
        return status, json.loads(self._capsys.readouterr().out)

    def told(self, *more: str) -> list[tuple[str, str, int, str]]:
        """Rule, file, line and message of each finding of the organisation's rules."""
        _, report = self.lint("--rules", "policy", *more)
        own = [each for each in report["findings"] if each["gate"] is None]
        return [(each["rule"], each["file"], each["line"], each["message"]) for each in own]


@pytest.fixture
def repository(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    found = Repository(tmp_path, capsys)
    found.write("manifests/echo.yaml", CEC)
    found.write("manifests/service.yaml", SERVICE)
    return found


def test_a_text_is_told_at_the_name_and_a_path_at_its_place(repository: Repository) -> None:
    repository.write(
        "policy/a.rego",
        """package a
deny contains "a text" if input.kind == "CiliumEnvoyConfig"
warn contains {"msg": "an object", "path": ["spec", "resources", i, "connect_timeout"]} if some i, _ in input.spec.resources
""",
    )
    assert repository.told() == [
        ("a", "manifests/echo.yaml", 4, "a text"),
        ("a", "manifests/echo.yaml", 13, "an object"),
    ]


def test_a_path_that_is_not_there_is_told_at_the_nearest_above(repository: Repository) -> None:
    repository.write(
        "policy/a.rego",
        'package a\ndeny contains {"msg": "m", "path": ["spec", "services", 0, "ports"]} if input.kind == "CiliumEnvoyConfig"\n',
    )
    assert repository.told() == [("a", "manifests/echo.yaml", 8, "m")]


def test_an_answer_says_more_than_its_card(repository: Repository) -> None:
    repository.write(
        "policy/a.rego",
        """# METADATA
# custom: {id: by-card, severity: info, why: "It hurts. Much."}
package a
deny contains {"msg": "one"} if input.kind == "Service"
deny contains {"msg": "two", "id": "By Answer", "severity": "critical", "related": [{"path": ["kind"], "msg": "here"}]} if input.kind == "Service"
""",
    )
    _, report = repository.lint("--rules", "policy")
    one, two = (each for each in report["findings"] if each["gate"] is None)
    if one["rule"] != "by-card":
        one, two = two, one
    assert (one["rule"], one["severity"], one["consequence"]) == ("by-card", "info", "It hurts")
    assert (two["rule"], two["severity"], two["related"][0]["message"]) == ("by-answer", "critical", "here")
    assert report["organisation"]["engine"].startswith("regorus ")


def test_rules_see_objects_of_every_kind_and_lists_are_opened(repository: Repository) -> None:
    repository.write(
        "manifests/list.yaml", "apiVersion: v1\nkind: List\nitems:\n- {kind: ConfigMap, metadata: {name: m}}\n"
    )
    repository.write("policy/a.rego", "package a\ndeny contains input.kind\n")
    assert [(message, line) for _, _, line, message in repository.told()] == [
        ("CiliumEnvoyConfig", 4),
        ("ConfigMap", 4),
        ("Service", 3),
    ]


def test_the_repository_is_seen_with_the_names_that_the_agent_gives(repository: Repository) -> None:
    repository.write(
        "policy/a.rego",
        """package a
deny contains msg if {
	input.kind == "CiliumEnvoyConfig"
	some name, owners in data.repository.clusters
	msg := sprintf("%s of %v", [name, owners])
}
deny contains msg if {
	input.kind == "Service"
	some user in data.repository.referrers.services["shop/echo"]
	msg := sprintf("%s at %v in %v", [user.config, user.path, data.repository.configs[user.config].file])
}
deny contains "the service is not seen" if not data.repository.services["shop/echo"].spec.ports
deny contains "the manifests are not seen" if count(data.repository.manifests) != 2
""",
    )
    assert [message for _, _, _, message in repository.told()] == [
        'shop/echo/one of ["CiliumEnvoyConfig shop/echo"]',
        'CiliumEnvoyConfig shop/echo at ["spec", "services", 0] in manifests/echo.yaml',
    ]


def test_parameters_and_their_overrides_are_the_configuration(repository: Repository) -> None:
    repository.write("policy/a.rego", 'package a\ndeny contains sprintf("%v", [data.config.a.most]) if input.kind\n')
    repository.write(
        ".cmesh-lint.yaml",
        "rules: [policy]\nparameters: {a: {most: 1}}\noverrides: [{paths: ['**/service.yaml'], parameters: {a: {most: 2}}}]\n",
    )
    _, report = repository.lint()
    own = {each["file"]: each["message"] for each in report["findings"] if each["gate"] is None}
    assert own == {"manifests/echo.yaml": "1", "manifests/service.yaml": "2"}


def test_a_rule_that_is_off_by_default_runs_where_it_is_asked_for(repository: Repository) -> None:
    repository.write("policy/a.rego", '# METADATA\n# custom: {default: false}\npackage a\ndeny contains "x" if true\n')
    assert repository.told() == []
    repository.write(".cmesh-lint.yaml", "severity: {a: warning}\n")
    assert len(repository.told()) == 2


def test_a_rule_that_never_ends_is_not_checked_and_the_others_are_asked(repository: Repository) -> None:
    numbers = "".join(f"\tsome n{each} in numbers.range(1, 100000)\n" for each in range(3))
    repository.write("policy/a.rego", f'package a\ndeny contains "x" if {{\n{numbers}\tn0 + n1 + n2 == 0\n}}\n')
    repository.write("policy/b.rego", 'package b\ndeny contains "b" if true\n')
    status, report = repository.lint("--rules", "policy", "--rule-timeout", "0.5")
    assert status == 3
    assert [(each["file"], each["reason"]) for each in report["not_checked"]] == [
        ("policy/a.rego", "the custom rule `a` did not finish: it took more than 0.5 s; it was stopped")
    ]
    assert [each["message"] for each in report["findings"] if each["gate"] is None] == ["b", "b"]


def test_a_rule_that_does_not_finish_leaves_the_verdict_open_whatever_was_found(repository: Repository) -> None:
    repository.write("policy/a.rego", "package a\ndeny contains {\n")
    repository.write("policy/b.rego", 'package b\ndeny contains "b" if true\n')
    assert repository.lint("--rules", "policy/b.rego", "--fail-level", "error")[0] == 1
    assert repository.lint("--rules", "policy", "--fail-level", "error")[0] == 3


def test_a_rule_that_fails_on_one_object_is_told_for_that_object(repository: Repository) -> None:
    repository.write(
        "policy/a.rego", 'package a\ndeny contains "x" if 1 / count(input.metadata) - 1 == to_number(input.kind)\n'
    )
    repository.write("manifests/number.yaml", 'apiVersion: v1\nkind: "7"\nmetadata: {name: n}\n')
    status, report = repository.lint("--rules", "policy")
    assert status == 3
    assert {each["file"]: each["reason"].partition(":")[0] for each in report["not_checked"]} == {
        "manifests/echo.yaml": "CiliumEnvoyConfig/shop/echo",
        "manifests/service.yaml": "Service/shop/echo",
    }


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("package a\ndeny contains x if {\n", "not run: column"),
        ('package a\ndeny contains "x" if http.send({})\n', "`http.send` reaches the network"),
        ('package a\ndeny contains "x" if time.now_ns() > 0\n', "`time.now_ns` reads the clock"),
        ('package a\ndeny contains "x" if io.jwt.decode("a")\n', "--opa"),
        ("package a\ndeny := true\n", "`deny` returned `true`; expected a string or an object with `msg`"),
        ("package a\ndeny contains 7\n", "`deny` returned `7`; expected a string or an object with `msg`"),
        ('package a\ndeny contains {"msg": "m", "path": "spec"}\n', "expected a list of keys and indices"),
        ('package a\ndeny contains {"msg": "m", "severity": "bad"}\n', "one of critical, error, warning, info"),
    ],
)
def test_what_cannot_be_judged_is_told(repository: Repository, rule: str, reason: str) -> None:
    repository.write("policy/a.rego", rule)
    repository.write("policy/b.rego", 'package b\ndeny contains "b" if input.kind == "Service"\n')
    status, report = repository.lint("--rules", "policy")
    assert status == 3
    assert any(reason in each["reason"] for each in report["not_checked"]), report["not_checked"]
    assert [each["message"] for each in report["findings"] if each["gate"] is None] == ["b"]


def test_the_clock_can_be_allowed(repository: Repository) -> None:
    repository.write("policy/a.rego", 'package a\ndeny contains "late" if time.now_ns() > 0\n')
    assert [message for _, _, _, message in repository.told("--allow-clock")] == ["late", "late"]


def test_rules_that_are_not_there_are_an_error_of_usage(repository: Repository) -> None:
    with pytest.raises(json.JSONDecodeError):
        repository.lint("--rules", "nowhere")
    assert run(["--rules", "nowhere", "manifests"]) == 2


def test_a_template_is_no_object_and_a_broken_object_is_told(repository: Repository) -> None:
    repository.write("policy/a.rego", 'package a\ndeny contains "x" if input.kind == "ConfigMap"\n')
    repository.write("manifests/chart.yaml", "kind: ConfigMap\nmetadata: {name: {{ .Values.x }}}\n")
    repository.write("manifests/values.yaml", "a: [\n")
    assert repository.lint("--rules", "policy")[0] == 0
    repository.write("manifests/broken.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: [\n")
    status, report = repository.lint("--rules", "policy")
    assert (status, [each["file"] for each in report["not_checked"]]) == (3, ["manifests/broken.yaml"])


def test_many_objects_are_judged_by_several_processes_in_order(repository: Repository) -> None:
    for number in range(450):
        repository.write(f"manifests/{number:03}.yaml", f"kind: ConfigMap\nmetadata: {{name: m{number}}}\n")
    repository.write("policy/a.rego", 'package a\ndeny contains input.metadata.name if input.kind == "ConfigMap"\n')
    assert [message for _, _, _, message in repository.told()] == [f"m{number}" for number in range(450)]
