"""An object may hold anything anywhere: it is checked, and nothing fails."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from cmesh_lint.filters.ignores.collect import ignores
from cmesh_lint.lint import one_file
from cmesh_lint.lint.linter import Linter
from cmesh_lint.places import Route
from cmesh_lint.rendered.stanzas import seen
from cmesh_lint.repository import kubernetes
from cmesh_lint.source.files import Source
from cmesh_lint.versions import NEWEST

CONFIG = {
    "apiVersion": "cilium.io/v2",
    "kind": "CiliumEnvoyConfig",
    "metadata": {
        "name": "a",
        "namespace": "b",
        "labels": {"a": "b"},
        "annotations": {"cmesh-lint.io/ignore": "x", "policy.cmesh-lint.io/stanzas": "RateLimitPolicy b/a"},
        "ownerReferences": [{"kind": "x"}],
    },
    "spec": {
        "services": [{"name": "a", "namespace": "b", "listener": "c", "ports": [1]}],
        "backendServices": [{"name": "a", "number": ["80"]}],
        "nodeSelector": {"matchLabels": {"a": "b"}},
        "resources": [{"@type": "type.googleapis.com/envoy.config.cluster.v3.Cluster", "name": "a"}],
    },
}
LIST = {"apiVersion": "cilium.io/v2", "kind": "CiliumEnvoyConfigList", "items": [{"metadata": {"name": "a"}}, CONFIG]}
SERVICE = {
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": {"name": "a", "namespace": "b"},
    "spec": {"clusterIP": "10.0.0.1", "clusterIPs": ["x"], "ports": [{"name": "a", "port": 1, "targetPort": 1}]},
}
SLICE = {
    "apiVersion": "discovery.k8s.io/v1",
    "kind": "EndpointSlice",
    "metadata": {"name": "a", "labels": {"kubernetes.io/service-name": "a"}},
    "ports": [{"name": "a"}],
}
POLICY = {
    "apiVersion": "cilium.io/v2",
    "kind": "CiliumNetworkPolicy",
    "metadata": {"name": "x"},
    "spec": {"ingress": [{"toPorts": [{"listener": {"envoyConfig": {"name": "a"}, "name": "b"}}]}]},
}
SETTINGS = {"kind": "ConfigMap", "metadata": {"name": "cilium-config"}, "data": {"enable-envoy-config": "true"}}
OBJECTS = {"config": CONFIG, "list": LIST, "service": SERVICE, "slice": SLICE, "policy": POLICY, "settings": SETTINGS}
SHAPES: tuple[Any, ...] = (None, 5, 1.5, 1e21, True, "x", "", [], ["a"], [[]], [None], {}, {"a": 5}, {"a": {"b": [1]}})


def routes(value: Any, route: Route = ()) -> Iterator[Route]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in items:
        yield (*route, step)
        yield from routes(item, (*route, step))


def altered(value: Any, route: Route, shape: Any) -> Any:
    whole = copy.deepcopy(value)
    here = whole
    for step in route[:-1]:
        here = here[step]
    here[route[-1]] = shape
    return whole


@pytest.mark.parametrize("name", OBJECTS)
def test_anything_anywhere(name: str) -> None:
    linter = Linter([NEWEST], keeps_objects=True)
    for route in routes(OBJECTS[name]):
        for shape in SHAPES:
            text = "# EnvoyConfig, cmesh-lint\n" + json.dumps(altered(OBJECTS[name], route, shape))
            source = Source("x.yaml", text.encode())
            found = one_file.outcome(source, linter)
            assert not any("report it" in each.reason for each in found.not_checked), text
            ignores(source)
            seen([source])
            kubernetes.read(source, kubernetes.WantedObjects(frozenset("ab")))
            kubernetes.read_cilium(source)
