"""A finding is known by what it says."""

from __future__ import annotations

import pytest
from sample_reports import ECHO, TWICE, UNKNOWN_FIELD

from cmesh_lint.fingerprint import fingerprint, fingerprints
from cmesh_lint.lint.linter import Linter
from cmesh_lint.places import Span
from cmesh_lint.source.files import Source
from cmesh_lint.versions import NEWEST

CEC = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata: {name: echo, namespace: shop}
spec:
  resources:
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: echo
    nope: 1
    nopes: 1
"""


def marks(text: str) -> set[str]:
    return set(fingerprints(Linter([NEWEST]).lint(Source("x.yaml", text.encode())).findings))


@pytest.mark.parametrize(
    "moved",
    [
        pytest.param("# a comment\n\n" + CEC, id="lines before it"),
        pytest.param(CEC.replace("nope: 1\n", "nope:   1   # now\n"), id="the same line, written otherwise"),
        pytest.param("kind: ConfigMap\n---\n" + CEC, id="another document before it"),
    ],
)
def test_it_survives_what_moves(moved):
    assert len(marks(CEC)) > 1
    assert marks(moved) == marks(CEC)


def test_another_finding_beside_it_changes_nothing():
    assert marks(CEC) < marks(CEC + "    nopest: 1\n")


@pytest.mark.parametrize(
    "other",
    [
        UNKNOWN_FIELD._replace(rule="other"),
        UNKNOWN_FIELD._replace(message="other"),
        UNKNOWN_FIELD._replace(object=ECHO),
        UNKNOWN_FIELD._replace(object=None),
        UNKNOWN_FIELD._replace(place=UNKNOWN_FIELD.place._replace(file="other.yaml")),
        UNKNOWN_FIELD._replace(place=UNKNOWN_FIELD.place._replace(route=("spec",))),
    ],
)
def test_what_it_says_makes_it(other):
    assert fingerprint(other) != fingerprint(UNKNOWN_FIELD)


def test_where_and_when_it_is_said_does_not():
    place = UNKNOWN_FIELD.place._replace(span=Span(1, 1, 1, 1), document=4, excerpt=())
    elsewhere = UNKNOWN_FIELD._replace(place=place, versions=("1.14",), severity="info", consequence="", related=())
    assert fingerprint(elsewhere) == fingerprint(UNKNOWN_FIELD)


def test_the_same_twice_is_counted():
    first, second, other, third = fingerprints([UNKNOWN_FIELD, UNKNOWN_FIELD, TWICE, UNKNOWN_FIELD])
    assert first == fingerprint(UNKNOWN_FIELD)
    assert len({first, second, other, third}) == 4
    assert fingerprints([UNKNOWN_FIELD] * 2) == (first, second)


def test_it_stays_what_it_was():
    """Whoever kept one would otherwise see every finding as new."""
    assert fingerprint(UNKNOWN_FIELD) == "f9a141c273557b1967ab69e61b617aa4"
