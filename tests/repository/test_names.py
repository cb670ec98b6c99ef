"""Small questions about names and paths."""

from __future__ import annotations

import pytest

from cmesh_lint.repository.environments import apart
from cmesh_lint.repository.typos import typo_of


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("ehco", ["echo"], "echo"),
        ("echo-servce", ["echo-service"], "echo-service"),
        ("echoservice", ["echo-service"], "echo-service"),
        ("checkouts", ["checkout", "cart"], "checkout"),
        ("default/ehco", ["default/echo"], "default/echo"),
        ("echo", ["echo"], None),
        ("echo-1", ["echo-2"], None),
        ("echo1", ["echo2"], None),
        ("web-a", ["web-b"], None),
        ("echo-v1", ["echo"], None),
        ("api", ["app"], None),
        ("payments", ["shipping"], None),
    ],
)
def test_typo(name: str, known: list[str], expected: str | None) -> None:
    assert typo_of(name, known) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("a.yaml", "b.yaml", False),
        ("apps/a.yaml", "apps/b.yaml", False),
        ("team-a/a.yaml", "team-b/b.yaml", False),
        ("clusters/eu/a.yaml", "clusters/us/a.yaml", True),
        ("apps/echo/base/a.yaml", "apps/echo/overlays/prod/a.yaml", True),
        ("prod/a.yaml", "staging/a.yaml", True),
        ("eu-prod/a.yaml", "us-prod/a.yaml", True),
        ("apps/dev/a.yaml", "apps/dev/b.yaml", False),
        ("clusters/eu/x/a.yaml", "clusters/eu/y/a.yaml", False),
        ("product/a.yaml", "pricing/a.yaml", False),
    ],
)
def test_apart(one: str, other: str, expected: bool) -> None:
    assert apart(one, other) is expected
    assert apart(other, one) is expected
