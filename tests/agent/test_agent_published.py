"""Which endpoints are served, and where services are redirected to."""

from __future__ import annotations

import pytest
from configs import PREFIX, config, effective, manifest

from cmesh_lint.agent.envelope import Envelope
from cmesh_lint.agent.published import endpoint_names, redirects, service_ports, unite
from cmesh_lint.source.manifests import Manifest
from cmesh_lint.versions import Version


def services(rest: str) -> Manifest:
    return config(rest=rest)


def envelope(found: Manifest, cilium: str) -> Envelope:
    return Envelope.of(found, Version.parse(cilium))


BOTH = services("  services: [{name: a, ports: [80]}, {name: b, namespace: x}]\n  backendServices: [{name: c}]")


@pytest.mark.parametrize(
    ("cilium", "ports"),
    [
        ("1.17", {"ns/a": frozenset(), "ns/b": frozenset(), "ns/c": frozenset()}),
        ("1.18", {"/a": frozenset({"80"}), "x/b": frozenset(), "/c": frozenset()}),
        ("1.20", {"/a": frozenset({"80"}), "x/b": frozenset(), "/c": frozenset()}),
        ("latest", {"ns/a": frozenset({"80"}), "ns/b": frozenset(), "ns/c": frozenset()}),
    ],
)
def test_service_ports(cilium: str, ports: dict[str, frozenset[str]]) -> None:
    assert service_ports(envelope(BOTH, cilium)) == ports


def test_a_clusterwide_config_has_no_namespace_to_give() -> None:
    found = manifest(
        "kind: CiliumClusterwideEnvoyConfig\napiVersion: cilium.io/v2\nmetadata: {name: c}\n"
        "spec: {services: [{name: a}, {name: b, namespace: x}], resources: []}"
    )
    assert set(service_ports(envelope(found, "1.17"))) == {"default/a", "x/b"}
    assert set(service_ports(envelope(found, "1.20"))) == {"/a", "x/b"}


def test_ports_are_united_and_take_the_bare_name_away() -> None:
    all_ports, some = {"ns/a": frozenset[str]()}, {"ns/a": frozenset({"80", "http"}), "ns/b": frozenset[str]()}
    assert list(endpoint_names(all_ports)) == ["ns/a", "ns/a:*"]
    assert endpoint_names(unite([all_ports, some])) == {
        "ns/a:80": "ns/a",
        "ns/a:http": "ns/a",
        "ns/b": "ns/b",
        "ns/b:*": "ns/b",
    }


def told(found: Manifest, cilium: str, ports: dict[str, int]) -> list[tuple[str, str]]:
    return [(each.service.name, each.listener) for each in redirects(envelope(found, cilium), ports)]


def test_a_redirect_needs_a_listener_with_a_port() -> None:
    found = services("  services: [{name: a, listener: l}, {name: b, listener: nope}, {name: c, listener: zero}]")
    assert told(found, "1.20", {"ns/cec/l": 80, "ns/cec/zero": 0}) == [("a", "ns/cec/l")]
    assert told(found, "1.20", {}) == []


@pytest.mark.parametrize(("cilium", "listener"), [("1.17", "ns/cec/b"), ("1.18", "ns/cec/a")])
def test_the_listener_left_out(cilium: str, listener: str) -> None:
    ports = {"ns/cec/z": 1, "ns/cec/a": 2, "ns/cec/b": 3}
    assert told(services("  services: [{name: s}]"), cilium, ports) == [("s", listener)]


@pytest.mark.parametrize(("cilium", "listeners"), [("1.19", ["ns/cec/b"]), ("1.20", ["ns/cec/a", "ns/cec/b"])])
def test_a_service_twice(cilium: str, listeners: list[str]) -> None:
    found = services("  services: [{name: s, listener: a}, {name: s, listener: b}]")
    assert [at for _, at in told(found, cilium, {"ns/cec/a": 1, "ns/cec/b": 2})] == listeners


def test_redirects_of_a_whole_config() -> None:
    listener = f'{{"@type": {PREFIX}envoy.config.listener.v3.Listener, name: l}}'
    found = effective(config(f"[{listener}]", rest="  services: [{name: s, namespace: ns}]"))
    assert [(each.service.name, each.listener) for each in found.redirects] == [("s", "ns/cec/l")]
    assert (found.ports, found.allocated) == ({"ns/cec/l": 10000}, {"ns/cec/l"})
