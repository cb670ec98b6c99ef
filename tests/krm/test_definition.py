"""What `kustomize-plugin/` says of the function, beside what the function says."""

from __future__ import annotations

from pathlib import Path

import yaml

from cmesh_lint import __version__
from cmesh_lint.krm import schema

PLUGIN = Path(__file__).parents[2] / "kustomize-plugin"


def test_the_definition_has_the_fields_of_the_schema() -> None:
    spec = yaml.safe_load((PLUGIN / "krm-function-definition.yaml").read_text())["spec"]
    (version,) = spec["versions"]
    fields = version["schema"]["openAPIV3Schema"]["properties"]["spec"]["properties"]
    known = schema.CONFIGS[spec["names"]["kind"]]["properties"]["spec"]["properties"]
    assert {name: field["description"] for name, field in fields.items()} == {
        name: field["description"] for name, field in known.items()
    }
    assert version["runtime"]["container"]["image"].endswith(f":v{__version__}")


def test_the_container_is_not_root_and_its_base_is_pinned() -> None:
    lines = (PLUGIN / "Dockerfile").read_text().splitlines()
    assert "USER 65534:65534" in lines
    (base,) = (line.removeprefix("ARG BASE=") for line in lines if line.startswith("ARG BASE="))
    assert base.partition(":")[2].count(".") == 2
    assert {line for line in lines if line.startswith("FROM ")} == {"FROM ${BASE} AS build", "FROM ${BASE}"}
