"""What YAML aliases repeat is reported once, at the anchor."""

from __future__ import annotations

from cmesh_lint.finding import Finding
from cmesh_lint.lint.linter import Linter
from cmesh_lint.source.files import Source
from cmesh_lint.versions import NEWEST

TOP = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata: {name: echo, namespace: shop}
spec:
  resources:
"""
CLUSTER = '  - &{} {{"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: {}, {}}}\n'


def errors(resources: str) -> list[Finding]:
    outcome = Linter([NEWEST]).lint(Source("x.yaml", (TOP + resources).encode()))
    return [found for found in outcome.findings if found.severity == "error" and found.gate == "dropped"]


def test_a_scalar() -> None:
    (found,) = errors(
        CLUSTER.format("a", "a", "connect_timeout: &t 5") + CLUSTER.format("b", "b", "connect_timeout: *t")
    )
    assert found.place.span.line == 6
    (again,) = found.related
    assert (again.place.span.line, again.place.route) == (7, ("spec", "resources", 1, "connect_timeout"))
    assert (
        again.message
        == "the same finding, through an alias: the agent skips Cluster `b`, installs the rest, and kubectl shows no error"
    )


def test_a_merged_table() -> None:
    (found,) = errors(
        CLUSTER.format("a", "a", "outlier_detection: &o {intervall: 5s}")
        + CLUSTER.format("b", "b", "outlier_detection: {<<: *o}")
    )
    assert [each.place.span.line for each in found.related] == [7]


def test_the_same_fault_written_twice_is_told_twice() -> None:
    twice = CLUSTER.format("a", "a", "connect_timeout: 5") + CLUSTER.format("b", "b", "connect_timeout: 5")
    assert [(found.place.span.line, found.related) for found in errors(twice)] == [(6, ()), (7, ())]
