"""References inside one CEC: what is left alone, and who has the last word."""

from __future__ import annotations

import pytest

from cmesh_lint.config.settings import Settings
from cmesh_lint.finding import Finding
from cmesh_lint.pipeline import of_sources
from cmesh_lint.rule import fix_example
from cmesh_lint.rules import catalogue
from cmesh_lint.rules.echo import ECHO
from cmesh_lint.rules.page import without_wants
from cmesh_lint.source.files import Source
from cmesh_lint.versions import Version

ROUTE = "cluster: default/echo\n"
CLUSTER = "    name: default/echo\n    type: EDS\n"
INLINE = (
    "          rds:\n            route_config_name: echo\n",
    """\
          route_config:
            virtual_hosts:
            - name: echo
              domains: ["*"]
              routes:
              - match: {prefix: /}
                route: {cluster: nobody}
""",
)


def judged(text: str, version: str) -> tuple[Finding, ...]:
    settings = Settings((), cilium_versions=(Version.parse(version),))
    return of_sources([Source("cec.yaml", text.encode())], settings).findings


def found(text: str, version: str = "1.20") -> list[tuple[str, str | None]]:
    """Rule and gate of each error and warning, without the remarks of rules about versions."""
    findings = judged(text, version)
    about_versions = ("annotation-too-new", "original-source-address")
    return [(each.rule, each.gate) for each in findings if each.severity != "info" and each.rule not in about_versions]


def test_the_gate_of_an_unknown_cluster_is_where_its_route_is() -> None:
    assert ("unknown-cluster", "runtime") in found(fix_example(ECHO, (ROUTE, "cluster: nobody\n")))
    assert ("unknown-cluster", "nacked") in found(fix_example(ECHO, INLINE))
    lenient = (INLINE[0], INLINE[1].replace("route_config:\n", "route_config:\n            validate_clusters: false\n"))
    assert ("unknown-cluster", "runtime") in found(fix_example(ECHO, lenient))


@pytest.mark.parametrize("name", ["/envoy-admin", "shop/cart", "/another/cart", "default/another/cart"])
def test_a_name_that_others_may_have_is_no_error(name: str) -> None:
    assert [rule for rule, _ in found(fix_example(ECHO, (ROUTE, f"cluster: {name}\n")))] == []


def test_the_full_name_of_an_own_cluster_is_one() -> None:
    local = fix_example(
        ECHO,
        (ROUTE, "cluster: default/echo/web\n"),
        (
            CLUSTER,
            CLUSTER.replace("name: default/echo", "name: web")
            + "    eds_cluster_config: {service_name: default/echo}\n",
        ),
    )
    assert found(local) == []
    assert [rule for rule, _ in found(local.replace("default/echo/web", "default/echo/wib"))] == [
        "unknown-cluster",
        "unused-cluster",
    ]


def test_a_cluster_that_is_dropped_is_not_missed_as_well() -> None:
    dropped = fix_example(
        ECHO, (ROUTE, "cluster: web\n"), (CLUSTER, "    name: web\n    type: EDS\n    no_such_field: 1\n")
    )
    assert sorted(rule for rule, _ in found(dropped)) == ["endpoints-not-published", "unknown-field"]
    untyped = fix_example(
        ECHO, (ROUTE, "cluster: web\n"), (CLUSTER, "    name: web\n    type: EDS\n"), ("v3.Cluster", "v3.Clusterz")
    )
    assert [rule for rule, _ in found(untyped)] == ["unknown-type"]


def test_ext_authz_is_completed_since_1_20() -> None:
    text = fix_example(
        without_wants(catalogue.find("unqualified-cluster-reference").page().bad),
        ("ext_proc.v3.ExternalProcessor", "ext_authz.v3.ExtAuthz"),
        ("filters.http.ext_proc", "filters.http.ext_authz"),
    )
    assert "unqualified-cluster-reference" in [rule for rule, _ in found(text, "1.19")]
    assert "unqualified-cluster-reference" not in [rule for rule, _ in found(text, "1.20")]


@pytest.mark.parametrize(
    ("version", "chosen"), [("1.17", "`echo`, the last in the list"), ("1.18", "`debug`, the first by name")]
)
def test_which_listener_is_taken_depends_on_the_version(version: str, chosen: str) -> None:
    text = without_wants(catalogue.find("ambiguous-service-listener").page().bad)
    messages = [each.message for each in judged(text, version) if each.rule == "ambiguous-service-listener"]
    assert messages == [f"`listener` is not set: the agent takes {chosen}"]


@pytest.mark.parametrize(
    ("version", "rules"),
    [("1.17", []), ("1.18", ["service-namespace-missing"]), ("1.20", ["service-namespace-missing"]), ("latest", [])],
)
def test_a_service_without_namespace(version: str, rules: list[str]) -> None:
    text = fix_example(ECHO, ("  - name: echo\n    namespace: default\n", "  - name: echo\n"))
    assert [rule for rule, _ in found(text, version)] == rules


def test_an_override_for_a_filter_of_another_connection_manager_is_none() -> None:
    text = without_wants(catalogue.find("unknown-filter-override").page().bad)
    assert ("unknown-filter-override", "runtime") in found(text)
    assert "unknown-filter-override" not in [
        rule for rule, _ in found(text.replace("route_config_name: echo", "route_config_name: other"))
    ]


@pytest.mark.parametrize(
    ("override", "refused"),
    [
        ('"@type": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC', False),
        ('"@type": type.googleapis.com/envoy.config.route.v3.FilterConfig\n            disabled: true', False),
        ('"@type": type.googleapis.com/envoy.config.route.v3.FilterConfig', True),
    ],
)
def test_overrides_that_envoy_takes(override: str, refused: bool) -> None:
    bad = without_wants(catalogue.find("unsupported-filter-override").page().bad)
    head, _, rest = bad.rpartition('"@type": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC')
    text = head + override + rest.replace("            rules: {action: ALLOW}\n", "", 1)
    assert ("unsupported-filter-override" in [rule for rule, _ in found(text)]) is refused


def test_clusters_of_the_agents_own_doing_are_left_alone() -> None:
    """TLS: what the agent adds lets it negotiate the protocol, so gRPC works."""
    bad = without_wants(catalogue.find("grpc-over-http1").page().bad)
    assert ("grpc-over-http1", "runtime") in found(bad)
    tls = """\
    transport_socket:
      name: tls
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
        sni: processor.example
"""
    assert "grpc-over-http1" not in [rule for rule, _ in found(bad + tls)]
