"""`cmesh-lint hook`: what a commit would bring, without a look at files that have nothing to do with it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

import pytest
from repositories import BAD, SERVICE, Repository

from cmesh_lint import cli
from cmesh_lint.changes import hook
from cmesh_lint.changes.base import base
from cmesh_lint.changes.staged import candidates, read_index
from cmesh_lint.config.settings import Settings
from cmesh_lint.finding import Finding
from cmesh_lint.places import spell
from cmesh_lint.rule import POLICY, REPOSITORY, Rule, fix_example
from cmesh_lint.rules import catalogue
from cmesh_lint.rules.echo import ECHO
from cmesh_lint.run import run

OTHER = ECHO.replace("echo", "other")
OTHER_BAD = BAD.replace("echo", "other")
Hooked = Callable[..., tuple[int, list[tuple[str, str]]]]


@pytest.fixture
def hooked(capsys: pytest.CaptureFixture[str]) -> Hooked:
    """What the hook says of files: the exit status, and file and rule of each finding."""

    def call(*arguments: str) -> tuple[int, list[tuple[str, str]]]:
        status = cli.run(["hook", *arguments])
        heads = [line for line in capsys.readouterr().out.splitlines() if "error[" in line or "warning[" in line]
        return status, [(line.partition(":")[0], line.partition("[")[2].partition("]")[0]) for line in heads]

    return call


def change(repository: Repository, files: dict[str, str | bytes], *gone: str) -> None:
    """Stages a change."""
    repository.write(files)
    for name in gone:
        (repository.folder / name).unlink()
    repository.git("add", "-A")


def test_everything_in_the_files_counts_and_nothing_old_elsewhere(repository: Repository, hooked: Hooked) -> None:
    repository.commit({"a.yaml": BAD, "b.yaml": OTHER_BAD})
    change(repository, {"a.yaml": "# one\n" + BAD})
    assert hooked("a.yaml") == (1, [("a.yaml", "unknown-field")])
    assert hooked("a.yaml", "b.yaml") == (1, [("a.yaml", "unknown-field"), ("b.yaml", "unknown-field")])


def test_nothing_wrong(repository: Repository, hooked: Hooked) -> None:
    repository.commit({"a.yaml": ECHO, "b.yaml": OTHER_BAD})
    change(repository, {"a.yaml": "# one\n" + ECHO})
    assert hooked("a.yaml") == (0, [])


@pytest.mark.parametrize("given", [["c.yaml"], []])
def test_nothing_relevant(repository: Repository, hooked: Hooked, given: list[str]) -> None:
    repository.commit({"b.yaml": OTHER_BAD})
    change(repository, {"c.yaml": "a: 1\n", "README.md": "CiliumEnvoyConfig\n"})
    assert hooked(*given) == (0, [])


def test_a_deleted_service_that_a_manifest_needs(repository: Repository, hooked: Hooked) -> None:
    repository.commit({"a.yaml": ECHO, "b.yaml": OTHER_BAD, "service.yaml": SERVICE})
    change(repository, {}, "service.yaml")
    assert hooked() == (1, [("a.yaml", "unknown-service")])


def test_a_renamed_file_has_its_findings(repository: Repository, hooked: Hooked) -> None:
    repository.commit({"a.yaml": BAD})
    repository.git("mv", "a.yaml", "c.yaml")
    assert hooked("c.yaml") == (1, [("c.yaml", "unknown-field")])


def test_before_the_first_commit(repository: Repository, hooked: Hooked) -> None:
    change(repository, {"a.yaml": BAD, "service.yaml": SERVICE})
    assert hooked("a.yaml", "service.yaml") == (1, [("a.yaml", "unknown-field")])


def test_a_range_of_commits(repository: Repository, hooked: Hooked, monkeypatch: pytest.MonkeyPatch) -> None:
    """As `pre-commit run --from-ref … --to-ref …` says it."""
    first = repository.commit({"a.yaml": ECHO, "service.yaml": SERVICE})
    change(repository, {}, "service.yaml")
    repository.commit()
    assert hooked() == (0, [])
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", first)
    assert hooked() == (1, [("a.yaml", "unknown-service")])


def test_the_index_that_git_makes_for_a_commit(
    repository: Repository, hooked: Hooked, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit({"a.yaml": ECHO, "service.yaml": SERVICE})
    (repository.folder / "service.yaml").unlink()
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/next-index")
    repository.git("read-tree", "HEAD")
    repository.git("add", "-A")
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert hooked() == (0, [])
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/next-index")
    assert hooked() == (1, [("a.yaml", "unknown-service")])


def test_the_configuration_says_what_is_looked_at(repository: Repository, hooked: Hooked) -> None:
    repository.commit({"apps/a.yaml": ECHO, "apps/service.yaml": SERVICE, "docs/b.yaml": OTHER_BAD})
    change(repository, {".cmesh-lint.yaml": "paths: [apps]\nexclude: [service.yaml]\n"}, "apps/service.yaml")
    assert hooked("docs/b.yaml", ".cmesh-lint.yaml") == (0, [])
    change(repository, {"apps/c.yaml": OTHER_BAD})
    assert hooked("docs/b.yaml", "apps/c.yaml") == (1, [("apps/c.yaml", "unknown-field")])
    assert hooked("--no-config", "docs/b.yaml")[1] == [
        ("apps/a.yaml", "unknown-service"),
        ("apps/c.yaml", "unknown-field"),
        ("docs/b.yaml", "unknown-field"),
    ]


def test_the_options_of_lint(repository: Repository, hooked: Hooked) -> None:
    change(repository, {"a.yaml": BAD})
    assert hooked("--severity", "unknown-field=off", "a.yaml") == (0, [])
    assert hooked("--fail-level", "critical", "a.yaml") == (0, [("a.yaml", "unknown-field")])
    assert cli.run(["hook", "--write-baseline", "b.json", "a.yaml"]) == 2


def test_outside_of_a_repository(
    tmp_path: os.PathLike[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.run(["hook", "a.yaml"]) == 2
    assert "git cannot list what is committed: not a git repository" in capsys.readouterr().err


def test_a_file_that_is_not_judged(repository: Repository) -> None:
    change(repository, {"a.yaml": ECHO})
    assert cli.run(["hook", "a.yaml", "nowhere.yaml"]) == 3


def test_who_comes_into_question(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        ECHO, SERVICE, "kind: Secret\n", "kind: 'Namespace'\n", "kind: EndpointSlice", '{"kind" : "Service"}', "envoyConfig: {}\n", "l7Proxy: false\n",
        "enable-envoy-config: 'false'\n", "enable-l7-proxy: 'false'\n",
    ]  # fmt: skip
    wanted = {f"apps/é {number}.yaml": text for number, text in enumerate(texts)}
    change(repository, {**wanted, "b.yaml": "kind: Deployment\n", "c.txt": ECHO})
    repository.write({"untracked.yaml": ECHO})
    assert candidates(read_index({}).git) == sorted(wanted)
    monkeypatch.chdir(repository.folder / "apps")
    assert candidates(read_index({}).git) == sorted(f"é {number}.yaml" for number in range(len(texts)))


# The hook finds what a look at everything finds.

FIRST = "envoy-config-disabled"
"""It is told once, of the first CEC there is: which one that is among all, the hook does not look."""
RULES = [
    rule
    for rule in catalogue.every()
    if {REPOSITORY, POLICY} & {*rule.on} and "\n---" in rule.page().bad and rule.id != FIRST
]
CROWD = {f"crowd/{name}.yaml": ECHO.replace("echo", name) for name in ("alpha", "beta", "gamma")}


def documents(text: str) -> dict[str, str | bytes]:
    """Each document of an example in a file of its own."""
    return {f"{number}.yaml": each.lstrip("-") for number, each in enumerate(("\n" + text).split("\n---"))}


def said(findings: Sequence[Finding]) -> set[tuple[str, str, str, str]]:
    return {(each.place.file, each.rule, spell(each.place.route), each.message) for each in findings}


def by_hook(given: list[str]) -> set[tuple[str, str, str, str]]:
    return said(hook.report(given, Settings((".",), kustomize=False), read_index({})).findings)


def by_whole(given: list[str]) -> set[tuple[str, str, str, str]]:
    report = run(Settings((".",), kustomize=False, base=base("HEAD", ".")))
    assert report.since is not None
    return said([*report.findings, *(each for each in report.since.findings if each.place.file in given)])


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_as_much_as_a_look_at_everything(repository: Repository, rule: Rule) -> None:
    files = documents(rule.page().bad)
    repository.commit({**CROWD, **files})
    found = False
    for name in files:
        (repository.folder / name).unlink()
        repository.git("add", "-A")
        assert by_hook([]) == by_whole([]), f"{name} goes"
        repository.commit()
        repository.write({name: files[name]})
        repository.git("add", "-A")
        assert by_hook([name]) == by_whole([name]), f"{name} comes"
        found = found or any(each[1] == rule.id for each in by_hook([name]))
        repository.commit()
    assert found


@pytest.mark.parametrize("last", ["address.yaml", "echo.yaml", "service.yaml"])
def test_a_cluster_ip_between_two_manifests(repository: Repository, last: str) -> None:
    """One has the address of a Service that the other one redirects."""
    address = fix_example(
        ECHO.replace("echo", "proxy"),
        (
            "    type: EDS\n",
            "    type: STATIC\n    load_assignment:\n      cluster_name: default/proxy\n      endpoints:\n"
            "      - lb_endpoints:\n        - endpoint: {address: {socket_address: {address: 10.96.0.50, port_value: 80}}}\n",
        ),
    )
    service = fix_example(SERVICE, ("spec:\n", "spec:\n  clusterIP: 10.96.0.50\n"))
    files: dict[str, str | bytes] = {"address.yaml": address, "service.yaml": service, "echo.yaml": ECHO}
    repository.commit({**CROWD, **{name: text for name, text in files.items() if name != last}})
    change(repository, {last: files[last]})
    found = by_hook([last])
    assert "redirected-cluster-ip" in {rule for file, rule, _, _ in found if file == "address.yaml"}
    assert found == by_whole([last])


def test_a_setting_of_cilium_is_about_all(repository: Repository) -> None:
    repository.commit({**CROWD, "values.yaml": "envoyConfig:\n  enabled: true\n"})
    change(repository, {"values.yaml": "envoyConfig:\n  enabled: false\n"})
    found = by_hook(["values.yaml"])
    assert [(file, rule) for file, rule, _, _ in found] == [("crowd/alpha.yaml", FIRST)]
    assert found == by_whole(["values.yaml"])


STANZA = """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: {}
metadata: {{name: {}, namespace: default}}
spec:
  targetRefs: [{{kind: Service, name: echo}}]
  {}
"""
TRAFFIC = STANZA.format("TrafficPolicy", "echo", "timeout: 3s")
LIMIT = STANZA.format("RateLimitPolicy", "echo-limit", "requests: 2\n  per: 5s")


@pytest.mark.parametrize(
    "after",
    [
        {"apps/limit.yaml": "# one\n" + LIMIT},
        {"apps/limit.yaml": LIMIT.replace("5s", "soon")},
        {"apps/more.yaml": TRAFFIC.replace("name: echo,", "name: more,").replace("3s", "4s")},
        {"echo.yaml": ECHO},
        {"apps/service.yaml": SERVICE},
    ],
)
def test_stanzas_are_judged_with_those_beside_them(repository: Repository, after: dict[str, str | bytes]) -> None:
    repository.commit({**CROWD, "apps/traffic.yaml": TRAFFIC, "apps/limit.yaml": LIMIT})
    change(repository, after)
    assert by_hook([*after]) == by_whole([*after])
