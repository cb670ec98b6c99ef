"""Policies, CECs and ResourceLists of any shape: each ends in complaints that have a place, and none in a traceback."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmesh_lint.krm.function import DONE, FAILED, answer
from cmesh_lint.krm.wire import parse

from .commands import Ended, ended_beside
from .mutations import BESIDE, CONFIGS, POLICIES, Value, mutated, yaml_of

UNFORESEEN = ("internal error", "please report it")
PLACED = re.compile(r"(  )?x\.yaml:\d+(:\d+)?: ")
NOTHING = {"no policies found: nothing to expand", "no CiliumEnvoyConfig found: nothing to import"}
EVERY = settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))
POLICY = """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: RateLimitPolicy
metadata: {name: a, namespace: default}
spec: {targetRefs: [{kind: Service, name: echo}], requests: 2, per: 5s}
"""
CONFIG = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata: {name: b, namespace: default}
spec: {services: [], resources: []}
"""


def ran(data: bytes, *arguments: str) -> Ended:
    done = ended_beside({"x.yaml": data}, [*arguments, "x.yaml"])
    assert not any(each in done.errors for each in UNFORESEEN)
    assert done.status in (0, 1, 2, 3)
    return done


def all_placed(errors: str) -> bool:
    return all(PLACED.match(line) or line in NOTHING for line in errors.splitlines())


def resource_list(*items: Value, **config: Any) -> bytes:
    told = {"apiVersion": "policy.cmesh-lint.io/v1alpha1", "kind": "PolicyExpansion", "metadata": {"name": "e"}}
    value = {"apiVersion": "config.kubernetes.io/v1", "kind": "ResourceList", "items": list(items)}
    return yaml_of([{**value, "functionConfig": told | config}])


policies = st.sampled_from(POLICIES).flatmap(lambda several: mutated([*several, *BESIDE]))


@EVERY
@given(policies, st.booleans())
def test_policies_of_any_shape_are_expanded_or_complained_about(values: list[Value], explain: bool) -> None:
    done = ran(yaml_of(values), "expand", *(["--explain"] if explain else []))
    assert all_placed(done.errors)
    assert (done.out == "") == (done.status != 0)


@settings(EVERY, max_examples=25)
@given(policies)
def test_policies_of_any_shape_are_linted(values: list[Value]) -> None:
    ran(yaml_of(values), "lint", "--no-config")


@EVERY
@given(policies, st.sampled_from(["PolicyExpansion", "PolicyValidation"]))
def test_items_of_any_shape_are_answered(values: list[Value], kind: str) -> None:
    if not all(isinstance(each, dict) for each in values):
        values = [each for each in values if isinstance(each, dict)]
    answered(resource_list(*values, kind=kind))


@EVERY
@given(
    mutated(
        [
            {
                "apiVersion": "config.kubernetes.io/v1",
                "kind": "ResourceList",
                "functionConfig": {
                    "apiVersion": "policy.cmesh-lint.io/v1alpha1",
                    "kind": "PolicyExpansion",
                    "metadata": {"name": "e", "annotations": {"config.kubernetes.io/path": "e.yaml"}},
                    "spec": {"ciliumVersion": "1.20", "policies": POLICIES[0]},
                },
                "items": BESIDE,
            }
        ]
    )
)
def test_resource_lists_of_any_shape_are_answered(values: list[Value]) -> None:
    answered(yaml_of(values))


def answered(data: bytes) -> None:
    """Asserts that the answer is whole, or says what is wrong: on standard error, and in `results` if there are any."""
    answer_ = answer(data)
    assert (answer_.status, bool(answer_.errors)) in ((DONE, False), (FAILED, True))
    assert all(line.startswith("cmesh-krm: ") for line in answer_.errors.splitlines())
    if answer_.out:
        parse(answer_.out)


@EVERY
@given(mutated(CONFIGS))
def test_configs_of_any_shape_are_imported_or_complained_about(values: list[Value]) -> None:
    done = ran(yaml_of(values), "import")
    assert all_placed(done.errors)


@settings(EVERY, max_examples=50)
@given(mutated(CONFIGS))
def test_configs_of_any_shape_are_explained_and_compared(values: list[Value]) -> None:
    ran(yaml_of(values), "explain-config")
    ran(yaml_of(values), "upgrade-check", "--from", "1.18", "--to", "1.20")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("namespace: default}", "namespace: default, labels: 1}", "x.yaml:3:49: .*metadata.labels: found 1"),
        ("namespace: default}", "namespace: default, labels: {a: 1}}", "x.yaml:3:53: .*metadata.labels.a: found 1"),
        ("namespace: default}", "namespace: default, annotations: []}", "metadata.annotations: found"),
        ("name: a,", "name: [a],", "metadata.name: found"),
        ("name: a,", "name: 5,", "metadata.name: found 5"),
        ("name: echo}", "name: [echo]}", r"spec.targetRefs\[0\].name: found"),
        ("[{kind: Service, name: echo}]", "5", "x.yaml:4:20: .*spec.targetRefs: found 5"),
        ("per: 5s", "per: 0s", "`0s` is shorter than"),
        ("per: 5s", "per: 0s, descriptors: [{name: d, match: [{remoteAddress: a}], requests: 1, per: 9s}]", "`0s` is"),
        ("requests: 2", "requests: 1e400", "1e400"),
        ("requests: 2", "requests: .nan", "nan"),
        ("requests: 2", f"requests: {10**30}", "requests: found"),
        ("kind: RateLimitPolicy", "kind: []", ""),
    ],
)
def test_a_policy_of_a_wrong_shape_has_a_complaint_at_its_place(old: str, new: str, said: str) -> None:
    assert old in POLICY
    done = ran(POLICY.replace(old, new).encode(), "expand")
    assert done.status in (1, 3)
    assert re.search(said, done.errors)
    assert done.out == ""
    assert all_placed(done.errors)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("services: []", "services: 5"),
        ("services: []", "services: 1e30"),
        ("services: []", "services: {a: b}"),
        ("services: []", "services: [{name: [echo]}]"),
        ("metadata: {name: b, namespace: default}", "metadata: 5"),
        ("metadata: {name: b, namespace: default}", "metadata: {annotations: 5, namespace: {}, name: []}"),
    ],
)
def test_a_config_of_a_wrong_shape_beside_a_policy_is_a_finding_and_no_end(old: str, new: str) -> None:
    config = CONFIG.replace(old, new)
    assert config != CONFIG
    done = ran(f"{POLICY}---\n{config}".encode(), "lint", "--no-config")
    assert done.status == 1
    assert "b" in done.out
    import yaml

    assert answer(resource_list(*yaml.safe_load_all(f"{POLICY}---\n{config}"))).status in (DONE, FAILED)


def test_a_config_that_claims_the_service_is_named_whatever_its_metadata() -> None:
    policy, config = POLICIES[0][0], {"kind": "CiliumEnvoyConfig", "metadata": {"name": 5, "annotations": [1]}}
    name = policy["spec"]["targetRefs"][0]["name"]
    said = answer(resource_list(policy, {**config, "spec": {"services": [{"name": name}]}}))
    assert "is already claimed by CiliumEnvoyConfig 5" in said.errors


@pytest.mark.parametrize("annotations", [5, [], "a", {"internal.config.kubernetes.io/previousNames": 5}])
def test_a_service_with_any_annotations_is_taken_as_it_is(annotations: Value) -> None:
    service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s", "annotations": annotations}}
    assert answer(resource_list(*POLICIES[0], service)).status == DONE


def test_a_patch_may_hold_any_field() -> None:
    """A field that Envoy does not have is for the linter to find in what comes out."""
    patch = """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: EnvoyPatchPolicy
metadata: {name: a, namespace: default}
spec:
  targetRefs: [{kind: Service, name: echo}]
  patches: [{name: p, at: httpConnectionManager, merge: {name: x, type_: y}}]
"""
    done = ran(patch.encode(), "expand")
    assert (done.status, "name: x" in done.out, "type_:" in done.out) == (0, True, True)


@pytest.mark.parametrize("key", ["null", "5", "[a]", "{a: b}"])
def test_a_header_without_a_name_is_not_imported(key: str) -> None:
    data = yaml_of(CONFIGS).decode().replace("key: x-a", f"key: {key}")
    done = ran(data.encode(), "import")
    assert done.status == 1
    assert "it is not valid (a header needs a `key` that is a string)" in done.errors


def test_a_policy_is_explained_line_by_line_in_any_encoding() -> None:
    said = ran(POLICY.encode(), "expand", "--explain").out
    assert "per: 5s" in said
    assert ran(POLICY.encode("utf-16"), "expand", "--explain").out == said
    # `splitlines` begins a line at U+2028, too; the reader counts line feeds.
    odd = POLICY.replace("name: a,", 'name: "a\u2028\u2028\u2028",')
    assert (
        'metadata: {name: "a<U+2028><U+2028><U+2028>", namespace: default}'
        in ran(odd.encode(), "expand", "--explain").out.splitlines()
    )


def test_a_function_config_of_any_data_is_complained_about() -> None:
    told = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "e"}, "data": 5}
    assert answer(resource_list(**told)) == (b"", "cmesh-krm: functionConfig: `data` is not an object\n", FAILED)
