"""The typed walk: which messages it hands out, where, and in which form."""

from __future__ import annotations

from typing import Any

from cmesh_lint.protobuf.schemas import load
from cmesh_lint.protobuf.walk import Message, walk

PREFIX = "type.googleapis.com/"
CLUSTER = f"{PREFIX}envoy.config.cluster.v3.Cluster"
LISTENER = f"{PREFIX}envoy.config.listener.v3.Listener"
HCM = "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"


def walked(value: dict[str, Any]) -> list[Message]:
    return list(walk(("spec",), value, load("1.20")))


def types(value: dict[str, Any]) -> list[str]:
    return [message.type.rpartition(".")[2] for message in walked(value)]


def test_a_resource_is_an_any_with_a_message_in_it() -> None:
    whole, cluster = walked({"@type": CLUSTER, "name": "c"})
    assert (whole.type, whole.route, whole.within_any) == ("google.protobuf.Any", ("spec",), False)
    assert (cluster.type, cluster.route, cluster.within_any) == ("envoy.config.cluster.v3.Cluster", ("spec",), False)


def test_what_lies_in_an_any_is_marked_and_keeps_its_route() -> None:
    typed = {"@type": PREFIX + HCM, "httpFilters": [{"name": "f"}]}
    chain = {"filters": [{"name": "f", "typedConfig": typed}]}
    found = {m.type: m for m in walked({"@type": LISTENER, "name": "l", "filterChains": [chain]})}
    inner = found[HCM]
    assert inner.within_any
    assert inner.route == ("spec", "filterChains", 0, "filters", 0, "typedConfig")
    assert inner.fields == {"http_filters": [{}]}
    assert inner.route_of("http_filters") == (*inner.route, "httpFilters")
    assert not found["envoy.config.listener.v3.FilterChain"].within_any


def test_messages_come_in_the_order_of_the_document() -> None:
    value = {
        "@type": CLUSTER,
        "circuit_breakers": {"thresholds": [{}, {}]},
        "name": "c",
        "outlier_detection": {},
    }
    assert types(value) == ["Any", "Cluster", "CircuitBreakers", "Thresholds", "Thresholds", "OutlierDetection"]


def test_maps_of_messages_are_walked_by_key() -> None:
    options = {"a.b": {"@type": f"{PREFIX}envoy.config.core.v3.DataSource", "filename": "/f"}}
    message = walked({"@type": CLUSTER, "typed_extension_protocol_options": options})[-1]
    assert message.type == "envoy.config.core.v3.DataSource"
    assert message.route == ("spec", "typed_extension_protocol_options", "a.b")


def test_scalars_are_made_uniform() -> None:
    value = {
        "@type": CLUSTER,
        "type": 3,
        "perConnectionBufferLimitBytes": "1e3",
        "connectTimeout": "5s",
        "altStatName": None,
        "respect_dns_ttl": True,
    }
    cluster = walked(value)[1]
    assert cluster.fields == {
        "type": "EDS",
        "per_connection_buffer_limit_bytes": 1000,
        "connect_timeout": "5s",
        "respect_dns_ttl": True,
    }
    assert cluster.get("type") == 3
    assert cluster.get("alt_stat_name") is None


def test_an_unknown_type_ends_the_walk_there_and_only_there() -> None:
    value = {
        "@type": CLUSTER,
        "transport_socket": {"name": "t", "typed_config": {"@type": f"{PREFIX}envoy.Nope", "a": {"b": 1}}},
        "outlier_detection": {},
    }
    assert types(value) == ["Any", "Cluster", "TransportSocket", "Any", "OutlierDetection"]


def test_a_struct_is_not_walked() -> None:
    value = {"@type": CLUSTER, "metadata": {"filter_metadata": {"a": {"name": {"deep": [1]}}}}}
    assert types(value) == ["Any", "Cluster", "Metadata"]


def test_values_of_the_wrong_kind_end_nothing() -> None:
    value = {"@type": CLUSTER, "health_checks": "x", "outlier_detection": [], "circuit_breakers": {"thresholds": {}}}
    assert types(value) == ["Any", "Cluster", "CircuitBreakers"]


def test_depth_costs_no_recursion() -> None:
    deep: dict[str, Any] = {"any": True}
    for _ in range(5000):
        deep = {"not_rule": deep}
    assert len(walked({"@type": f"{PREFIX}envoy.config.rbac.v3.Permission", **deep})) == 5002


def test_what_stands_for_a_scalar_can_be_looked_up_whatever_was_written() -> None:
    cluster = walked({"@type": CLUSTER, "name": {"a": 1}, "type": ["EDS"], "connect_timeout": {}})[1]
    assert cluster.fields == {"name": (), "type": (), "connect_timeout": ()}
    assert cluster.get("name") == {"a": 1}
