"""Documents become manifests, and manifests Envoy resources."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from cmesh_lint.source.documents import read
from cmesh_lint.source.files import Source
from cmesh_lint.source.manifests import Manifest, manifests
from cmesh_lint.source.resources import is_envoy_config, resources

CEC = {"apiVersion": "cilium.io/v2", "kind": "CiliumEnvoyConfig"}


def parsed(value: Any) -> list[Manifest]:
    text = "# EnvoyConfig\n" + yaml.safe_dump(value)
    return [
        manifest for document in read(Source("x.yaml", text.encode())).documents for manifest in manifests(document)
    ]


def test_a_manifest() -> None:
    value = {**CEC, "metadata": {"name": "a", "namespace": "b"}}
    (manifest,) = parsed(value)
    assert manifest[1:] == ((), "cilium.io/v2", "CiliumEnvoyConfig", "b", "a", value, None)
    assert str(manifest.ref) == "CiliumEnvoyConfig/b/a"


@pytest.mark.parametrize("metadata", [None, [], "a", {}, {"name": 1, "namespace": ["x"]}, {"name": None}])
def test_names_that_are_none(metadata: Any) -> None:
    (manifest,) = parsed({**CEC, "metadata": metadata})
    assert (manifest.namespace, manifest.name) == ("", "")


@pytest.mark.parametrize("value", [[CEC], "EnvoyConfig", {"kind": ""}, {"kind": 1}, {"apiVersion": "v1"}, None])
def test_what_is_no_manifest(value: Any) -> None:
    assert parsed(value) == []


def test_lists_are_opened() -> None:
    inner = {"kind": "CiliumEnvoyConfigList", "items": [CEC, 1, {"a": 1}]}
    found = parsed({"kind": "List", "apiVersion": "v1", "items": [{"kind": "A"}, inner]})
    assert [(m.route, m.kind) for m in found] == [
        (("items", 0), "A"),
        (("items", 1, "items", 0), "CiliumEnvoyConfig"),
    ]


def test_a_kind_that_only_ends_like_a_list() -> None:
    assert [m.kind for m in parsed({"kind": "AllowList", "spec": {}})] == ["AllowList"]


@pytest.mark.parametrize(
    ("version", "kind", "expected"),
    [
        ("cilium.io/v2", "CiliumEnvoyConfig", True),
        ("cilium.io/v3alpha1", "CiliumClusterwideEnvoyConfig", True),
        ("v1", "CiliumEnvoyConfig", True),
        ("cilium.io/v2", "CiliumNetworkPolicy", False),
        ("cilium.io/v2", "ciliumenvoyconfig", False),
    ],
)
def test_which_are_envoy_configs(version: str, kind: str, expected: bool) -> None:
    (manifest,) = parsed({"apiVersion": version, "kind": kind, "spec": {"resources": [{"@type": "x"}]}})
    assert is_envoy_config(manifest) is expected
    assert len(list(resources(manifest))) == expected


def test_resources() -> None:
    items = [{"@type": "t", "name": "a"}, 1, {"@type": 1}, {}]
    (manifest,) = parsed({"kind": "List", "items": [{**CEC, "spec": {"resources": items}}]})
    base = ("items", 0, "spec", "resources")
    assert [tuple(resource)[1:] for resource in resources(manifest)] == [
        (0, (*base, 0), "t", items[0]),
        (2, (*base, 2), "", items[2]),
        (3, (*base, 3), "", items[3]),
    ]


@pytest.mark.parametrize("spec", [None, [], {"resources": None}, {"resources": {"a": 1}}, {}])
def test_without_resources(spec: Any) -> None:
    (manifest,) = parsed({**CEC, "spec": spec})
    assert list(resources(manifest)) == []


def test_items_of_a_list_are_of_the_kind_it_is_named_after() -> None:
    item = {"metadata": {"name": "a"}, "spec": {}}
    (found,) = parsed({"apiVersion": "cilium.io/v2", "kind": "CiliumEnvoyConfigList", "items": [item]})
    assert found[1:] == (("items", 0), "cilium.io/v2", "CiliumEnvoyConfig", "", "a", {**CEC, **item}, None)
    assert found.document.span((*found.route, "metadata", "name")).line > 1


@pytest.mark.parametrize("item", [{"kind": "X"}, {"apiVersion": "v1"}])
def test_an_item_that_says_something_of_its_own_is_no_cec(item: Any) -> None:
    found = parsed({"apiVersion": "cilium.io/v2", "kind": "CiliumEnvoyConfigList", "items": [item]})
    assert not any(map(is_envoy_config, found))


@pytest.mark.parametrize("kind", ["ConfigMap", "Whatever", "CiliumEnvoyConfig", "List"])
def test_items_make_a_list_whatever_the_kind(kind: str) -> None:
    found = parsed({"apiVersion": "v1", "kind": kind, "items": [CEC, {"kind": "X", "items": [CEC]}]})
    configs = [each.route for each in found if is_envoy_config(each) and each.route]
    assert configs == [("items", 0), ("items", 1, "items", 0)]


@pytest.mark.parametrize("items", [5, "x", None, {"a": CEC}])
def test_items_that_are_no_list(items: Any) -> None:
    assert [each.route for each in parsed({**CEC, "items": items})] == [()]
