"""What the real agent makes of a CiliumEnvoyConfig, gate by gate and release by release."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from .agent import Agent, Verdict

Json = Any
PREFIX = "type.googleapis.com/"
HCM = f"{PREFIX}envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
ROUTER = {
    "name": "envoy.filters.http.router",
    "typed_config": {"@type": f"{PREFIX}envoy.extensions.filters.http.router.v3.Router"},
}
OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
AGENTS_SOURCE = {
    "api_config_source": {
        "api_type": "GRPC",
        "transport_api_version": "V3",
        "grpc_services": [{"envoy_grpc": {"cluster_name": "xds-grpc-cilium"}}],
        "set_node_on_first_message_only": True,
    },
    "initial_fetch_timeout": "30s",
    "resource_api_version": "V3",
}


def cec(*resources: Json, services: Sequence[Json] = (), **metadata: Json) -> Json:
    return {
        "apiVersion": "cilium.io/v2",
        "kind": "CiliumEnvoyConfig",
        "metadata": {"name": "cec", "namespace": "ns", **metadata},
        "spec": {"services": list(services), "resources": list(resources)},
    }


def listener(name: str = "l1", router: Json = ROUTER, **rest: Json) -> Json:
    hcm = {"@type": HCM, "stat_prefix": "s", "rds": {"route_config_name": "r1"}, "http_filters": [router]}
    chain = {"filters": [{"name": "envoy.filters.network.http_connection_manager", "typed_config": hcm}]}
    return {"@type": f"{PREFIX}envoy.config.listener.v3.Listener", "name": name, "filter_chains": [chain], **rest}


def cluster(name: str = "c1", **rest: Json) -> Json:
    return {"@type": f"{PREFIX}envoy.config.cluster.v3.Cluster", "name": name, **rest}


def endpoints(name: str, *lb_endpoints: Json) -> Json:
    kind = f"{PREFIX}envoy.config.endpoint.v3.ClusterLoadAssignment"
    return {"@type": kind, "cluster_name": name, "endpoints": [{"lb_endpoints": list(lb_endpoints)}]}


ROUTE = {
    "@type": f"{PREFIX}envoy.config.route.v3.RouteConfiguration",
    "name": "r1",
    "virtual_hosts": [
        {"name": "v1", "domains": ["*"], "routes": [{"match": {"prefix": "/"}, "route": {"cluster": "c1"}}]}
    ],
}
SERVICE = {"name": "svc", "namespace": "ns", "listener": "l1"}


def judge(agent: Agent, config: Json) -> Verdict:
    (verdict,) = agent.judge([config])
    return verdict


def filters(sent: Verdict) -> list[str]:
    """The names of the network, HTTP and listener filters of the only listener, each layer in its order."""
    (one,) = sent.resources["listeners"]
    layers = one["filter_chains"][0]["filters"]
    http = layers[-1]["typed_config"]["http_filters"]
    return [entry["name"] for entry in (*layers, *http, *one.get("listener_filters", ()))]


def test_a_redirect_is_filled_in_and_named_after_its_owner(agent: Agent) -> None:
    secret = {"name": "cilium-secrets/foo"}
    tls = f"{PREFIX}envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext"
    entrance = listener()
    entrance["filter_chains"][0]["transport_socket"] = {
        "name": "envoy.transport_sockets.tls",
        "typed_config": {"@type": tls, "common_tls_context": {"tls_certificate_sds_secret_configs": [secret]}},
    }
    eds = cluster(type="EDS", eds_cluster_config={"service_name": "ns/svc"})
    sent = judge(agent, cec(entrance, ROUTE, eds, services=[SERVICE]))

    assert sent.gate == "ok"
    assert sent.allocated == sent.listeners == {"ns/cec/l1": 1000}
    assert sent.service_ports == {"ns/svc": ()}
    (one,) = sent.resources["listeners"]
    assert one["name"] == "ns/cec/l1"
    assert one["address"] == {"socket_address": {"address": "127.0.0.1", "port_value": 1000}}
    network, hcm = one["filter_chains"][0]["filters"]
    assert network == {"name": "cilium.network", "typed_config": {"@type": f"{PREFIX}cilium.NetworkFilter"}}
    assert hcm["typed_config"]["rds"] == {"route_config_name": "ns/cec/r1", "config_source": AGENTS_SOURCE}
    policy = {
        "name": "cilium.l7policy",
        "typed_config": {
            "@type": f"{PREFIX}cilium.L7Policy",
            "access_log_path": "/var/run/cilium/envoy/sockets/access_log.sock",
        },
    }
    assert hcm["typed_config"]["http_filters"] == [policy, ROUTER]
    served = one["filter_chains"][0]["transport_socket"]["typed_config"]["common_tls_context"]
    assert served == {"tls_certificate_sds_secret_configs": [{**secret, "sds_config": AGENTS_SOURCE}]}
    assert one["listener_filters"] == [
        {
            "name": "cilium.bpf_metadata",
            "typed_config": {
                "@type": f"{PREFIX}cilium.BpfMetadata",
                "bpf_root": "/sys/fs/bpf",
                "ipcache_name": "cilium_ipcache_v2",
                "is_l7lb": True,
                "proxy_id": 1000,
                "use_original_source_address": True,
            },
        }
    ]
    (route,) = sent.resources["routes"]
    assert route["name"] == "ns/cec/r1"
    assert route["virtual_hosts"][0]["name"] == "ns/cec/v1"
    assert route["virtual_hosts"][0]["routes"][0]["route"] == {"cluster": "ns/cec/c1"}
    codec = f"{PREFIX}envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec"
    upstream_codec = {"name": "envoy.filters.http.upstream_codec", "typed_config": {"@type": codec}}
    assert sent.resources["clusters"] == (
        {
            "name": "ns/cec/c1",
            "type": "EDS",
            "eds_cluster_config": {"service_name": "ns/svc", "eds_config": AGENTS_SOURCE},
            "circuit_breakers": {"thresholds": [limits(max_pending_requests=1024)]},
            "typed_extension_protocol_options": {
                OPTIONS: {
                    "@type": f"{PREFIX}{OPTIONS}",
                    "use_downstream_protocol_config": {"http2_protocol_options": {}},
                    "http_filters": [policy, upstream_codec],
                }
            },
        },
    )


def limits(**more: int) -> Mapping[str, int]:
    return {"max_retries": 128, "max_connections": 1024, "max_requests": 1024, **more}


def test_a_router_of_another_name_gets_no_policy(agent: Agent) -> None:
    sent = judge(agent, cec(listener(router={**ROUTER, "name": "my.router"}), services=[SERVICE]))
    network = ["cilium.network", "envoy.filters.network.http_connection_manager"]
    assert filters(sent) == [*network, "my.router", "cilium.bpf_metadata"]


def test_an_address_of_ones_own_without_services_gets_metadata_only(agent: Agent) -> None:
    address = {"socket_address": {"address": "0.0.0.0", "port_value": 8080}}
    sent = judge(agent, cec(listener(address=address)))
    assert filters(sent) == [
        "envoy.filters.network.http_connection_manager",
        "envoy.filters.http.router",
        "cilium.bpf_metadata",
    ]
    assert (sent.listeners, sent.allocated) == ({"ns/cec/l1": 8080}, {})
    (one,) = sent.resources["listeners"]
    assert one["listener_filters"][0]["typed_config"]["proxy_id"] == 8080


def test_an_internal_listener_gets_nothing(agent: Agent) -> None:
    sent = judge(agent, cec(listener(internal_listener={}), services=[SERVICE]))
    assert filters(sent) == ["envoy.filters.network.http_connection_manager", "envoy.filters.http.router"]
    assert sent.listeners == {}


def test_ports_follow_the_list_and_answers_are_sorted_by_name(agent: Agent) -> None:
    names = [f"l{number}" for number in range(9, -1, -1)]
    sent = judge(agent, cec(*(listener(name) for name in names)))
    assert sent.allocated == {f"ns/cec/{name}": 1000 + at for at, name in enumerate(names)}
    assert [one["name"] for one in sent.resources["listeners"]] == sorted(sent.allocated)


def test_each_dropped_resource_has_its_reason_and_the_others_are_sent(agent: Agent) -> None:
    sent = judge(agent, cec(cluster(nope=1), {}, cluster("kept"), cluster(connect_timeout="500ms")))
    assert sent.gate == "dropped"
    assert sent.dropped == {
        0: 'proto: (line 1:80): unknown field "nope"',
        3: 'proto: (line 1:99): invalid google.protobuf.Duration value "500ms"',
    }
    assert [one["name"] for one in sent.resources["clusters"]] == ["ns/cec/kept"]


def test_names_collide_after_they_are_qualified(agent: Agent) -> None:
    refused = judge(agent, cec(cluster("a"), cluster("ns/cec/a")))
    assert (refused.gate, refused.why) == ("refused", 'duplicate Cluster name "ns/cec/a"')
    assert refused.resources == {}


def test_a_node_selector_is_read_before_the_resources(agent: Agent) -> None:
    config = cec(cluster())
    config["spec"]["nodeSelector"] = {"matchExpressions": [{"key": "a", "operator": "In"}]}
    assert "for 'in', 'notin' operators, values set can't be empty" in judge(agent, config).refused


def test_an_endpoint_without_an_address_crashes_the_agent_and_spares_the_next(agent: Agent) -> None:
    crashed, sent = agent.judge([cec(endpoints("e", {"endpoint_name": "x"})), cec(cluster())])
    assert (crashed.gate, crashed.why) == ("crash", "runtime error: invalid memory address or nil pointer dereference")
    assert sent.gate == "ok"


def test_a_port_beyond_16_bits_passes_the_api_server_and_stops_the_watch(agent: Agent) -> None:
    stuck = judge(agent, cec(cluster(), services=[{**SERVICE, "ports": [70000]}]))
    assert (stuck.gate, stuck.api) == ("api", "")
    assert "cannot unmarshal number 70000" in stuck.typed_decode


@pytest.mark.parametrize(
    ("config", "why"),
    [
        ({**cec(cluster()), "apiVersion": "cilium.io/v2alpha1"}, 'no matches for kind "CiliumEnvoyConfig"'),
        (cec(cluster(), name="My_CEC"), "metadata.name: Invalid value"),
        (cec(cluster(), labels={"a": True}), "ObjectMeta.labels of type string"),
        (cec("text"), "spec.resources[0]"),
        (cec(cluster(), services=[{"namespace": "ns"}]), "spec.services[0].name: Required value"),
    ],
)
def test_the_api_server_refuses(agent: Agent, config: Json, why: str) -> None:
    refused = judge(agent, config)
    assert refused.gate == "api"
    assert why in refused.why


def test_the_api_server_prunes_unknown_fields_and_nulls(agent: Agent) -> None:
    sent = judge(agent, cec(cluster(), services=[{**SERVICE, "number": [80], "ports": None}]))
    assert (sent.gate, sent.unknown_fields) == ("ok", ("spec.services[0].number",))


def test_a_clusterwide_config_has_no_namespace(agent: Agent) -> None:
    sent = judge(agent, {**cec(cluster()), "kind": "CiliumClusterwideEnvoyConfig"})
    assert [one["name"] for one in sent.resources["clusters"]] == ["/cec/c1"]


@pytest.mark.parametrize(
    ("minor", "breakers"),
    [
        ("1.18", {"max_retries": 128}),
        ("1.19", limits()),
        ("1.20", limits(max_pending_requests=1024)),
    ],
)
def test_circuit_breakers_by_release(agents: Callable[[str], Agent], minor: str, breakers: Json) -> None:
    (one,) = judge(agents(minor), cec(cluster())).resources["clusters"]
    assert one["circuit_breakers"] == {"thresholds": [breakers]}


@pytest.mark.parametrize(("minor", "is_l7lb"), [("1.18", False), ("1.19", True), ("1.20", True)])
def test_the_load_balancer_annotation_by_release(agents: Callable[[str], Agent], minor: str, is_l7lb: bool) -> None:
    config = cec(listener(), annotations={"cec.cilium.io/is-l7lb": "true"})
    assert judge(agents(minor), config).arguments["is_l7lb"] is is_l7lb


@pytest.mark.parametrize(("minor", "gate"), [("1.18", "ok"), ("1.19", "ok"), ("1.20", "refused")])
def test_equal_filter_chain_matches_by_release(agents: Callable[[str], Agent], minor: str, gate: str) -> None:
    twice = listener()
    twice["filter_chains"] *= 2
    assert judge(agents(minor), cec(twice)).gate == gate
