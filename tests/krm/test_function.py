"""The function without kustomize: what goes in, what comes out, how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
import yaml

from cmesh_lint.krm.function import DONE, FAILED, answer

Object = dict[str, Any]
STANZA: Object = {
    "apiVersion": "policy.cmesh-lint.io/v1alpha1",
    "kind": "BufferPolicy",
    "metadata": {"name": "cart", "namespace": "shop"},
    "spec": {"targetRefs": [{"kind": "Service", "name": "cart"}], "maxRequestBytes": 1024},
}
SERVICE: Object = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "cart", "namespace": "shop"}}


def ask(items: list[Object], config: Object | None = None, version: str = "v1") -> tuple[Object, str, int]:
    """The answer as data, what is on standard error, and the status."""
    asked: Object = {"apiVersion": f"config.kubernetes.io/{version}", "kind": "ResourceList", "items": items}
    if config is not None:
        asked["functionConfig"] = config
    out, errors, status = answer(json.dumps(asked).encode())
    return yaml.safe_load(out) if out else {}, errors, status


def expansion(**spec: Any) -> Object:
    return {
        "apiVersion": "policy.cmesh-lint.io/v1alpha1",
        "kind": "PolicyExpansion",
        "metadata": {"name": "x"},
        "spec": spec,
    }


def kinds_of(said: Object) -> list[str]:
    return [item["kind"] for item in said["items"]]


@pytest.mark.parametrize("version", ["v1", "v1beta1"])
def test_the_answer_is_of_the_version_that_was_asked_in(version: str) -> None:
    said, errors, status = ask([STANZA, SERVICE], version=version)
    assert (said["apiVersion"], errors, status) == (f"config.kubernetes.io/{version}", "", DONE)
    assert kinds_of(said) == ["Service", "CiliumEnvoyConfig"]
    assert said["items"][0] == SERVICE


def test_stanzas_may_come_with_the_order() -> None:
    config = expansion(policies=[STANZA])
    said, _, status = ask([config], config)
    assert (status, kinds_of(said), said["functionConfig"]) == (DONE, ["CiliumEnvoyConfig"], config)


def test_the_order_may_be_a_stanza() -> None:
    for items in ([], [STANZA]):
        said, _, status = ask(items, STANZA)
        assert (status, kinds_of(said)) == (DONE, ["CiliumEnvoyConfig"])


@pytest.mark.parametrize(
    "config",
    [
        expansion(ciliumVersion="1.18.8"),
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}, "data": {"ciliumVersion": "1.18.8"}},
    ],
)
def test_the_order_says_for_which_cilium(config: Object) -> None:
    said, errors, status = ask([STANZA], config)
    words = (
        "this needs `envoy.filters.http.buffer`, which the Envoy of Cilium 1.18.8 lacks; Cilium has it since 1.17.15, "
        "1.18.9, 1.19.3 or 1.20.0"
    )
    assert (errors, status) == (f"cmesh-krm: BufferPolicy shop/cart: spec.maxRequestBytes: {words}\n", FAILED)
    assert said["results"] == [
        {
            "message": words,
            "severity": "error",
            "resourceRef": {
                "apiVersion": "policy.cmesh-lint.io/v1alpha1",
                "kind": "BufferPolicy",
                "name": "cart",
                "namespace": "shop",
            },
            "field": {"path": "spec.maxRequestBytes"},
        }
    ]
    assert said["items"] == [STANZA]


def test_a_result_names_the_file() -> None:
    broken = {**STANZA, "metadata": {**STANZA["metadata"], "annotations": {"config.kubernetes.io/path": "a/b.yaml"}}}
    broken["spec"] = {**STANZA["spec"], "maxRequestByte": 1}
    said, errors, _ = ask([broken])
    assert said["results"][0]["file"] == {"path": "a/b.yaml"}
    assert errors.startswith("cmesh-krm: a/b.yaml: BufferPolicy shop/cart: spec.maxRequestByte: unknown field")


@pytest.mark.parametrize(
    ("config", "words"),
    [
        (
            expansion(ciliumVersio="1.18"),
            "functionConfig: spec.ciliumVersio: unknown field `ciliumVersio`; did you mean",
        ),
        (
            expansion(ciliumVersion="1.2"),
            "functionConfig: `spec.ciliumVersion`: unknown Cilium version `1.2`; known are",
        ),
        (
            expansion(policies=[SERVICE]),
            "functionConfig: spec.policies[0]: not a policy of `policy.cmesh-lint.io/v1alpha1`",
        ),
        ({"apiVersion": "v1", "kind": "Secret"}, "functionConfig is a `Secret` of `v1`; expected a policy or one of"),
    ],
)
def test_an_order_that_makes_no_sense(config: Object, words: str) -> None:
    said, errors, status = ask([STANZA], config)
    assert (said, status) == ({}, FAILED)
    assert errors.startswith(f"cmesh-krm: {words}")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "standard input is empty; expected a ResourceList, as kustomize sends it"),
        (b"kind: Service", "standard input holds `Service`, expected one `ResourceList`"),
        (b"- 1", "standard input holds something else, expected one `ResourceList`"),
        (b"kind: ResourceList\napiVersion: v1", "a ResourceList of `v1`, expected config.kubernetes.io/v1 or"),
        (b"kind: ResourceList\napiVersion: config.kubernetes.io/v1\nitems: [1]", "`items` is not a list of objects"),
        (b"kind: [", "standard input cannot be read: line 1: "),
        (b"\xff\xfe\x00", "standard input cannot be read: line 1: "),
    ],
)
def test_what_is_no_resource_list(data: bytes, words: str) -> None:
    out, errors, status = answer(data)
    assert (out, status) == (b"", FAILED)
    assert errors.startswith(f"cmesh-krm: {words}")


PROGRAM = [sys.executable, "-c", "from cmesh_lint.krm.main import main; main()"]


def test_the_program_ends_with_the_status_of_the_answer() -> None:
    done = subprocess.run(PROGRAM, input=b"kind: Service", capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"cmesh-krm: standard input holds `Service`")


def test_the_program_takes_no_arguments() -> None:
    done = subprocess.run([*PROGRAM, "x.yaml"], input="", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "cmesh-lint expand FILE" in done.stderr


def test_the_program_loads_no_more_than_it_needs() -> None:
    """It runs once for every build: `jsonschema`, `click` and the linter are for those who ask for them."""
    code = "import sys; from cmesh_lint.krm.main import run; run([]); print(*sys.modules, file=sys.stderr)"
    asked = {"apiVersion": "config.kubernetes.io/v1", "kind": "ResourceList", "items": [STANZA]}
    done = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    loaded = set(done.stderr.split())
    assert "cmesh_lint.krm.kinds.buffer_policy" in loaded
    assert not loaded & {"jsonschema", "click", "cmesh_lint.lint.linter", "ruamel", "subprocess"}
    assert "cmesh_lint.krm.kinds.jwt_policy" not in loaded
