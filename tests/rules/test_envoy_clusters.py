"""Border cases of the rules about clusters, each asked of Envoy 1.37."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cmesh_lint.lint.linter import Linter
from cmesh_lint.source.files import Source
from cmesh_lint.versions import Version

TYPE = "type.googleapis.com/envoy"
POLICIES = f"{TYPE}.extensions.load_balancing_policies"
OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
Json = dict[str, Any]


def found(resource: Json, rule: str, **spec: Any) -> int:
    """How often the rule finds a fault in a CEC with that resource."""
    text = json.dumps(
        {
            "apiVersion": "cilium.io/v2",
            "kind": "CiliumEnvoyConfig",
            "metadata": {"name": "echo", "namespace": "default"},
            "spec": {"resources": [resource, *spec.pop("resources", [])], **spec},
        }
    )
    outcome = Linter([Version.parse("1.20")]).lint(Source("case.json", text.encode()))
    assert not outcome.not_checked
    return sum(1 for each in outcome.findings if each.rule == rule)


def cluster(**fields: Any) -> Json:
    return {"@type": f"{TYPE}.config.cluster.v3.Cluster", "name": "echo", "connect_timeout": "5s", **fields}


def endpoints(*addresses: str) -> Json:
    found = [{"endpoint": {"address": {"socket_address": {"address": each, "port_value": 80}}}} for each in addresses]
    return {"cluster_name": "echo", "endpoints": [{"lb_endpoints": found}]}


def policy(name: str, **fields: Any) -> Json:
    config = {"@type": f"{POLICIES}.{name}", **fields}
    return {"policies": [{"typed_extension_config": {"name": "a", "typed_config": config}}]}


def protocol(**fields: Any) -> Json:
    return {OPTIONS: {"@type": f"type.googleapis.com/{OPTIONS}", **fields}}


@pytest.mark.parametrize(
    ("type_", "address", "times"),
    [
        ("STATIC", "10.0.0.1", 0),
        ("STATIC", "::1", 0),
        ("STATIC", "[::1]", 1),
        ("STATIC", "a.com", 1),
        ("STATIC", "1.2.3", 1),
        ("STRICT_DNS", "a.com", 0),
        ("LOGICAL_DNS", "a.com", 0),
        ("EDS", "a.com", 0),
    ],
)
def test_addresses(type_: str, address: str, times: int) -> None:
    assert found(cluster(type=type_, load_assignment=endpoints(address)), "endpoint-not-an-ip") == times


def test_addresses_of_clusters_without_a_type_and_of_assignments() -> None:
    assignment = {"@type": f"{TYPE}.config.endpoint.v3.ClusterLoadAssignment", **endpoints("a.com")}
    assert found(cluster(load_assignment=endpoints("a.com")), "endpoint-not-an-ip") == 1
    assert found(assignment, "endpoint-not-an-ip") == 1
    custom = cluster(cluster_type={"name": "envoy.cluster.strict_dns"}, load_assignment=endpoints("a.com"))
    assert found(custom, "endpoint-not-an-ip") == 0


@pytest.mark.parametrize(("type_", "times"), [("STATIC", 1), ("STRICT_DNS", 0), ("EDS", 0)])
def test_endpoints_without_an_address(type_: str, times: int) -> None:
    nowhere = {"cluster_name": "echo", "endpoints": [{"lb_endpoints": [{"endpoint": {}}]}]}
    assert found(cluster(type=type_, load_assignment=nowhere), "endpoint-without-address") == times


def test_nobody_reads_named_endpoints() -> None:
    assignment = {"cluster_name": "echo", "named_endpoints": {"a": {}}}
    assert found(cluster(load_assignment=assignment), "endpoint-without-address") == 0


@pytest.mark.parametrize(
    ("assignment", "times"),
    [
        (endpoints("a"), 0),
        (endpoints("a", "b"), 1),
        ({"cluster_name": "echo"}, 1),
        ({"cluster_name": "echo", "endpoints": [{}]}, 1),
        ({"cluster_name": "echo", "endpoints": endpoints("a")["endpoints"] * 2}, 1),
    ],
)
def test_endpoints_of_logical_dns(assignment: Json, times: int) -> None:
    assert found(cluster(type="LOGICAL_DNS", load_assignment=assignment), "dns-endpoints") == times
    assert found(cluster(type="STRICT_DNS", load_assignment=assignment), "dns-endpoints") == 0


@pytest.mark.parametrize(
    ("fields", "times"),
    [
        ({"lb_policy": "CLUSTER_PROVIDED"}, 0),
        ({}, 1),
        ({"lb_policy": "LOAD_BALANCING_POLICY_CONFIG"}, 1),
        ({"lb_policy": "CLUSTER_PROVIDED", "load_assignment": {"cluster_name": "echo"}}, 1),
        ({"lb_policy": "CLUSTER_PROVIDED", "original_dst_lb_config": {"http_header_name": "x"}}, 1),
        ({"lb_policy": "CLUSTER_PROVIDED", "original_dst_lb_config": {"use_http_header": True}}, 0),
    ],
)
def test_original_destinations(fields: Json, times: int) -> None:
    assert found(cluster(type="ORIGINAL_DST", **fields), "original-destination") == times


PROVIDED = policy("cluster_provided.v3.ClusterProvided")


@pytest.mark.parametrize(
    ("fields", "times"),
    [
        ({"type": "STATIC", "lb_policy": "CLUSTER_PROVIDED"}, 1),
        ({"type": "EDS", "load_balancing_policy": PROVIDED}, 1),
        ({"type": "ORIGINAL_DST", "lb_policy": "CLUSTER_PROVIDED"}, 0),
        ({"lb_policy": "CLUSTER_PROVIDED", "load_balancing_policy": policy("random.v3.Random")}, 0),
    ],
)
def test_policies_that_the_cluster_provides(fields: Json, times: int) -> None:
    assert found(cluster(**fields), "cluster-provided-policy") == times


@pytest.mark.parametrize(
    ("fields", "times"),
    [
        ({"lb_policy": "LOAD_BALANCING_POLICY_CONFIG"}, 1),
        ({"load_balancing_policy": {}}, 1),
        ({"load_balancing_policy": {"policies": [{}]}}, 1),
        ({"load_balancing_policy": policy("random.v3.Random")}, 0),
    ],
)
def test_policies_that_are_not_there(fields: Json, times: int) -> None:
    assert found(cluster(**fields), "no-load-balancing-policy") == times


SUBSETS = {"subset_selectors": [{"keys": ["a"]}]}


@pytest.mark.parametrize(
    ("fields", "times"),
    [
        ({"lb_policy": "RING_HASH", "ring_hash_lb_config": {"maximum_ring_size": 10}}, 1),
        ({"lb_policy": "RING_HASH", "ring_hash_lb_config": {"minimum_ring_size": 9, "maximum_ring_size": 10}}, 0),
        ({"lb_policy": "ROUND_ROBIN", "ring_hash_lb_config": {"maximum_ring_size": 10}}, 0),
        ({"lb_policy": "RING_HASH", "ring_hash_lb_config": {"maximum_ring_size": 10}, "lb_subset_config": SUBSETS}, 0),
        ({"lb_policy": "RING_HASH", "ring_hash_lb_config": {"maximum_ring_size": 10}, "lb_subset_config": {}}, 1),
        ({"lb_policy": "MAGLEV", "maglev_lb_config": {"table_size": 1}}, 0),
        ({"lb_policy": "MAGLEV", "maglev_lb_config": {"table_size": 2}}, 0),
        ({"lb_policy": "MAGLEV", "maglev_lb_config": {"table_size": 0}}, 1),
        ({"lb_policy": "MAGLEV", "maglev_lb_config": {"table_size": 100}}, 1),
        ({"load_balancing_policy": policy("maglev.v3.Maglev", table_size=100)}, 1),
        ({"load_balancing_policy": policy("ring_hash.v3.RingHash", maximum_ring_size=10)}, 1),
        ({"load_balancing_policy": policy("maglev.v3.Maglev", table_size=2**63)}, 1),
        ({"load_balancing_policy": policy("maglev.v3.Maglev", table_size=2**32 + 1)}, 0),
    ],
)
def test_hash_tables(fields: Json, times: int) -> None:
    assert found(cluster(**fields), "hash-table-size") == times


def test_constraints_are_not_checked_in_load_balancing_policies() -> None:
    least_request = policy("least_request.v3.LeastRequest", choice_count=1)
    assert found(cluster(load_balancing_policy=least_request), "value-out-of-range") == 0


@pytest.mark.parametrize(
    ("selector", "times"),
    [
        ({"keys": ["a", "b"], "fallback_policy": "KEYS_SUBSET", "fallback_keys_subset": ["a"]}, 0),
        ({"keys": ["a"], "fallback_policy": "KEYS_SUBSET"}, 1),
        ({"keys": ["a"], "fallback_policy": "KEYS_SUBSET", "fallback_keys_subset": ["a"]}, 1),
        ({"keys": ["a"], "fallback_policy": "KEYS_SUBSET", "fallback_keys_subset": ["b"]}, 1),
        ({"keys": ["a", "b"], "fallback_keys_subset": ["a"]}, 1),
        ({"keys": [], "fallback_policy": "KEYS_SUBSET", "fallback_keys_subset": ["a"]}, 0),
    ],
)
def test_subsets(selector: Json, times: int) -> None:
    assert found(cluster(lb_subset_config={"subset_selectors": [selector]}), "subset-selector") == times


@pytest.mark.parametrize(
    ("detection", "times"),
    [
        ({"max_ejection_time": "10s"}, 1),
        ({"max_ejection_time": "30s"}, 0),
        ({"base_ejection_time": "400s"}, 0),
        ({"base_ejection_time": "5s", "max_ejection_time": "4.9999s"}, 1),
        ({"base_ejection_time": "5.0009s", "max_ejection_time": "5s"}, 0),
    ],
)
def test_ejections(detection: Json, times: int) -> None:
    assert found(cluster(outlier_detection=detection), "ejection-time") == times


@pytest.mark.parametrize(("type_", "times"), [("STRICT_DNS", 1), ("LOGICAL_DNS", 1), ("STATIC", 0)])
def test_failed_look_ups(type_: str, times: int) -> None:
    rate = {"base_interval": "2s", "max_interval": "1s"}
    assert found(cluster(type=type_, dns_failure_refresh_rate=rate), "dns-failure-rate") == times


def test_thresholds_of_the_whole_cluster_may_have_every_limit() -> None:
    assert found(cluster(circuit_breakers={"thresholds": [{"max_requests": 1}]}), "per-host-threshold") == 0


def check(**fields: Any) -> Json:
    return {"timeout": "1s", "interval": "1s", "unhealthy_threshold": 1, "healthy_threshold": 1, **fields}


@pytest.mark.parametrize(
    ("fields", "times"),
    [
        ({"tcp_health_check": {"send": {"text": "0aFF"}}}, 0),
        ({"tcp_health_check": {"send": {"text": "abc"}}}, 1),
        ({"tcp_health_check": {"receive": [{"text": "0x00"}]}}, 1),
        ({"http_health_check": {"path": "/", "receive": [{"text": "zz"}]}}, 1),
        ({"http_health_check": {"path": "/", "send": {"text": "ab"}}}, 1),
        ({"http_health_check": {"path": "/", "method": "POST", "send": {"text": "ab"}}}, 0),
    ],
)
def test_payloads(fields: Json, times: int) -> None:
    assert found(cluster(health_checks=[check(**fields)]), "health-check-payload") == times


@pytest.mark.parametrize(
    ("start", "end", "times"), [(200, 201, 0), (200, 200, 1), (100, 600, 0), (99, 600, 1), (100, 601, 1)]
)
def test_statuses(start: int, end: int, times: int) -> None:
    fields = {"http_health_check": {"path": "/", "expected_statuses": [{"start": start, "end": end}]}}
    assert found(cluster(health_checks=[check(**fields)]), "health-check-status") == times


HTTP2 = {"http2_protocol_options": {}}


@pytest.mark.parametrize(
    ("fields", "times"),
    [
        ({}, 1),
        (HTTP2, 0),
        ({"typed_extension_protocol_options": protocol(explicit_http_config=HTTP2)}, 0),
        ({"typed_extension_protocol_options": protocol(explicit_http_config={"http_protocol_options": {}})}, 1),
        ({"typed_extension_protocol_options": protocol(auto_config={})}, 0),
        ({"typed_extension_protocol_options": protocol(use_downstream_protocol_config={})}, 1),
        ({"typed_extension_protocol_options": protocol(use_downstream_protocol_config=HTTP2)}, 0),
    ],
)
def test_grpc(fields: Json, times: int) -> None:
    assert found(cluster(health_checks=[check(grpc_health_check={})], **fields), "grpc-health-check") == times


LISTENER = {
    "@type": f"{TYPE}.config.listener.v3.Listener",
    "name": "echo",
    "filter_chains": [
        {
            "filters": [
                {
                    "name": "tcp",
                    "typed_config": {
                        "@type": f"{TYPE}.extensions.filters.network.tcp_proxy.v3.TcpProxy",
                        "stat_prefix": "echo",
                        "cluster": "echo",
                    },
                }
            ]
        }
    ],
}
SERVICES = [{"name": "echo", "namespace": "default", "listener": "echo"}]


def test_grpc_where_the_agent_chooses_the_protocol() -> None:
    checked = cluster(health_checks=[check(grpc_health_check={})])
    assert found(checked, "grpc-health-check", services=SERVICES, resources=[LISTENER]) == 0


BUFFER = {
    "name": "buffer",
    "typed_config": {"@type": f"{TYPE}.extensions.filters.http.buffer.v3.Buffer", "max_request_bytes": 1},
}
CODEC = {
    "name": "codec",
    "typed_config": {"@type": f"{TYPE}.extensions.filters.http.upstream_codec.v3.UpstreamCodec"},
}


@pytest.mark.parametrize(
    ("filters", "times"),
    [([], 0), ([BUFFER], 1), ([BUFFER, CODEC], 0), ([CODEC, BUFFER], 1), ([CODEC, CODEC], 1)],
)
def test_upstream_filters(filters: list[Json], times: int) -> None:
    options = protocol(explicit_http_config=HTTP2, http_filters=filters)
    assert found(cluster(typed_extension_protocol_options=options), "upstream-codec") == times


def test_upstream_filters_that_the_agent_completes() -> None:
    options = protocol(explicit_http_config=HTTP2, http_filters=[BUFFER])
    completed = cluster(typed_extension_protocol_options=options)
    assert found(completed, "upstream-codec", services=SERVICES, resources=[LISTENER]) == 0


QUIC = {
    "name": "quic",
    "typed_config": {
        "@type": f"{TYPE}.extensions.transport_sockets.quic.v3.QuicUpstreamTransport",
        "upstream_tls_context": {},
    },
}
HTTP3 = {"http3_protocol_options": {}}


@pytest.mark.parametrize(
    ("options", "socket", "times"),
    [
        ({"explicit_http_config": HTTP3}, None, 1),
        ({"explicit_http_config": HTTP3}, QUIC, 0),
        ({"use_downstream_protocol_config": HTTP3}, None, 1),
        ({"auto_config": HTTP3}, QUIC, 1),
        ({"auto_config": {**HTTP3, "alternate_protocols_cache_options": {"name": "a"}}}, QUIC, 0),
    ],
)
def test_http3(options: Json, socket: Json | None, times: int) -> None:
    more = {} if socket is None else {"transport_socket": socket}
    resource = cluster(typed_extension_protocol_options=protocol(**options), **more)
    assert found(resource, "http3-without-quic") == times


@pytest.mark.parametrize(
    ("binding", "times"),
    [
        ({"source_address": {"address": "127.0.0.1", "port_value": 0}}, 0),
        ({"extra_source_addresses": [{"address": {"address": "::1", "port_value": 0}}]}, 1),
        (
            {
                "source_address": {"address": "127.0.0.1", "port_value": 0},
                "extra_source_addresses": [{"address": {"address": "::1", "port_value": 0}}],
            },
            0,
        ),
        (
            {
                "source_address": {"address": "127.0.0.1", "port_value": 0},
                "extra_source_addresses": [{"address": {"address": "::1", "port_value": 0}}] * 2,
            },
            1,
        ),
    ],
)
def test_source_addresses(binding: Json, times: int) -> None:
    assert found(cluster(upstream_bind_config=binding), "source-addresses") == times


@pytest.mark.parametrize(
    ("drops", "times"),
    [
        ([{"category": "a", "drop_percentage": {"numerator": 100}}], 0),
        ([{"category": "a", "drop_percentage": {"numerator": 101}}], 1),
        ([{"category": "a", "drop_percentage": {"numerator": 101, "denominator": "MILLION"}}], 0),
        ([{"category": "a"}, {"category": "b"}], 1),
    ],
)
def test_drops(drops: list[Json], times: int) -> None:
    assignment = {"cluster_name": "echo", "policy": {"drop_overloads": drops}}
    assert found(cluster(type="STRICT_DNS", load_assignment=assignment), "drop-overload") == times
