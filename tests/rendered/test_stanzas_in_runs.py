"""Stanzas that the linter meets: judged, expanded and judged again; and those that nobody expands."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cmesh_lint.cli import run as command
from cmesh_lint.config.settings import Settings
from cmesh_lint.finding import Finding
from cmesh_lint.report import Report
from cmesh_lint.run import run
from cmesh_lint.versions import Version

LIMIT = """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: RateLimitPolicy
metadata: {name: echo-limit, namespace: default}
spec:
  targetRefs: [{kind: Service, name: echo}]
  requests: 2
  per: 5s
"""
TRAFFIC = """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: TrafficPolicy
metadata: {name: echo, namespace: default}
spec:
  targetRefs: [{kind: Service, name: echo}]
  timeout: 3s
"""
METRICS = """\
# For Prometheus.
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: MetricsListener
metadata: {name: metrics}
"""
MINE = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata: {name: mine, namespace: default}
spec:
  services: [{name: echo, namespace: default}]
  resources:
  - "@type": type.googleapis.com/envoy.config.listener.v3.Listener
    name: mine
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def linted(files: dict[str, str], *versions: str) -> Report:
    for name, text in files.items():
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        Path(name).write_text(text)
    return run(Settings(paths=(".",), cilium_versions=tuple(map(Version.parse, versions or ("1.20",)))))


def told(finding: Finding) -> tuple[str, int, str]:
    return finding.place.file, finding.place.span.line, finding.rule


def errors(report: Report) -> list[tuple[str, int, str]]:
    return [told(each) for each in report.findings if each.severity in ("critical", "error")]


def test_a_repository_that_holds_stanzas_alone_is_fine() -> None:
    report = linted({"a/limit.yaml": LIMIT, "a/traffic.yaml": TRAFFIC})
    assert (errors(report), report.not_checked) == ([], ())
    assert (report.counts.files, report.counts.skipped, report.counts.manifests) == (2, 0, 2)


def test_all_that_is_wrong_is_told_at_its_place() -> None:
    wrong = LIMIT.replace("requests: 2", "request: 2").replace("5s", "soon")
    report = linted({"limit.yaml": wrong})
    assert [(told(each), each.place.span.column, each.message) for each in report.findings] == [
        (("limit.yaml", 6, "invalid-stanza"), 3, "unknown field `request`; did you mean `requests`?"),
        (
            ("limit.yaml", 7, "invalid-stanza"),
            8,
            'found "soon", expected a duration such as `5s`, `250ms` or `1m30s`',
        ),
    ]


def test_two_that_disagree_name_each_other() -> None:
    other = LIMIT.replace("echo-limit", "other").replace("requests: 2", "requests: 3")
    report = linted({"a/limit.yaml": LIMIT, "a/other.yaml": other})
    (finding,) = [each for each in report.findings if each.severity == "error"]
    assert told(finding) == ("a/other.yaml", 6, "invalid-stanza")
    assert [(each.place.file, each.place.span.line) for each in finding.related] == [("a/limit.yaml", 6)]


def test_folders_may_be_environments_or_parts_of_one_whole() -> None:
    """What cannot be known is no error: two environments, and a route that stands in another folder."""
    stage = LIMIT.replace("requests: 2", "requests: 3")
    assert errors(linted({"prod/limit.yaml": LIMIT, "stage/limit.yaml": stage})) == []
    routes = TRAFFIC + "  routes: [{name: api, matches: [{path: {prefix: /api}}]}]\n"
    report = linted({"team/limit.yaml": LIMIT + "  routes: [api]\n", "platform/traffic.yaml": routes})
    assert "team/limit.yaml" not in {file for file, _, _ in errors(report)}


def test_what_is_wrong_with_the_cec_is_told_of_the_stanza() -> None:
    report = linted({"metrics.yaml": METRICS})
    found = {each.rule: each for each in report.findings}
    assert told(found["plaintext-listener"]) == ("metrics.yaml", 4, "plaintext-listener")
    (made,) = found["plaintext-listener"].related
    assert (made.place.file, made.message) == ("<expanded stanzas>", "in the CEC that it becomes")


def test_the_cec_counts_among_the_others() -> None:
    report = linted({"limit.yaml": LIMIT, "mine.yaml": MINE})
    assert ("limit.yaml", 5, "service-redirected-twice") in [told(each) for each in report.findings]


def test_the_versions_are_told_together() -> None:
    report = linted({"metrics.yaml": METRICS}, "1.18", "1.20")
    (finding,) = [each for each in report.findings if each.rule == "plaintext-listener"]
    assert finding.versions == ("1.18", "1.20")


def test_rendered_and_committed_stanzas_are_fine_and_not_judged_twice() -> None:
    linted({"app/limit.yaml": LIMIT})
    assert command(["render", "app"]) == 0
    assert errors(linted({})) == []


def test_a_stanza_that_was_not_rendered_is_lost() -> None:
    linted({"app/limit.yaml": LIMIT})
    assert command(["render", "app"]) == 0
    report = linted({"app/more/traffic.yaml": TRAFFIC, "other/traffic.yaml": TRAFFIC})
    assert errors(report) == [("app/more/traffic.yaml", 3, "lost-stanza")]


def test_a_stanza_beside_what_was_made_of_others_is_left_unexpanded() -> None:
    linted({"app/limit.yaml": LIMIT})
    assert command(["render", "app"]) == 0
    made = Path("app/cmesh-lint.rendered.yaml").read_text()
    os.remove("app/cmesh-lint.rendered.yaml")
    report = linted({"all.yaml": f"{made}---\n{TRAFFIC}"})
    (finding,) = [each for each in report.findings if each.rule == "unexpanded-stanza"]
    assert (
        finding.message
        == "`TrafficPolicy` is not expanded in what a build made; expected the CEC that is generated from it"
    )
    assert finding.place.span.line == made.count("\n") + 3


def test_standard_input_is_what_a_build_made(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read, write = os.pipe()
    os.write(write, LIMIT.encode())
    os.close(write)
    kept = os.dup(0)
    os.dup2(read, 0)
    try:
        assert command(["lint", "-"]) == 1
    finally:
        os.dup2(kept, 0)
        os.close(kept)
        os.close(read)
    assert capsys.readouterr().out.startswith("<stdin>:2:7: error[unexpanded-stanza]: ")
