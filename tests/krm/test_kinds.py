"""Every kind: its examples are expanded and have no finding, and together they use every field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml

from cmesh_lint.krm import kinds, schema
from cmesh_lint.krm.expand import Expansion
from cmesh_lint.lint.linter import Linter
from cmesh_lint.source.files import Source
from cmesh_lint.source.yaml_writer import dump
from cmesh_lint.versions import LATEST, MINORS, Version

Expand = Callable[..., tuple[Expansion, list[str]]]
EXAMPLES = [(kind.name, number) for kind in kinds.every() for number in range(len(kind.examples))]

EXPECTED = {
    "AdminListener": {"address-without-policy"},
    # Whoever asks for it wants Prometheus to reach it, from elsewhere.
    "MetricsListener": {"address-without-policy", "plaintext-listener"},
}
"""What the linter remarks on what an example asks for, below an error. On Cilium 1.14 nothing can be done about the
addresses of clients."""

TOO_OLD = (
    "this needs `envoy.",
    "this makes a `envoy.",
    "does not support `nodeSelector`",
    "does not support `ports` of a Service",
)


@pytest.mark.parametrize(("name", "number"), EXAMPLES)
@pytest.mark.parametrize("minor", [*MINORS, LATEST])
def test_an_example_has_no_finding_or_names_the_version_that_it_needs(
    name: str, number: int, minor: str, expansion: Expand
) -> None:
    version = Version.parse(minor)
    made, complaints = expansion(kinds.kind(name).examples[number], version=version)
    if complaints:
        assert minor not in {MINORS[-1], LATEST}
        assert all(any(words in each for words in TOO_OLD) for each in complaints), complaints
        return
    outcome = Linter([version]).lint(Source("made.yaml", "---\n".join(map(dump, made.resources)).encode()))
    assert outcome.not_checked == ()
    expected = EXPECTED.get(name, set()) | ({"original-source-address"} if minor == "1.14" else set())
    assert [str(each) for each in outcome.findings if each.rule not in expected] == []
    assert {each.severity for each in outcome.findings} <= {"warning", "info"}


SHARED = re.compile(r".*\.(targetRefs\[\]|backendRefs?(\[\])?|outlierDetection|routes\[\])(\..*)?|\.routes")
"""What several kinds have: an example of one of them is enough."""


@pytest.mark.parametrize("name", list(kinds.MODULES))
def test_every_field_has_an_example(name: str) -> None:
    kind = kinds.kind(name)
    used = {
        path
        for example in kind.examples
        for stanza in yaml.safe_load_all(example)
        if stanza["kind"] == name
        for path in _used(stanza["spec"], schema.spec(kind))
    }
    unused = set(map(_alike, _fields(schema.spec(kind)))) - set(map(_alike, used))
    assert sorted(path for path in unused if name == "TrafficPolicy" or not SHARED.fullmatch(path)) == []


@pytest.mark.parametrize("name", list(kinds.MODULES))
def test_every_field_is_described(name: str) -> None:
    for path, field in _described(schema.document(kinds.kind(name))):
        if "const" not in field:
            assert field.get("description", "").strip().endswith((".", ")")), path


def _alike(path: str) -> str:
    """A route of a TrafficPolicy has the fields of the policy; and a match is a match."""
    return re.sub(r"\.(exact|prefix|suffix|contains|regex|present)$", "", path.replace(".routes[].", ".", 1))


def _fields(node: dict[str, Any], path: str = "") -> Iterator[str]:
    if path:
        yield path
    for field, each in node.get("properties", {}).items():
        yield from _fields(each, f"{path}.{field}")
    if "items" in node:
        yield from _fields(node["items"], f"{path}[]")


def _used(value: Any, node: dict[str, Any], path: str = "") -> Iterator[str]:
    if path:
        yield path
    if isinstance(value, dict):
        for field, each in value.items():
            yield from _used(each, node.get("properties", {}).get(field, {}), f"{path}.{field}")
    elif isinstance(value, list):
        for each in value:
            yield from _used(each, node.get("items", {}), f"{path}[]")


def _described(node: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for field, each in node.get("properties", {}).items():
        yield f"{path}.{field}", each
        yield from _described(each, f"{path}.{field}")
    if "items" in node:
        yield from _described(node["items"], f"{path}[]")
