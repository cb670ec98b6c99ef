"""CECs inside of other objects are found where they are; what only speaks of one is none."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmesh_lint.lint.linter import Linter, Outcome
from cmesh_lint.source.documents import read
from cmesh_lint.source.files import Source
from cmesh_lint.source.manifests import manifests
from cmesh_lint.source.resources import is_envoy_config
from cmesh_lint.versions import NEWEST

CEC = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata:
  name: echo
spec:
  resources:
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/echo
    connect_timeout: 5 s
"""


def lint(text: str) -> Outcome:
    return Linter([NEWEST]).lint(Source("x.yaml", text.encode()))


def seen(text: str) -> list[tuple[str, int, int]]:
    return sorted((each.rule, each.place.span.line, each.place.span.column) for each in lint(text).findings)


def at(text: str, rule: str = "invalid-duration") -> tuple[int, int]:
    """Line and column of the broken value, counted in the text itself."""
    line = next(number for number, each in enumerate(text.splitlines(), 1) if "5 s" in each)
    return line, text.splitlines()[line - 1].index("5 s") + 1


def put(head: str, indent: int, dash: bool = False) -> str:
    body = textwrap.indent(CEC, " " * (indent + 2 * dash))
    return head + (body[:indent] + "- " + body[indent + 2 :] if dash else body)


RELEASE = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: x, namespace: shop}\nspec:\n"
WRAPPED = {
    "values of a release": put(RELEASE + "  values:\n    extraObjects:\n", 4, True),
    "values of a chart": put("extraDeploy:\n", 0, True),
    "a mapping of objects": put("rawResources:\n  echo:\n", 4),
    "valuesObject": put(
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  source:\n    helm:\n      valuesObject:\n        a:\n",
        8,
        True,
    ),
    "values in a text": put(
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  source:\n    helm:\n      values: |\n        a:\n",
        8,
        True,
    ),
    "a ConfigMap": put("apiVersion: v1\nkind: ConfigMap\ndata:\n  cec.yaml: |\n", 4),
    "a ConfigMap, chomped": put("apiVersion: v1\nkind: ConfigMap\ndata:\n  cec.yaml: |-  # text\n", 4),
    "the second document of a text": put(
        "apiVersion: v1\nkind: ConfigMap\ndata:\n  all.yaml: |\n    kind: Service\n    apiVersion: v1\n    ---\n", 4
    ),
    "Crossplane": put(
        "apiVersion: kubernetes.crossplane.io/v1alpha1\nkind: Object\nspec:\n  forProvider:\n    manifest:\n", 6
    ),
    "a list in a list": put("apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  items:\n", 2, True),
    "a text in a text": put(
        "kind: ConfigMap\napiVersion: v1\ndata:\n  a: |\n    kind: ConfigMap\n    apiVersion: v1\n    data:\n      b: |\n",
        8,
    ),
}


@pytest.mark.parametrize("text", WRAPPED.values(), ids=WRAPPED)
def test_it_is_checked_in_place(text: str) -> None:
    assert ("invalid-duration", *at(text)) in seen(text)
    assert lint(text).counts.configs == 1


def test_another_key_keeps_its_place() -> None:
    text = WRAPPED["a ConfigMap"] + "  other: |\n    x: 1\n" + '---\napiVersion: v1\nkind: ConfigMap\ndata: {a: "x"}\n'
    assert ("invalid-duration", *at(text)) in seen(text)


def test_a_quoted_text_is_checked_at_its_key() -> None:
    text = (
        "apiVersion: v1\nkind: ConfigMap\ndata:\n  cec.yaml: " + repr(CEC).replace('"', '\\"').replace("'", '"') + "\n"
    )
    assert ("invalid-duration", 4, 3) in seen(text) or ("invalid-duration", 4, 13) in seen(text)


def test_a_release_gives_its_namespace() -> None:
    (document,) = read(Source("x.yaml", WRAPPED["values of a release"].encode())).documents
    (config,) = filter(is_envoy_config, manifests(document))
    assert (config.namespace, str(config.within)) == ("shop", "HelmRelease/shop/x")
    assert "no-namespace" not in {rule for rule, _, _ in seen(WRAPPED["values of a chart"])}


NOT_ONE = {
    "a reference": "kind: HelmRelease\napiVersion: a/v1\nspec:\n  x:\n  - {apiVersion: cilium.io/v2, kind: CiliumEnvoyConfig, name: a}\n",
    "a patch": put("kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1\npatches:\n- patch: |\n", 4),
    "a definition": "kind: CustomResourceDefinition\napiVersion: apiextensions.k8s.io/v1\nspec:\n  names: {kind: CiliumEnvoyConfig}\n",
    "what kubectl applied": "kind: A\napiVersion: a/v1\nmetadata:\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: |\n"
    + textwrap.indent(CEC, " " * 6),
    "another group": put("rawResources:\n  echo:\n", 4).replace("cilium.io/v2", "example.com/v2"),
}


@pytest.mark.parametrize("text", NOT_ONE.values(), ids=NOT_ONE)
def test_what_is_none(text: str) -> None:
    outcome = lint(text)
    assert (outcome.counts.configs, outcome.findings, outcome.not_checked) == (0, (), ())


def test_a_text_that_is_a_template_is_not_checked() -> None:
    text = "apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n" + textwrap.indent(
        "{{ if .x }}\n" + CEC + "{{ end }}\n", "    "
    )
    (missed,) = lint(text).not_checked
    assert (missed.line, missed.reason) == (4, "the CiliumEnvoyConfig in `data.a` is a template")


def test_secrets_inside_are_masked() -> None:
    text = WRAPPED["a ConfigMap"].replace("connect_timeout: 5 s", "connect_timeout: 5 s\n        password: hunter2")
    shown = [line for each in lint(text).findings for line in (*each.place.excerpt, each.message)]
    assert any("password" in line for line in shown)
    assert not any("hunter2" in line for line in shown)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_any_value_around_it(value: object) -> None:
    import json

    text = json.dumps(
        {"x": value, "kind": "A", "cec": {"apiVersion": "cilium.io/v2", "kind": "CiliumEnvoyConfig", "spec": value}}
    )
    assert lint(text).counts.configs == 1
