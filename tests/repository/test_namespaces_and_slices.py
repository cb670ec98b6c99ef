"""Namespaces and EndpointSlices beside CECs: what they tell, and what they leave open."""

from __future__ import annotations

import pytest

from cmesh_lint.config.settings import Settings
from cmesh_lint.pipeline import of_sources
from cmesh_lint.rule import fix_example
from cmesh_lint.rules.echo import ECHO
from cmesh_lint.source.files import Source
from cmesh_lint.versions import Version

IN_SHOP = ("namespace: default", "namespace: shop")
NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}\n"
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: echo, namespace: default}
spec:
  ports:
  - {name: http, port: 80}
"""
SLICE = """\
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: echo-1, namespace: default, labels: {kubernetes.io/service-name: echo}}
addressType: IPv4
ports: [{name: %s, port: 8080}]
endpoints: [{addresses: [192.0.2.1]}]
"""
BACKEND = (
    "  services:\n  - name: echo\n    namespace: default\n    listener: echo\n",
    "  backendServices:\n  - name: echo\n    namespace: default\n    number: [%s]\n",
)


def rules(*files: str, complete: bool = False) -> list[str]:
    """The errors of the two rules, and of the one about ports."""
    about = ("unknown-namespace", "port-not-of-slices", "port-not-of-service")
    sources = [Source(f"{index}.yaml", text.encode()) for index, text in enumerate(files)]
    settings = Settings((), cilium_versions=(Version.parse("1.20"),), complete=complete)
    return [found.rule for found in of_sources(sources, settings).findings if found.rule in about]


@pytest.mark.parametrize(
    ("there", "expected"),
    [("shop", []), ("shpo", ["unknown-namespace"]), ("other", []), ("shop-2", [])],
)
def test_a_namespace_is_blamed_where_another_looks_like_it(there: str, expected: list[str]) -> None:
    assert rules(fix_example(ECHO, IN_SHOP), NAMESPACE % there) == expected


def test_a_namespace_that_something_lies_in_is_there() -> None:
    service = SERVICE.replace("default", "shop")
    assert rules(fix_example(ECHO, IN_SHOP), NAMESPACE % "shpo", service) == []


def test_complete_files_have_all_namespaces() -> None:
    assert rules(fix_example(ECHO, IN_SHOP), NAMESPACE % "other", complete=True) == ["unknown-namespace"]
    assert rules(fix_example(ECHO, IN_SHOP), complete=True) == []
    assert rules(ECHO, NAMESPACE % "other", complete=True) == []


def test_slices_of_a_service_without_selector() -> None:
    assert rules(ECHO, SERVICE, SLICE % "web") == ["port-not-of-slices"]
    assert rules(ECHO, SERVICE, SLICE % "http") == []
    assert rules(ECHO, SERVICE, SLICE % "web", (SLICE % "http").replace("echo-1", "echo-2")) == []
    assert rules(ECHO, SERVICE) == []


def test_with_a_selector_kubernetes_writes_the_slices() -> None:
    assert rules(ECHO, SERVICE + "  selector: {app: echo}\n", SLICE % "web") == []


def test_the_name_of_a_slices_port_can_be_listed() -> None:
    listed = fix_example(ECHO, (BACKEND[0], BACKEND[1] % "metrics"))
    assert rules(listed, SERVICE) == ["port-not-of-service"]
    assert rules(listed, SERVICE, SLICE % "metrics") == []
