"""Which extensions stand in which `Any`, by release."""

from __future__ import annotations

from cmesh_lint.export.places import load
from cmesh_lint.protobuf.schemas import load as load_schemas

COMPRESSOR = "envoy.extensions.filters.http.compressor.v3.Compressor"
HTTP_FILTER = "envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter.typed_config"


def test_a_release_has_what_its_envoy_is_built_with() -> None:
    assert COMPRESSOR not in load(load_schemas("1.14")).types["envoy.filters.http"]
    assert COMPRESSOR in load(load_schemas("1.20")).types["envoy.filters.http"]


def test_a_field_takes_categories() -> None:
    assert load(load_schemas("1.20")).taking(HTTP_FILTER) == ("envoy.filters.http",)
    assert load(load_schemas("1.20")).taking("envoy.config.cluster.v3.Cluster.name") == ()


def test_configurations_are_messages_of_the_release() -> None:
    schemas = load_schemas("1.14")
    names = load(schemas).configurations()
    assert len(names) > 50
    assert all(schemas.message(name) for name in names)
