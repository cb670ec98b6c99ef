"""The deep form of values, spelt in every way that protojson takes."""

from __future__ import annotations

from typing import Any

import pytest

from cmesh_lint.agent.deep import Deep
from cmesh_lint.protobuf.schemas import load

DEEP = Deep(load("1.20"))
PREFIX = "type.googleapis.com/google.protobuf."
CLUSTER = "envoy.config.cluster.v3.Cluster"


@pytest.mark.parametrize(
    ("message", "value", "deep"),
    [
        (CLUSTER, {"connectTimeout": "+1.50s", "type": None}, {"connect_timeout": "1.5s"}),
        (CLUSTER, {"type": 0, "lb_policy": 0, "name": ""}, {"type": "STATIC"}),
        (CLUSTER, {"lb_policy": 99}, {"lb_policy": 99}),
        (CLUSTER, {"per_connection_buffer_limit_bytes": "1e3"}, {"per_connection_buffer_limit_bytes": 1000}),
        (CLUSTER, {"perConnectionBufferLimitBytes": 0}, {"per_connection_buffer_limit_bytes": 0}),
        (CLUSTER, {"health_checks": [], "filters": None, "circuit_breakers": {}}, {"circuit_breakers": {}}),
        ("envoy.type.v3.Percent", {"value": 1.0}, {"value": 1}),
        ("envoy.type.v3.Percent", {"value": "NaN"}, {"value": "NaN"}),
        ("envoy.type.v3.Percent", {"value": 0.0}, {}),
        ("envoy.config.core.v3.DataSource", {"inline_bytes": "-_8"}, {"inline_bytes": "+/8="}),
        ("envoy.config.core.v3.DataSource", {"inline_string": ""}, {"inline_string": ""}),
        ("envoy.config.core.v3.HttpUri", {"uri": "", "cluster": ""}, {"cluster": ""}),
        ("cilium.BpfMetadata", {"originalSourceSoLingerTime": 0, "proxy_id": 0}, {"original_source_so_linger_time": 0}),
        (
            "envoy.config.core.v3.Metadata",
            {"filterMetadata": {"a": {"b": 1.0, "c": [None, 2**60 + 1]}}},
            {"filter_metadata": {"a": {"b": 1, "c": [None, 2**60]}}},
        ),
        (
            "envoy.extensions.compression.gzip.compressor.v3.Gzip",
            {"compression_level": "COMPRESSION_LEVEL_1"},
            {"compression_level": "BEST_SPEED"},
        ),
    ],
)
def test_message(message: str, value: Any, deep: Any) -> None:
    assert DEEP.message(message, value) == deep


@pytest.mark.parametrize(
    ("value", "deep"),
    [
        ({}, {}),
        ({"@type": f"{PREFIX}Empty"}, {"@type": f"{PREFIX}Empty", "value": {}}),
        ({"value": "1.0s", "@type": f"x/{PREFIX}Duration"}, {"@type": f"x/{PREFIX}Duration", "value": "1s"}),
        (
            {"@type": f"{PREFIX}Timestamp", "value": "2030-01-01T00:30:00.500+01:00"},
            {"@type": f"{PREFIX}Timestamp", "value": "2029-12-31T23:30:00.5Z"},
        ),
        (
            {"@type": f"{PREFIX}Any", "value": {"@type": f"{PREFIX}UInt64Value", "value": "5"}},
            {"@type": f"{PREFIX}Any", "value": {"@type": f"{PREFIX}UInt64Value", "value": 5}},
        ),
    ],
)
def test_any(value: Any, deep: Any) -> None:
    assert DEEP.any(value) == deep


def test_the_form_is_data_of_its_own() -> None:
    given = {"metadata": {"filter_metadata": {"a": {"b": [1]}}}}
    made = DEEP.message(CLUSTER, given)
    made["metadata"]["filter_metadata"]["a"]["b"].append(2)
    assert given == {"metadata": {"filter_metadata": {"a": {"b": [1]}}}}
