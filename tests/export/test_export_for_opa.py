"""`cmesh-lint schema export --for-opa`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cmesh_lint.cli import run

CLUSTER = "envoy.config.cluster.v3.Cluster"


@pytest.fixture
def exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    folder = tmp_path / "schemas"
    assert run(["schema", "export", "--for-opa", "--output", str(folder)]) == 0
    written = capsys.readouterr().out.split()
    assert written == [str(folder / name) for name in ("manifest.json", "messages.json", "nodes.json")]
    return {Path(path).stem: json.loads(Path(path).read_text()) for path in written}


def test_each_says_how_it_was_made(exported: dict[str, Any]) -> None:
    for schema in exported.values():
        assert schema["$comment"] == "made by `cmesh-lint schema export --for-opa --cilium-version 1.20`"


def test_fields_have_the_types_that_every_spelling_shares(exported: dict[str, Any]) -> None:
    fields = exported["messages"]["definitions"][CLUSTER]["properties"]
    assert fields["name"] == {"type": "string"}
    assert fields["connect_timeout"] == {"type": "string"}
    assert fields["respect_dns_ttl"] == {"type": "boolean"}
    assert fields["lb_policy"] == {}
    assert fields["circuit_breakers"] == {"$ref": "#/definitions/envoy.config.cluster.v3.CircuitBreakers"}
    assert fields["health_checks"]["items"] == {"$ref": "#/definitions/envoy.config.core.v3.HealthCheck"}
    assert "connectTimeout" not in fields


def test_what_is_referred_to_is_there(exported: dict[str, Any]) -> None:
    messages = exported["messages"]
    text = json.dumps(messages)
    names = {part.split('"')[0] for part in text.split("#/definitions/")[1:]}
    assert names <= set(messages["definitions"])
    assert set(messages["properties"]) <= set(messages["definitions"])
