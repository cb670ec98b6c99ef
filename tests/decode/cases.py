"""Small resources for tests: a Cluster, a RouteConfiguration or a Listener with something put into it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from cmesh_lint.decode.schema import SchemaChecker
from cmesh_lint.finding import Problem
from cmesh_lint.protobuf.schemas import load
from cmesh_lint.protobuf.walk import walk

PREFIX = "type.googleapis.com/"


def resource(case: dict[str, Any]) -> dict[str, Any]:
    """The resource that a case of messages.yaml stands for."""
    if "c" in case:
        return {"@type": f"{PREFIX}envoy.config.cluster.v3.Cluster", "name": "c", **case["c"]}
    if "r" in case:
        host = {"name": "v", "domains": ["*"], **case["r"]}
        return {"@type": f"{PREFIX}envoy.config.route.v3.RouteConfiguration", "name": "r", "virtual_hosts": [host]}
    if "l" in case:
        chains = [{"filters": [case["l"]]}]
        return {"@type": f"{PREFIX}envoy.config.listener.v3.Listener", "name": "l", "filter_chains": chains}
    return dict(case["resource"])


def judged(value: dict[str, Any], minor: str = "1.20") -> Iterator[Problem]:
    """Every problem of a resource that stands at the top of a document."""
    schemas = load(minor)
    judge = SchemaChecker(schemas)
    for message in walk((), value, schemas):
        yield from judge.check(message)


def cases() -> list[dict[str, Any]]:
    """The cases of messages.yaml."""
    text = (Path(__file__).parent / "messages.yaml").read_text(encoding="utf-8")
    return list(yaml.safe_load(text))
