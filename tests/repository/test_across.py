"""What shows only when all files are known: names found in other files, and two files that do not agree."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cmesh_lint import cli
from cmesh_lint.config.settings import Settings
from cmesh_lint.pipeline import of_sources
from cmesh_lint.rule import fix_example
from cmesh_lint.rules.echo import ECHO
from cmesh_lint.rules.repository import address_in_use
from cmesh_lint.rules.repository._examples import POLICY, PROXY, SERVICE
from cmesh_lint.run import run
from cmesh_lint.source.files import Source
from cmesh_lint.versions import Version

OTHER_SERVICE = fix_example(SERVICE, ("name: echo", "name: other"))
STRAY = fix_example(
    ECHO, ("  services:\n  - name: echo\n", "  services:\n  - name: ehco\n"), ("default/echo", "default/ehco")
)
PLAIN = fix_example(ECHO, ('  annotations:\n    cec.cilium.io/use-original-source-address: "false"\n', ""))
PORTS = fix_example(PLAIN, ("    listener: echo\n", "    listener: echo\n    ports: [80]\n"))


SPEAKS_OF_EVERY_ECHO = "original-source-address"
"""Before Cilium 1.19 the annotation of the examples is not read, and some have it taken out."""


def told(files: dict[str, str], version: str = "1.20", complete: bool = False) -> list[tuple[str, int, str, str]]:
    """File, line, rule and severity of what is found in some files together; informative remarks left out."""
    sources = [Source(path, text.encode()) for path, text in files.items()]
    report = of_sources(sources, Settings((), cilium_versions=(Version.parse(version),), complete=complete))
    assert report.not_checked == ()
    return sorted(
        (each.place.file, each.place.span.line, each.rule, each.severity)
        for each in report.findings
        if each.severity != "info" and each.rule != SPEAKS_OF_EVERY_ECHO
    )


def test_a_service_in_another_file_is_found() -> None:
    assert told({"cec.yaml": ECHO, "service.yaml": SERVICE}, complete=True) == []


def test_a_misspelt_service_is_an_error_where_it_is_named() -> None:
    assert told({"cec.yaml": STRAY, "service.yaml": SERVICE}) == [("cec.yaml", 10, "unknown-service", "error")]


def test_a_service_that_is_listed_itself_is_no_correction() -> None:
    both = STRAY.replace("  services:\n", "  services:\n  - name: echo\n    namespace: default\n    listener: echo\n")
    assert told({"cec.yaml": both, "service.yaml": SERVICE}) == []


@pytest.mark.parametrize(
    "beside", [{}, {"service.yaml": OTHER_SERVICE}, {"service.yaml": SERVICE.replace("default", "shop")}]
)
def test_a_service_from_elsewhere_is_no_error_unless_the_files_are_complete(beside: dict[str, str]) -> None:
    files = {"cec.yaml": STRAY, **beside}
    assert told(files) == []
    assert told(files, complete=True) == [("cec.yaml", 10, "unknown-service", "error")]


def test_a_service_without_namespace_may_be_in_any() -> None:
    assert (
        told({"cec.yaml": ECHO, "service.yaml": fix_example(SERVICE, ("  namespace: default\n", ""))}, complete=True)
        == []
    )


def test_services_in_a_list_and_in_json_count() -> None:
    service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "echo", "namespace": "default"}, "spec": {}}
    whole = json.dumps({"apiVersion": "v1", "kind": "List", "items": [service]})
    assert told({"cec.yaml": ECHO, "all.json": whole}, complete=True) == []


def test_a_broken_neighbour_costs_nothing() -> None:
    assert told({"cec.yaml": ECHO, "service.yaml": SERVICE + "---\nkind: Service\n  name: echo\n"}) == []


@pytest.mark.parametrize(("version", "rules"), [("1.17", []), ("1.18", ["endpoints-not-published"])])
def test_ports_of_services_restrict_endpoints_since_1_18(version: str, rules: list[str]) -> None:
    assert [rule for _, _, rule, _ in told({"cec.yaml": PORTS}, version)] == rules


def test_ports_of_backend_services_always_did() -> None:
    backend = fix_example(
        PLAIN,
        (
            "  services:\n",
            "  backendServices:\n  - name: echo\n    namespace: default\n    number: ['80']\n  services:\n",
        ),
    )
    for version in ("1.14", "1.20"):
        assert [rule for _, _, rule, _ in told({"cec.yaml": backend}, version)] == ["endpoints-not-published"]


def test_a_listener_that_the_agent_drops_takes_no_port() -> None:
    first, second = address_in_use.RULE.page().bad.split("---\n")
    dropped = fix_example(first, ("stat_prefix: echo", "stat_prefix: 5"))

    def rules(one: str) -> list[str]:
        return [rule for _, _, rule, _ in told({"a.yaml": one, "b.yaml": second})]

    assert rules(first).count("address-in-use") == 2
    assert "address-in-use" not in rules(dropped)
    assert "wrong-type" in rules(dropped)


def test_two_cecs_that_redirect_one_service() -> None:
    second = fix_example(
        ECHO,
        ("metadata:\n  name: echo\n", "metadata:\n  name: second\n"),
        ("default/echo", "echo"),
        (
            "    name: echo\n    type: EDS\n",
            "    name: echo\n    type: EDS\n    eds_cluster_config:\n      service_name: default/echo\n",
        ),
    )
    assert told({"a.yaml": ECHO, "b.yaml": second}) == [
        ("a.yaml", 10, "service-redirected-twice", "error"),
        ("b.yaml", 10, "service-redirected-twice", "error"),
    ]
    assert told({"overlays/a/cec.yaml": ECHO, "overlays/b/cec.yaml": second}) == []
    on_nodes = second.replace("spec:\n", "spec:\n  nodeSelector: {matchLabels: {zone: b}}\n", 1)
    others = ECHO.replace("spec:\n", "spec:\n  nodeSelector: {matchLabels: {zone: a}}\n", 1)
    assert not any(rule == "service-redirected-twice" for _, _, rule, _ in told({"a.yaml": others, "b.yaml": on_nodes}))


def test_one_object_in_two_files_of_a_folder() -> None:
    found = [("apps/a.yaml", 4, "duplicate-object", "warning"), ("apps/b.yaml", 4, "duplicate-object", "warning")]
    assert told({"apps/a.yaml": ECHO, "apps/b.yaml": ECHO}) == found
    assert told({"base/a.yaml": ECHO, "prod/a.yaml": ECHO}) == []


def test_one_name_for_equal_clusters_is_milder() -> None:
    second = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata: {name: second, namespace: default}
spec:
  resources:
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/echo
    type: EDS
    connect_timeout: 5s
"""
    for text, severity in ((second, "warning"), (second.replace("5s", "1s"), "error")):
        assert told({"a.yaml": ECHO, "b.yaml": text}) == [
            ("a.yaml", 41, "name-defined-twice", severity),
            ("b.yaml", 7, "name-defined-twice", severity),
        ]


def test_a_policy_is_judged_in_its_own_file() -> None:
    policy = fix_example(
        POLICY, ("          kind: CiliumEnvoyConfig\n", ""), ("        name: echo\n", "        name: ecoh\n")
    ).removeprefix("---\n")
    policy = policy.replace("          name: ecoh\n", "          name: echo\n")
    assert "EnvoyConfig" not in policy
    assert told({"cec.yaml": PROXY, "policy.yaml": "# nothing\n---\n" + policy}) == [
        ("policy.yaml", 18, "unknown-policy-listener", "error")
    ]


def test_a_policy_is_judged_without_any_cec(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(fix_example(POLICY, ("  egress:\n", "  ingress:\n")))
    assert [found.rule for found in run(Settings(paths=(str(tmp_path),))).findings] == ["policy-listener-on-ingress"]


def test_settings_that_turn_cecs_off() -> None:
    values = "envoyConfig:\n  enabled: {}\n"
    assert told({"cec.yaml": ECHO, "values.yaml": values.format("false")}) == [
        ("cec.yaml", 4, "envoy-config-disabled", "error")
    ]
    assert told({"cec.yaml": ECHO, "values.yaml": values.format("false"), "more.yaml": values.format("true")}) == []
    assert told({"cec.yaml": ECHO, "clusters/old/values.yaml": values.format("false")}) == []
    other = "kind: Proxy\nl7Proxy: false\n"
    assert told({"cec.yaml": ECHO, "proxy.yaml": other}) == []
    release = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec:\n  values:\n    l7Proxy: false\n"
    assert told({"cec.yaml": ECHO, "release.yaml": release}) == [("cec.yaml", 4, "envoy-config-disabled", "error")]


def test_each_version_is_judged_for_itself() -> None:
    versions = tuple(Version.parse(text) for text in ("1.16", "1.17", "1.18", "1.20"))
    report = of_sources([Source("cec.yaml", PORTS.encode())], Settings((), cilium_versions=versions))
    assert [(found.rule, found.versions) for found in report.findings if found.rule == "endpoints-not-published"] == [
        ("endpoints-not-published", ("1.18", "1.20"))
    ]


def test_order_of_files_changes_nothing() -> None:
    files = {"a.yaml": STRAY, "b.yaml": SERVICE, "c.yaml": ECHO, "d.yaml": POLICY}
    assert told(files) == told(dict(reversed(files.items()))) != []


def test_files_on_disk_and_the_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "cec.yaml").write_text(STRAY)
    (tmp_path / "service.yaml").write_text(OTHER_SERVICE)
    assert cli.run([str(tmp_path), "--no-config"]) == 0
    assert cli.run([str(tmp_path), "--no-config", "--assume-complete"]) == 1
    assert "unknown-service" in capsys.readouterr().out


def test_a_configuration_file_can_say_complete(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "cec.yaml").write_text(STRAY)
    (tmp_path / "lint.yaml").write_text("assume-complete: true\n")
    assert cli.run([str(tmp_path / "cec.yaml"), "--config", str(tmp_path / "lint.yaml")]) == 1
    assert "Service `default/ehco` is not in these files" in capsys.readouterr().out
    (tmp_path / "lint.yaml").write_text("assume-complete: maybe\n")
    assert cli.run([str(tmp_path / "cec.yaml"), "--config", str(tmp_path / "lint.yaml")]) == 2
    assert "expected true or false" in capsys.readouterr().err
