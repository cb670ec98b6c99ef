"""Which extensions stand in which `Any`, by release."""

from __future__ import annotations

import pytest
from exported import HERE

from cmesh_lint.export.places import load
from cmesh_lint.generate import any_fields
from cmesh_lint.protobuf.schemas import load as load_schemas

FACTS = HERE.parents[2] / "shared" / "extensions"
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


@pytest.mark.skipif(not FACTS.is_dir(), reason="the facts about extensions are not beside this checkout")
def test_the_file_is_what_the_facts_make() -> None:
    taken = any_fields.fields(FACTS)
    text = any_fields.rendered(taken, any_fields.types(FACTS, any_fields.bootstrap_only(FACTS, taken)))
    assert (HERE.parents[1] / "schemas" / "any_fields.json").read_text(encoding="utf-8") == text
