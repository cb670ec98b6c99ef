"""Which release has which extension: facts that users can look up elsewhere, and the edges of the look-ups."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from cmesh_lint import extensions
from cmesh_lint.protobuf.walk import walk
from cmesh_lint.versions import LATEST, MINORS, Version

HTTP = "envoy.extensions.filters.http."
CORS = f"{HTTP}cors.v3.Cors"


@pytest.mark.parametrize(
    ("type_", "version", "available"),
    [
        (f"{HTTP}router.v3.Router", "1.14.0", True),
        (f"{HTTP}fault.v3.HTTPFault", "1.20", False),
        (CORS, "1.17.15", False),
        (CORS, "1.17.16", True),
        (CORS, "1.19.3", False),
        (CORS, "1.19.4", True),
        (CORS, "1.19", True),
        (CORS, "1.20.0", True),
        (CORS, "1.16", False),
        (f"{HTTP}ext_proc.v3.ExternalProcessor", "1.18.6", False),
        (f"{HTTP}ext_proc.v3.ExtProcPerRoute", "1.18.7", True),
        (f"{HTTP}stateful_session.v3.StatefulSession", "1.20", False),
        (f"{HTTP}stateful_session.v3.StatefulSession", LATEST, True),
        ("envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig", "1.17.2", True),
        ("cilium.L7Policy", "1.14.0", True),
        ("envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext", "1.14.0", True),
        ("envoy.extensions.matching.common_inputs.network.v3.ApplicationProtocolInput", "1.20", None),
        ("envoy.config.core.v3.Address", "1.20", None),
        ("google.protobuf.Struct", "1.20", None),
    ],
)
def test_what_a_release_has(type_: str, version: str, available: bool | None) -> None:
    assert extensions.available(type_, Version.parse(version)) is available


def test_first_releases_are_not_monotonic() -> None:
    assert extensions.first_releases(CORS) == ("1.17.16", "1.18.10", "1.19.4", "1.20.0", LATEST)
    assert extensions.first_release(CORS) == "1.17.16"
    assert extensions.first_release(f"{HTTP}fault.v3.HTTPFault") is None
    assert extensions.first_releases("envoy.config.core.v3.Address") == ()


def test_an_extension_that_was_removed_ends_with_a_patch_release() -> None:
    (gone,) = (each for each in extensions.extensions() if each.name == "envoy.wasm.runtime.wavm")
    assert gone.built is not None
    assert (gone.built["1.15"], gone.built["1.16"]) == ("0-10", "0-3")
    assert gone.available(Version.parse("1.16.3")) is True
    assert gone.available(Version.parse("1.16.4")) is False


@pytest.mark.parametrize(
    ("version", "envoy"),
    [("1.14.0", "1.25.9"), ("1.18.5", "1.34.12"), ("1.18.6", "1.35.9"), ("1.20", "1.37.6"), (LATEST, "1.38.3")],
)
def test_the_envoy_of_a_release(version: str, envoy: str) -> None:
    assert extensions.envoy_of(Version.parse(version)) == envoy


def test_every_minor_has_images_and_every_extension_a_category() -> None:
    for minor in (*MINORS, LATEST):
        assert extensions.envoy_of(Version.parse(minor))
    assert all(each.categories for each in extensions.extensions())


def test_the_field_around_a_wrapper_decides_the_place() -> None:
    from cmesh_lint.protobuf.schemas import load

    socket = {"name": "s", "typed_config": {"@type": f"type.googleapis.com/{HTTP}router.v3.Router"}}
    prefix = "type.googleapis.com/envoy.config."
    listener = {"@type": f"{prefix}listener.v3.Listener", "filter_chains": [{"transport_socket": socket}]}
    cluster = {"@type": f"{prefix}cluster.v3.Cluster", "transport_socket": socket}
    found = []
    for resource in (listener, cluster):
        anys = [each for each in walk((), resource, load("1.20")) if each.field == "typed_config"]
        found += [extensions.place(each) for each in anys]
    assert found == [("envoy.transport_sockets.downstream",), ("envoy.transport_sockets.upstream",)]


def listed(*args: str) -> str:
    command = [sys.executable, "-m", "cmesh_lint", "extensions", *args]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_the_command_lists_what_a_release_has() -> None:
    told = json.loads(listed("--cilium-version", "1.18.9", "--format", "json"))
    assert (told["cilium_version"], told["envoy"], told["built"]) == ("1.18.9", "1.36.6", True)
    names = [each["name"] for each in told["extensions"]]
    assert "envoy.filters.http.buffer" in names
    assert "envoy.filters.http.cors" not in names


def test_the_command_lists_what_a_release_lacks() -> None:
    (line,) = (line for line in listed("--cilium-version", "1.18.9", "--missing").splitlines() if "http.cors" in line)
    assert line.split(maxsplit=2) == [
        "envoy.filters.http",
        "envoy.filters.http.cors",
        "1.17.16, 1.18.10, 1.19.4, 1.20.0, latest",
    ]
