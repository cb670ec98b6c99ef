"""What an upgrade changes: findings that come and go, and behaviour without a finding, each at its place."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from cmesh_lint.config.settings import Settings
from cmesh_lint.rules.echo import ECHO
from cmesh_lint.rules.examples import http_filter
from cmesh_lint.upgrade.changes import CHANGES
from cmesh_lint.upgrade.check import Upgrade, check
from cmesh_lint.versions import MINORS, Version

CORS = http_filter("""\
- name: envoy.filters.http.cors
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors
""")
HEAD = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata:
  name: a
  namespace: ns
  labels: {cilium.io/use-original-source-address: "false"}
  annotations: {cec.cilium.io/is-l7lb: "true"}
spec:
  nodeSelector: {matchLabels: {a: b}}
  services:
  - {name: s, namespace: other, ports: [80]}
  - {name: s, namespace: other, ports: [81]}
  resources:
"""
LISTENER = """\
  - "@type": type.googleapis.com/envoy.config.listener.v3.Listener
    name: NAME
    address: {socket_address: {address: 127.0.0.1, port_value: 1}}
"""
CLUSTER = """\
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: c
    connect_timeout: 5s
    load_assignment:
      cluster_name: c
      endpoints:
      - lb_endpoints:
        - endpoint: {address: {envoy_internal_address: {server_listener_name: l}}}
"""
TLS = """\
    filter_chains:
    - transport_socket:
        name: tls
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
          session_ticket_keys_sds_secret_config: {name: k}
          common_tls_context:
            tls_certificate_sds_secret_configs: [{name: cilium-secrets/ns-s}]
"""
FILTERS = """\
  - "@type": type.googleapis.com/envoy.config.listener.v3.Listener
    name: http
    filter_chains:
    - filters:
      - name: h
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: h
          http_filters:
          - name: a
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz
              grpc_service: {envoy_grpc: {cluster_name: c}}
          - name: b
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.health_check.v3.HealthCheck
              pass_through_mode: false
              cluster_min_healthy_percentages: {c: {value: 5}}
"""
TOUCHED = HEAD + LISTENER.replace("NAME", "l") + TLS + LISTENER.replace("NAME", "m") + CLUSTER


def checked(folder: Path, text: str, before: str, after: str) -> Upgrade:
    (folder / "cec.yaml").write_text(text)
    return check(Settings((str(folder),)), Version.parse(before), Version.parse(after))


def test_findings_that_an_upgrade_ends_and_a_step_back_brings(tmp_path: Path) -> None:
    up = checked(tmp_path, CORS, "1.19.3", "1.19.4")
    assert ([each.rule for each in up.vanish], up.appear) == (["extension-not-built"], ())
    back = checked(tmp_path, CORS, "1.19.4", "1.19.3")
    assert ([each.rule for each in back.appear], back.vanish) == (["extension-not-built"], ())
    assert back.appear[0].place.span.line == up.vanish[0].place.span.line


def test_a_newer_minor_may_have_less_than_a_late_patch_of_an_older_one(tmp_path: Path) -> None:
    assert [each.rule for each in checked(tmp_path, CORS, "1.17.16", "1.19.3").appear] == ["extension-not-built"]


def test_an_upgrade_that_changes_nothing(tmp_path: Path) -> None:
    found = checked(tmp_path, ECHO, "1.19", "1.20.0")
    assert (found.appear, found.vanish, found.not_checked) == ((), (), ())
    assert [each.change for each in found.changes] == ["circuit-breakers"]


def changed(folder: Path, text: str, before: str, after: str) -> set[tuple[str, str]]:
    found = checked(folder, text, before, after)
    return {(each.change, ".".join(map(str, each.place.route[-2:]))) for each in found.changes}


@pytest.mark.parametrize(
    ("text", "before", "after", "expected"),
    [
        (TOUCHED, "1.14", "1.15", {("original-source-label", "")}),
        (
            TOUCHED,
            "1.15",
            "1.16",
            {
                ("node-selector", "spec.nodeSelector"),
                ("filters-beside-an-address", "0.address"),
                ("filters-beside-an-address", "1.address"),
                ("internal-addresses", "envoy_internal_address.server_listener_name"),
            },
        ),
        (
            TOUCHED,
            "1.16",
            "1.17",
            {("secret-sources", "typed_config.session_ticket_keys_sds_secret_config"), ("circuit-breakers", "resources.2")},
        ),
        (
            TOUCHED,
            "1.17",
            "1.18",
            {
                ("service-ports", "0.ports"),
                ("service-ports", "1.ports"),
                ("service-namespace", "services.0"),
                ("service-namespace", "services.1"),
                ("default-listener", "services.0"),
                ("default-listener", "services.1"),
                ("annotations", "annotations.cec.cilium.io/is-l7lb"),
                ("upstream-filters", "resources.2"),
            },
        ),
        (
            TOUCHED,
            "1.18",
            "1.19",
            {
                ("annotations", "annotations.cec.cilium.io/is-l7lb"),
                ("original-source-label", "labels.cilium.io/use-original-source-address"),
                ("circuit-breakers", "resources.2"),
            },
        ),
        (
            TOUCHED,
            "1.19",
            "1.20",
            {
                ("doubled-service", "services.0"),
                ("doubled-service", "services.1"),
                ("circuit-breakers", "resources.2"),
                ("secret-copies", "0.name"),
            },
        ),
        (HEAD + FILTERS, "1.15", "1.17", {
            ("node-selector", "spec.nodeSelector"),
            ("health-check-clusters", "typed_config.cluster_min_healthy_percentages"),
        }),
        (HEAD + FILTERS, "1.19", "1.20", {
            ("doubled-service", "services.0"),
            ("doubled-service", "services.1"),
            ("authorization-clusters", "envoy_grpc.cluster_name"),
        }),
    ],
)  # fmt: skip
def test_behaviour_that_changes_without_a_finding(
    tmp_path: Path, text: str, before: str, after: str, expected: set[tuple[str, str]]
) -> None:
    assert changed(tmp_path, text, before, after) == {each for each in expected if each[1]}


def test_every_change_is_crossed_somewhere_and_says_two_things() -> None:
    for change in CHANGES:
        values = [change.value(Version.parse(minor)) for minor in MINORS]
        crossed = [(a, b) for a, b in pairwise(values) if a != b]
        assert crossed, change.id
        assert all(change.does(a) != change.does(b) for a, b in crossed), change.id


def called(*args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cmesh_lint", "upgrade-check", *args]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_tells_both_and_fails_on_new_errors(tmp_path: Path) -> None:
    file = tmp_path / "cec.yaml"
    file.write_text(CORS)
    process = called("--from", "1.17.16", "--to", "1.19.3", str(file))
    assert process.returncode == 1
    head, _, new, line, *changes = process.stdout.splitlines()
    assert head.startswith("Cilium 1.17.16 to 1.19.3: 1 finding new, ")
    assert (new, line.split("  ")[1].split(":")[0]) == ("new in 1.19.3", str(file))
    assert "error[extension-not-built] `envoy.filters.http.cors` is not built" in line
    assert "circuit-breakers" in changes


def test_the_command_as_json(tmp_path: Path) -> None:
    (tmp_path / "cec.yaml").write_text(ECHO)
    process = called("--from", "1.19", "--to", "1.20", "--format", "json", str(tmp_path))
    told = json.loads(process.stdout)
    assert (process.returncode, told["from"], told["to"], told["new"], told["gone"]) == (0, "1.19", "1.20", [], [])
    (change,) = told["changes"]
    assert (change["change"], change["path"]) == ("circuit-breakers", "spec.resources[2]")
    assert change["object"] == {"kind": "CiliumEnvoyConfig", "namespace": "default", "name": "echo"}


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--from", "1.20", "--to", "1.20", "."], "the same version"),
        (["--from", "1.13", "--to", "1.20", "."], "unknown Cilium version `1.13`"),
        (["--from", "1.19", "--to", "1.20", "-"], "standard input cannot be read twice"),
        (["--from", "1.19", "--to", "1.20", "/nowhere/at/all"], "no such file or folder"),
        (["--from", "1.19", "--to", "1.20"], "Missing argument"),
    ],
)
def test_wrong_usage(args: list[str], said: str) -> None:
    process = called(*args)
    assert (process.returncode, said in process.stderr) == (2, True)
