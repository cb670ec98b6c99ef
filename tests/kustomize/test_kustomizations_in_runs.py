"""Kustomizations, built by the real kustomize: what is wrong with what comes out is told of the files that go in."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from cmesh_lint.cli import run as command
from cmesh_lint.config.settings import Settings
from cmesh_lint.finding import Finding
from cmesh_lint.kustomize import program
from cmesh_lint.report import Report
from cmesh_lint.run import run

CEC = """\
# An echo.
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata: {name: echo, namespace: default}
spec:
  backendServices: [{name: echo, namespace: default}]
  resources:
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/echo
    type: EDS
    connect_timeout: 5s
"""
STANZA = """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: RateLimitPolicy
metadata: {name: echo-limit, namespace: default}
spec:
  targetRefs: [{kind: Service, name: echo}]
  requests: 2
  per: 5s
"""
ORDERS = """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: %s
metadata:
  name: orders
  annotations:
    config.kubernetes.io/function: |
      exec: {path: %s}
"""
TIMEOUT_PATCH = """\
patches:
- target: {kind: CiliumEnvoyConfig}
  patch: |
    - {op: replace, path: /spec/resources/0/connect_timeout, value: 5000ms}
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    assert shutil.which("kustomize"), "kustomize is not in the PATH; `make tools` installs it"
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        if text.startswith("#!"):
            path.chmod(0o755)


def linted(files: dict[str, str], *, paths: tuple[str, ...] = (".",), plugins: bool = False) -> Report:
    write(files)
    return run(Settings(paths=paths, kustomize_plugins=plugins))


def told(finding: Finding) -> tuple[str, int, str]:
    return finding.place.file, finding.place.span.line, finding.rule


def errors(report: Report) -> list[tuple[str, int, str]]:
    return [told(each) for each in report.findings if each.severity in ("critical", "error")]


def missed(report: Report) -> list[tuple[str, str]]:
    return [(each.file, each.reason) for each in report.not_checked]


OVERLAYS = {
    "base/kustomization.yaml": "resources: [cec.yaml]\n",
    "base/cec.yaml": CEC,
    "overlays/prod/kustomization.yaml": "resources: [../../base]\n" + TIMEOUT_PATCH,
    "overlays/stage/kustomization.yaml": "resources: [../../base]\nnamePrefix: stage-\n" + TIMEOUT_PATCH,
}


def test_what_overlays_make_wrong_is_told_once_of_the_source_with_the_overlays_named(tree: Path) -> None:
    report = linted(OVERLAYS)
    (finding,) = [each for each in report.findings if each.severity == "error"]
    # The value is not the one of the source: the whole object is blamed.
    assert told(finding) == ("base/cec.yaml", 2, "invalid-duration")
    assert [(each.place.file, each.place.span.line, each.message) for each in finding.related] == [
        ("<kustomize build overlays/prod>", 12, "in the output of `kustomize build overlays/prod`"),
        ("<kustomize build overlays/stage>", 12, "in the output of `kustomize build overlays/stage`"),
    ]
    assert missed(report) == []


def test_what_is_wrong_in_the_source_already_is_told_once(tree: Path) -> None:
    wrong = CEC.replace("connect_timeout", "conect_timeout")
    report = linted({"kustomization.yaml": "resources: [cec.yaml]\nnamespace: shop\n", "cec.yaml": wrong})
    (finding,) = [each for each in report.findings if each.rule == "unknown-field"]
    assert told(finding) == ("cec.yaml", 11, "unknown-field")
    assert finding.related == ()


def test_what_the_source_does_not_say_is_blamed_on_the_object(tree: Path) -> None:
    patch = "patches:\n- target: {kind: CiliumEnvoyConfig}\n  patch: |\n    - {op: add, path: /spec/resources/0/x, value: 1}\n"
    report = linted({"kustomization.yaml": "resources: [cec.yaml]\n" + patch, "cec.yaml": CEC})
    assert errors(report) == [("cec.yaml", 2, "unknown-field")]


def test_a_patch_is_no_object(tree: Path) -> None:
    """It is judged where it is applied."""
    partial = "apiVersion: cilium.io/v2\nkind: CiliumEnvoyConfig\nmetadata: {name: echo, namespace: default}\nspec: {resources: [{}]}\n"
    files = {"kustomization.yaml": "resources: [cec.yaml]\npatches: [{path: patch.yaml}]\n", "cec.yaml": CEC}
    report = linted(files | {"patch.yaml": partial})
    assert {each.place.file for each in report.findings} == {"cec.yaml"}


PARTIAL = "apiVersion: cilium.io/v2\nkind: CiliumEnvoyConfig\nmetadata: {name: x}\nspec: {resources: [{a: 1}]}\n"
OTHER = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: echo}\n"


@pytest.mark.parametrize(
    "target",
    [
        "{kind: CiliumEnvoyConfig}",
        "{kind: CiliumEnvoyConfig, name: ec.*, version: v2, group: cilium.io}",
        "{name: echo}",
        "{name: e(ch)o}",
        "{kind: CiliumEnvoyConfig, namespace: default}",
    ],
)
def test_a_patch_with_a_target_is_no_object(tree: Path, target: str) -> None:
    changed = f"resources: [cec.yaml]\nnamePrefix: a-\npatches: [{{path: patch.yaml, target: {target}}}]\n"
    report = linted({"kustomization.yaml": changed, "cec.yaml": CEC, "patch.yaml": PARTIAL})
    assert {each.place.file for each in report.findings} == {"cec.yaml"}


@pytest.mark.parametrize(
    "fields",
    [
        "patches: [{path: patch.yaml, target: {kind: Nope}}]",
        "patches: [{path: patch.yaml, target: {name: nope}}]",
        "patches: [{path: patch.yaml, target: {kind: ConfigMap}}]",
        "patches: [{path: patch.yaml, target: {labelSelector: a=b}}]",
        "patches: [{path: patch.yaml, target: {name: '(n+)+ope'}}]",
        "patches: [{path: patch.yaml}]",
        "patchesStrategicMerge: [patch.yaml]",
        "patchesJson6902: [{path: patch.yaml, target: {version: v2, kind: CiliumEnvoyConfig, name: nope}}]",
        "replacements: [{path: patch.yaml}]",
        "configMapGenerator: [{name: a, files: [patch.yaml]}]",
        "crds: [patch.yaml]",
        "openapi: {path: patch.yaml}",
        "transformers: [patch.yaml]",
        "generators: [patch.yaml]",
        "components: [patch.yaml]",
        "resources: [cec.yaml, patch.yaml]\npatches: [{path: patch.yaml}]",
    ],
)
def test_a_config_that_was_merged_into_nothing_is_checked(tree: Path, fields: str) -> None:
    """Whatever a kustomization calls it, and whether it can be built."""
    text = fields if fields.startswith("resources") else f"resources: [cec.yaml, other.yaml]\n{fields}"
    report = linted({"kustomization.yaml": f"{text}\n", "cec.yaml": CEC, "other.yaml": OTHER, "patch.yaml": PARTIAL})
    assert "patch.yaml" in {each.place.file for each in report.findings}


def test_a_patch_of_one_base_finds_nothing_in_another(tree: Path) -> None:
    one = "resources: [other.yaml]\npatches: [{path: patch.yaml, target: {name: echo}}]\n"
    files = {"kustomization.yaml": "resources: [one, two]\n", "one/patch.yaml": PARTIAL, "two/cec.yaml": CEC}
    more = {"one/kustomization.yaml": one, "two/kustomization.yaml": "resources: [cec.yaml]\n"}
    report = linted({**files, **more, "one/other.yaml": OTHER.replace("echo", "nope")})
    assert "one/patch.yaml" in {each.place.file for each in report.findings}


def test_a_second_document_of_a_patch_is_checked(tree: Path) -> None:
    second = PARTIAL.replace("name: x", "name: y")
    changed = "resources: [cec.yaml]\npatches: [{path: patch.yaml, target: {name: echo}}]\n"
    report = linted({"kustomization.yaml": changed, "cec.yaml": CEC, "patch.yaml": f"{PARTIAL}---\n{second}"})
    assert "patch.yaml" in {each.place.file for each in report.findings}


def test_kustomizations_of_other_things_are_nobodys_business(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tree))
    files = {"other/kustomization.yaml": "resources: [https://example.com/x.yaml]\n", "cec.yaml": CEC}
    assert missed(linted(files)) == []


def test_without_kustomize_it_is_said(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tree))
    report = linted(OVERLAYS)
    reason = (
        "kustomize not found in PATH, so this kustomization was not built. Install kustomize, or pass --no-kustomize"
    )
    assert missed(report) == [(f"overlays/{each}/kustomization.yaml", reason) for each in ("prod", "stage")]
    assert missed(run(Settings(paths=(".",), kustomize=False))) == []
    assert missed(run(Settings(paths=("base/cec.yaml",)))) == []


def test_a_relative_path_could_lead_into_the_repository(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "bin")
    write({"bin/kustomize": "#!/bin/sh\n/usr/bin/touch evil\n"})
    assert program.find() is None


EVIL = "#!/bin/sh\n/usr/bin/touch %s/evil\n/bin/cat\n"


@pytest.mark.parametrize("field", ["generators", "transformers", "validators"])
@pytest.mark.parametrize(
    "function",
    [
        "exec: {path: ./evil.sh}",
        "exec: {path: ./cmesh-krm}",
        "container: {image: example.com/evil}",
        "starlark: {path: evil.star}",
    ],
)
def test_no_function_is_run(tree: Path, field: str, function: str) -> None:
    evil = EVIL % tree
    files = {
        "kustomization.yaml": f"resources: [cec.yaml]\n{field}: [orders.yaml]\n",
        "cec.yaml": CEC,
        "orders.yaml": ORDERS.replace("exec: {path: %s}", function) % "PolicyExpansion",
        "evil.sh": evil,
        "cmesh-krm": evil,
        "docker": evil,
    }
    linted(files)
    assert not os.path.exists("evil")


def test_a_function_of_others_leaves_it_not_checked(tree: Path) -> None:
    files = {
        "kustomization.yaml": "resources: [cec.yaml]\ntransformers: [orders.yaml]\n",
        "cec.yaml": CEC,
        "orders.yaml": ORDERS % ("Anything", "./evil.sh"),
        "evil.sh": EVIL % tree,
    }
    reason = "not built: kustomization.yaml runs the program `./evil.sh`; pass --kustomize-plugins to allow that"
    assert missed(linted(files)) == [("kustomization.yaml", reason)]
    assert not os.path.exists("evil")
    assert missed(linted(files, plugins=True)) == []
    assert os.path.exists("evil")


@pytest.mark.parametrize("more", ["helmCharts: [{name: evil}]\n", "transformers: [plugin.yaml]\n"])
def test_neither_helm_nor_plugins_are_run(tree: Path, more: str, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tree / "home"
    monkeypatch.setenv("KUSTOMIZE_PLUGIN_HOME", str(home))
    monkeypatch.setenv("PATH", f"{tree}{os.pathsep}{os.environ['PATH']}")
    files = {
        "kustomization.yaml": "resources: [cec.yaml]\n" + more,
        "cec.yaml": CEC,
        "plugin.yaml": "apiVersion: evil/v1\nkind: Evil\nmetadata: {name: evil}\n",
        "home/evil/v1/evil/Evil": EVIL % tree,
        "helm": EVIL % tree,
    }
    report = linted(files)
    assert len(missed(report)) == 1
    assert not os.path.exists("evil")


def test_not_even_if_the_plan_overlooks_one(tree: Path) -> None:
    """kustomize itself is given no leave to run anything, and an environment that leads nowhere."""
    orders = ORDERS % ("Anything", "./evil.sh")
    write({"kustomization.yaml": "transformers: [orders.yaml]\n", "orders.yaml": orders, "evil.sh": EVIL % tree})
    found = program.find()
    assert found
    built = program.build(found, str(tree))
    assert "external plugins disabled" in built.trouble
    assert not os.path.exists("evil")


class Server(HTTPServer):
    """Counts who asks."""

    asked = 0


class Counting(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Server)
        self.server.asked += 1
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), Counting)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("url", ["http://127.0.0.1:{}/x.yaml", "http://localhost:{}/x", "http://example.com:{}/x.yaml"])
def test_nothing_is_fetched(tree: Path, server: Server, url: str) -> None:
    entry = url.format(server.server_port)
    report = linted({"kustomization.yaml": f"resources: [cec.yaml, '{entry}']\n", "cec.yaml": CEC})
    reason = f"not built: kustomization.yaml fetches `{entry}` from the network; pass --kustomize-plugins to allow that"
    assert missed(report) == [("kustomization.yaml", reason)]
    found = program.find()
    assert found
    assert program.build(found, str(tree)).trouble
    assert server.asked == 0


def test_a_build_that_takes_too_long_is_ended(tree: Path) -> None:
    write({"slow": "#!/bin/sh\n/bin/sleep 60\n"})
    assert program.build(str(tree / "slow"), str(tree), seconds=0.2).trouble == "kustomize did not finish within 0.2 s"


EXPANDED = {
    "kustomization.yaml": "resources: [stanza.yaml]\ntransformers: [orders.yaml]\nvalidators: [last.yaml]\n",
    "orders.yaml": ORDERS % ("PolicyExpansion", "cmesh-krm"),
    "last.yaml": ORDERS % ("PolicyValidation", "cmesh-krm"),
    "stanza.yaml": STANZA,
}


def test_stanzas_that_our_function_expands_are_expanded_without_running_it(tree: Path) -> None:
    report = linted(EXPANDED)
    assert (errors(report), missed(report)) == ([], [])


def test_what_is_wrong_with_a_stanza_is_told_at_its_line(tree: Path) -> None:
    wrong = STANZA.replace("per: 5s", "per: 5 s").replace("requests", "request")
    report = linted(EXPANDED | {"stanza.yaml": wrong})
    assert errors(report) == [("stanza.yaml", 6, "invalid-stanza"), ("stanza.yaml", 7, "invalid-stanza")]


def test_a_patched_stanza_is_judged_as_it_is_then(tree: Path) -> None:
    """What the base leaves open the overlay says."""
    open_ = STANZA.replace("  per: 5s\n", "")
    patch = "patches:\n- target: {kind: RateLimitPolicy}\n  patch: |\n    - {op: add, path: /spec/per, value: %s}\n"
    files = EXPANDED | {"stanza.yaml": open_}
    closed = {"kustomization.yaml": EXPANDED["kustomization.yaml"] + patch % "5s"}
    assert errors(linted(files | closed)) == []
    wrong = {"kustomization.yaml": EXPANDED["kustomization.yaml"] + patch % "soon"}
    assert errors(linted(files | wrong)) == [("stanza.yaml", 1, "invalid-stanza")]


def test_a_stanza_that_nothing_expands_is_an_error_of_the_kustomization(tree: Path) -> None:
    report = linted({"kustomization.yaml": "resources: [stanza.yaml]\n", "stanza.yaml": STANZA})
    assert errors(report) == [("stanza.yaml", 2, "unexpanded-stanza")]


def test_a_stanza_that_kustomize_leaves_out_is_lost(tree: Path) -> None:
    local = STANZA.replace(
        "namespace: default}", "namespace: default, annotations: {config.kubernetes.io/local-config: 'true'}}"
    )
    report = linted({"kustomization.yaml": "resources: [stanza.yaml]\n", "stanza.yaml": local})
    assert errors(report) == [("stanza.yaml", 3, "policy-not-rendered")]
    report = linted(EXPANDED | {"stanza.yaml": local})
    assert errors(report) == []
    assert [file for file, _ in missed(report)] == ["stanza.yaml"]


def test_what_an_overlay_does_to_cecs_that_a_base_makes_is_not_known(tree: Path) -> None:
    files = {f"base/{name}": text for name, text in EXPANDED.items()}
    plain = {"overlay/kustomization.yaml": "resources: [../base]\n"}
    assert missed(linted(files | plain)) == []
    changing = {"overlay/kustomization.yaml": "resources: [../base]\nnamePrefix: x-\n"}
    reason = "not built: overlay/kustomization.yaml may change what `cmesh-krm` generates in base/kustomization.yaml"
    assert missed(linted(files | changing)) == [
        ("overlay/kustomization.yaml", f"{reason}; pass --kustomize-plugins to allow that")
    ]


def test_the_tree_is_left_as_it_was(tree: Path) -> None:
    write(OVERLAYS | EXPANDED)
    before = sorted(tree.rglob("*"))
    run(Settings(paths=(".",)))
    assert sorted(tree.rglob("*")) == before


def test_what_the_source_says_the_same_is_blamed_there(tree: Path) -> None:
    """Taken out: the Service whose endpoints the cluster needs. The cluster is as it is written."""
    patch = (
        "patches:\n- target: {kind: CiliumEnvoyConfig}\n  patch: |\n    - {op: remove, path: /spec/backendServices}\n"
    )
    report = linted({"kustomization.yaml": "resources: [cec.yaml]\n" + patch, "cec.yaml": CEC})
    (finding,) = [each for each in report.findings if each.rule == "endpoints-not-published"]
    assert told(finding) == ("cec.yaml", 9, "endpoints-not-published")


def test_with_a_base_only_what_is_new_in_builds_counts(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=x", "-c", "user.email=x@example.invalid")
        subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)

    old = {f"old/{name}": text for name, text in OVERLAYS.items()}
    git("init", "-q", "-b", "main")
    write(old | {"new/base/cec.yaml": CEC})
    git("add", "-A")
    git("commit", "-q", "-m", "before")
    write({f"new/{name}": text for name, text in OVERLAYS.items()})
    git("add", "-A")
    git("commit", "-q", "-m", "after")
    assert command(["--format", "json", "--changed-since", "HEAD~1", "."]) == 1
    report = json.loads(capsys.readouterr().out)
    assert [each["file"] for each in report["findings"]] == ["new/base/cec.yaml"]
    assert [each["file"] for each in report["changes"]["old_findings"]] == ["old/base/cec.yaml"]
