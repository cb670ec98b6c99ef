"""The exported schemas as documents: valid draft-07, complete, stable, for every release."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from exported import NEWEST
from jsonschema import Draft7Validator

from cmesh_lint import export
from cmesh_lint.export import values
from cmesh_lint.versions import LATEST, MINORS, Version

PATHS = {"cilium.io/ciliumenvoyconfig_v2.json", "cilium.io/ciliumclusterwideenvoyconfig_v2.json"}
MOST_BYTES = 2_500_000
"""Of a schema of `latest`; what tools load on every run stays small."""


@pytest.mark.parametrize("text", [*MINORS, LATEST])
def test_every_release(text: str) -> None:
    files = export.files(Version.parse(text))
    assert files.keys() == PATHS
    first, second = (json.loads(content) for content in files.values())
    Draft7Validator.check_schema(first)
    assert second.pop("definitions") == first["definitions"]
    Draft7Validator.check_schema(second)
    for content in files.values():
        assert f"--cilium-version {text}`" in content
        used = set(re.findall(r'"\$ref":"#/definitions/([^"]*)"', content))
        assert first["definitions"].keys() - used <= values.SHARED.keys()
        assert used <= first["definitions"].keys()
        assert len(content.encode()) < MOST_BYTES


def test_the_same_bytes_every_time(tmp_path: Path) -> None:
    version = Version.parse(NEWEST)
    first = export.files(version)
    for path in export.write(version, str(tmp_path)):
        assert Path(path).read_bytes() == first[str(Path(path).relative_to(tmp_path))].encode()


def definition(name: str, text: str = NEWEST) -> Any:
    return json.loads(export.files(Version.parse(text))["cilium.io/ciliumenvoyconfig_v2.json"])["definitions"][name]


def test_patterns_are_those_that_re2_reads() -> None:
    for text in (MINORS[0], NEWEST, LATEST):
        content = export.files(Version.parse(text))["cilium.io/ciliumenvoyconfig_v2.json"]
        assert r"\\u00" not in content
        assert "(?" not in "".join(re.findall(r'"pattern":"((?:[^"\\]|\\.)*)"', content))


def test_a_field_says_what_envoy_says_of_it() -> None:
    field = definition("envoy.config.cluster.v3.Cluster")["properties"]["connect_timeout"]
    assert field["description"].startswith("The timeout for new network connections to hosts in the cluster.")


def test_a_deprecated_field_says_so() -> None:
    properties = definition("envoy.config.cluster.v3.Cluster")["properties"]
    assert "deprecationMessage" in properties["common_http_protocol_options"]
    assert "deprecationMessage" not in properties["connect_timeout"]


def test_the_spec_is_that_of_the_release() -> None:
    def spec(text: str) -> Any:
        return json.loads(export.files(Version.parse(text))["cilium.io/ciliumenvoyconfig_v2.json"])["properties"][
            "spec"
        ]

    assert "nodeSelector" not in spec("1.15")["properties"]
    assert "nodeSelector" in spec("1.16")["properties"]
    assert spec("1.16").get("required") is None
    assert spec("1.17")["required"] == ["resources"]
