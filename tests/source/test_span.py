"""Routes become spans of the file."""

from __future__ import annotations

import pytest

from cmesh_lint.finding import At
from cmesh_lint.places import Route, Span
from cmesh_lint.source.documents import Document, read
from cmesh_lint.source.files import Source

YAML = """\
# a comment
---
kind: CiliumEnvoyConfig
base: &base {timeout: 5s}
spec:
  80: eighty
  services:
  - name: ä😀
    ports: [1, 2]
  -
  merged:
    <<: *base
    own: |
      one
      two

    "quoted": 'it''s'
  empty:
  flow: {a: 1, b: [x,
    y]}
  alias: *base
  last: end
  both:
    <<: [*base, {other: 1}]
"""
CASES: list[tuple[Route, At, Span]] = [
    ((), "value", Span(3, 1, 3, 24)),
    (("kind",), "key", Span(3, 1, 3, 5)),
    (("kind",), "value", Span(3, 7, 3, 24)),
    (("spec",), "value", Span(6, 3, 6, 13)),
    (("spec", "80"), "key", Span(6, 3, 6, 5)),
    (("spec", "80"), "value", Span(6, 7, 6, 13)),
    (("spec", "services"), "value", Span(8, 3, 8, 13)),
    (("spec", "services", 0), "value", Span(8, 5, 8, 13)),
    (("spec", "services", 0), "key", Span(8, 5, 8, 13)),
    (("spec", "services", 0, "name"), "value", Span(8, 11, 8, 13)),
    (("spec", "services", 0, "ports", 1), "value", Span(9, 16, 9, 17)),
    (("spec", "services", 0, "absent"), "value", Span(8, 5, 8, 13)),
    (("spec", "services", 1), "value", Span(10, 3, 10, 4)),
    (("spec", "services", 2), "value", Span(7, 3, 7, 11)),
    (("spec", "merged", "timeout"), "value", Span(4, 23, 4, 25)),
    (("spec", "merged", "timeout"), "key", Span(4, 14, 4, 21)),
    (("spec", "merged", "own"), "value", Span(13, 10, 15, 10)),
    (("spec", "merged", "quoted"), "value", Span(17, 15, 17, 22)),
    (("spec", "merged", "quoted"), "key", Span(17, 5, 17, 13)),
    (("spec", "empty"), "value", Span(18, 3, 18, 8)),
    (("spec", "empty", "absent", 3), "value", Span(18, 3, 18, 8)),
    (("spec", "flow"), "value", Span(19, 9, 19, 22)),
    (("spec", "alias"), "value", Span(4, 7, 4, 26)),
    (("spec", "alias"), "key", Span(21, 3, 21, 8)),
    (("spec", "both", "other"), "key", Span(24, 18, 24, 23)),
    (("spec", "both", "timeout"), "key", Span(4, 14, 4, 21)),
    (("absent",), "value", Span(3, 1, 3, 24)),
    (("kind", "absent"), "key", Span(3, 1, 3, 5)),
]


def document(text: str) -> Document:
    (only,) = read(Source("x.yaml", text.encode())).documents
    return only


@pytest.mark.parametrize(("route", "at", "span"), CASES)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_span(route: Route, at: At, span: Span, ends: str) -> None:
    assert document(YAML.replace("\n", ends)).span(route, at) == span


@pytest.mark.parametrize(
    ("route", "at", "span"),
    [
        ((), "value", Span(1, 1, 1, 2)),
        (("a", 1, "b"), "value", Span(3, 16, 3, 20)),
        (("a", 1, "b"), "key", Span(3, 11, 3, 14)),
        (("a", 1), "key", Span(3, 10, 3, 21)),
        (("a",), "value", Span(3, 6, 3, 22)),
        (("a", 7), "value", Span(3, 1, 3, 4)),
        (("twice",), "value", Span(5, 10, 5, 11)),
    ],
)
def test_span_in_json(route: Route, at: At, span: Span) -> None:
    text = '{\n"kind": "CiliumEnvoyConfig",\n"a": [1, {"b": null}],\n"twice": 1,\n"twice": 2}\n'
    assert document(text).span(route, at) == span


def test_excerpt() -> None:
    text = YAML.replace("\n", "\r\n")
    assert document(text).excerpt(Span(4, 1, 4, 5)) == ("kind: CiliumEnvoyConfig", "base: &base {timeout: 5s}")
    assert document(text).excerpt(Span(3, 1, 3, 5), before=9) == ("kind: CiliumEnvoyConfig",)
    assert document(text).excerpt(Span(6, 1, 6, 5), before=0) == ("  80: eighty",)
    assert document("kind: CiliumEnvoyConfig").excerpt(Span(1, 1, 1, 2)) == ("kind: CiliumEnvoyConfig",)
