"""What differs from release to release, seen in what comes of a CEC. Since 1.18 the real agents are asked as well."""

from __future__ import annotations

from typing import Any

import pytest
from configs import PREFIX, config, effective, only

from cmesh_lint.agent import features
from cmesh_lint.agent.names import Owner
from cmesh_lint.versions import LATEST, MINORS

HTTP = (
    f'{{"@type": {PREFIX}envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager, '
    f"stat_prefix: s, http_filters: [{{name: envoy.filters.http.router}}]}}"
)
LISTENER = f'"@type": {PREFIX}envoy.config.listener.v3.Listener'
CLUSTER = f'"@type": {PREFIX}envoy.config.cluster.v3.Cluster'
ADDRESS = "address: {socket_address: {address: 0.0.0.0, port_value: 8080}}"
SERVICES = "  services: [{name: svc, namespace: other, ports: [80]}]"


def http(*more: str) -> str:
    chain = f"filter_chains: [{{filters: [{{name: h, typed_config: {HTTP}}}]}}]"
    return f"[{{{', '.join((LISTENER, 'name: l', chain, *more))}}}]"


def test_every_version_has_its_features() -> None:
    assert list(features.BY_MINOR) == [*MINORS, LATEST]


@pytest.mark.parametrize(("cilium", "names"), [("1.15", ["h"]), ("1.16", ["cilium.network", "h"])])
def test_a_listener_with_an_address(cilium: str, names: list[str]) -> None:
    (sent,) = effective(config(http(ADDRESS), rest=SERVICES), cilium).sent
    assert [each["name"] for each in sent.value["filter_chains"][0]["filters"]] == names


def test_internal_listeners_were_no_exception_in_1_14() -> None:
    internal = config(http("internal_listener: {}"))
    assert {"address", "listener_filters"} <= only(internal, "1.14").keys()
    assert not {"address", "listener_filters"} & only(internal, "1.15").keys()


@pytest.mark.parametrize(
    ("cilium", "names"),
    [
        ("1.16", None),
        ("1.17", ["max_retries"]),
        ("1.18", ["max_retries"]),
        ("1.19", ["max_retries", "max_connections", "max_requests"]),
        ("1.20", ["max_retries", "max_connections", "max_requests", "max_pending_requests"]),
    ],
)
def test_circuit_breakers(cilium: str, names: list[str] | None) -> None:
    breakers = only(config(f"[{{{CLUSTER}, name: c}}]"), cilium).get("circuit_breakers")
    assert (breakers and list(breakers["thresholds"][0])) == names


@pytest.mark.parametrize(
    ("cilium", "fields"),
    [
        ("1.15", set()),
        ("1.16", {"proxy_id", "policy_update_warning_limit"}),
        ("1.17", {"proxy_id"}),
        ("1.18", {"proxy_id", "ipcache_name"}),
    ],
)
def test_metadata(cilium: str, fields: set[str]) -> None:
    (given,) = only(config(http()), cilium)["listener_filters"]
    common = {"@type", "bpf_root", "use_original_source_address"}
    assert given["typed_config"].keys() == common | fields


@pytest.mark.parametrize(("cilium", "timeout"), [("1.15", None), ("1.16", "30s")])
def test_config_source(cilium: str, timeout: str | None) -> None:
    sent = only(config(f"[{{{CLUSTER}, name: c, type: EDS}}]"), cilium)
    assert sent["eds_cluster_config"]["eds_config"].get("initial_fetch_timeout") == timeout


@pytest.mark.parametrize(
    ("cilium", "inject", "l7lb", "original"),
    [
        ("1.14", False, False, True),
        ("1.15", False, False, False),
        ("1.18", True, False, False),
        ("1.19", True, True, True),
    ],
)
def test_annotations(cilium: str, inject: bool, l7lb: bool, original: bool) -> None:
    told = (
        "{name: a, annotations: {cec.cilium.io/inject-cilium-filters: T, cec.cilium.io/is-l7lb: '1', "
        "cec.cilium.io/use-original-source-address: 'true'}, labels: {cilium.io/use-original-source-address: 'false'}}"
    )
    found = effective(config(metadata=told), cilium).envelope
    assert (found.inject_filters, found.is_l7lb, found.use_original_source) == (inject, l7lb, original)
    assert found.owner == Owner("default", "a")


def test_an_ingress_never_uses_the_original_source() -> None:
    told = "{name: a, ownerReferences: [{kind: Ingress}], annotations: {cec.cilium.io/use-original-source-address: T}}"
    assert not effective(config(metadata=told)).envelope.use_original_source


def gates(resources: str, *, rest: str = "") -> dict[str, str]:
    return {minor: effective(config(resources, rest=rest), minor).gate for minor in MINORS}


def since(minor: str, gate: str) -> dict[str, str]:
    return {each: gate if MINORS.index(each) >= MINORS.index(minor) else "ok" for each in MINORS}


def test_names_that_are_equal_once_qualified() -> None:
    assert gates(f"[{{{CLUSTER}, name: a}}, {{{CLUSTER}, name: a}}]") == since("1.16", "refused")
    # Before, a name was compared as written with the qualified names of those before it.
    assert gates(f"[{{{CLUSTER}, name: a}}, {{{CLUSTER}, name: ns/cec/a}}]") == since("1.14", "refused")


def test_equal_matches() -> None:
    assert gates(f"[{{{LISTENER}, name: a, filter_chains: [{{}}, {{}}]}}]") == since("1.20", "refused")


def test_an_endpoint_that_is_not_there() -> None:
    entry = "{load_balancing_weight: 1}"
    assignment = f"load_assignment: {{cluster_name: c, endpoints: [{{lb_endpoints: [{entry}]}}]}}"
    assert gates(f"[{{{CLUSTER}, name: a, {assignment}}}]") == since("1.16", "crash")


def test_an_internal_listener_that_is_not_there() -> None:
    entry = "{endpoint: {address: {envoy_internal_address: {server_listener_name: l}}}}"
    assignment = f"load_assignment: {{cluster_name: c, endpoints: [{{lb_endpoints: [{entry}]}}]}}"
    assert gates(f"[{{{CLUSTER}, name: a, {assignment}}}]") == since("1.16", "refused")


def test_a_node_selector() -> None:
    rest = "  nodeSelector: {matchExpressions: [{key: a, operator: In}]}"
    assert gates("[]", rest=rest) == since("1.16", "refused")


TCP = f'{{"@type": {PREFIX}envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy, stat_prefix: s, cluster: c}}'


@pytest.mark.parametrize(("cilium", "injected"), [("1.17", False), ("1.18", True)])
def test_filters_of_clusters_behind_tcp_alone(cilium: str, injected: bool) -> None:
    chain = f"filter_chains: [{{filters: [{{name: t, typed_config: {TCP}}}]}}]"
    resources = f"[{{{LISTENER}, name: l, {chain}}}, {{{CLUSTER}, name: c}}]"
    _, cluster = effective(config(resources, rest=SERVICES), cilium).sent
    assert ("typed_extension_protocol_options" in cluster.value) is injected


def http_filter(message: str, rest: str) -> Any:
    proxy = f'{{name: f, typed_config: {{"@type": {PREFIX}envoy.extensions.filters.http.{message}, {rest}}}}}'
    manager = HTTP.replace("{name: envoy.filters.http.router}", proxy)
    chain = f"filter_chains: [{{filters: [{{name: h, typed_config: {manager}}}]}}]"
    return config(f"[{{{LISTENER}, name: l, internal_listener: {{}}, {chain}}}]")


def first_http_filter(sent: Any) -> Any:
    return sent["filter_chains"][0]["filters"][-1]["typed_config"]["http_filters"][0]["typed_config"]


@pytest.mark.parametrize(("cilium", "name"), [("1.15", "c"), ("1.16", "ns/cec/c")])
def test_clusters_of_a_health_check(cilium: str, name: str) -> None:
    percentages = "cluster_min_healthy_percentages: {c: {value: 1}}"
    found = http_filter("health_check.v3.HealthCheck", f"pass_through_mode: false, {percentages}")
    assert list(first_http_filter(only(found, cilium))["cluster_min_healthy_percentages"]) == [name]


@pytest.mark.parametrize(("cilium", "name"), [("1.19", "c"), ("1.20", "ns/cec/c")])
def test_the_cluster_of_an_authorization(cilium: str, name: str) -> None:
    found = http_filter("ext_authz.v3.ExtAuthz", "grpc_service: {envoy_grpc: {cluster_name: c}}")
    assert first_http_filter(only(found, cilium))["grpc_service"]["envoy_grpc"]["cluster_name"] == name


@pytest.mark.parametrize(("cilium", "name"), [("1.16", "t"), ("1.17", "ns/cec/t")])
def test_secrets_of_session_tickets(cilium: str, name: str) -> None:
    context = f'"@type": {PREFIX}envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext'
    config_ = f"{{{context}, session_ticket_keys_sds_secret_config: {{name: t}}}}"
    chain = f"{{transport_socket: {{name: tls, typed_config: {config_}}}}}"
    sent = only(config(f"[{{{LISTENER}, name: l, filter_chains: [{chain}]}}]"), cilium)
    socket = sent["filter_chains"][0]["transport_socket"]["typed_config"]
    assert socket["session_ticket_keys_sds_secret_config"]["name"] == name
