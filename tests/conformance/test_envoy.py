"""What the stock Envoy is shown of the agent's output, and what it says of it."""

from __future__ import annotations

from typing import Any

import pytest

from cmesh_lint.envoy.bootstrap import bootstrap, cluster_references
from cmesh_lint.envoy.process import Envoy, Validation, reason

from .agent import Agent
from .test_agent import PREFIX, ROUTE, SERVICE, cec, cluster, endpoints, judge, listener

Json = Any
HCM = "envoy.filters.network.http_connection_manager"


def shown(agent: Agent, config: Json) -> Json:
    return bootstrap([judge(agent, config).delivery])


def inline(target: str) -> Json:
    """A listener whose route configuration is part of it and sends everything to `target`."""
    one = listener()
    hcm = one["filter_chains"][0]["filters"][0]["typed_config"]
    del hcm["rds"]
    hcm["route_config"] = {
        "virtual_hosts": [
            {"name": "v", "domains": ["*"], "routes": [{"match": {"prefix": "/"}, "route": {"cluster": target}}]}
        ]
    }
    return one


def outcome(agent: Agent, envoy: Envoy, *resources: Json) -> Validation:
    said = envoy.validate(shown(agent, cec(*resources, services=[SERVICE])))
    return said._replace(clusters=frozenset())


def test_ciliums_extensions_are_left_out_and_the_route_is_put_in(agent: Agent) -> None:
    static = shown(agent, cec(listener(), ROUTE, cluster(), services=[SERVICE]))["static_resources"]
    (one,) = static["listeners"]
    assert one["listener_filters"] == []
    (network,) = one["filter_chains"][0]["filters"]
    assert network["name"] == HCM
    assert [each["name"] for each in network["typed_config"]["http_filters"]] == ["envoy.filters.http.router"]
    assert "rds" not in network["typed_config"]
    route = network["typed_config"]["route_config"]
    assert (route["name"], route["validate_clusters"]) == ("ns/cec/r1", False)
    (options,) = static["clusters"][1]["typed_extension_protocol_options"].values()
    assert [each["name"] for each in options["http_filters"]] == ["envoy.filters.http.upstream_codec"]


def test_a_route_that_the_agent_does_not_serve_stays_a_subscription(agent: Agent) -> None:
    (one,) = shown(agent, cec(listener(), services=[SERVICE]))["static_resources"]["listeners"]
    assert one["filter_chains"][0]["filters"][0]["typed_config"]["rds"]["route_config_name"] == "ns/cec/r1"


def test_envoy_takes_what_is_right(agent: Agent, envoy: Envoy) -> None:
    eds = cluster(type="EDS", eds_cluster_config={"service_name": "ns/svc"})
    assert outcome(agent, envoy, listener(), ROUTE, eds) == Validation(True, "")


def test_an_inline_route_needs_its_cluster_and_a_delivered_one_does_not(agent: Agent, envoy: Envoy) -> None:
    unknown = Validation(False, "route: unknown cluster 'ns/cec/nope'", "ns/cec/l1")
    assert outcome(agent, envoy, inline("nope")) == unknown
    assert outcome(agent, envoy, listener(), ROUTE).ok


@pytest.mark.parametrize("name", ["/envoy-admin", "other/cluster"])
def test_a_cluster_of_somebody_else_has_a_stand_in(agent: Agent, envoy: Envoy, name: str) -> None:
    assert outcome(agent, envoy, inline(name)).ok


def test_a_cluster_of_the_bootstrap_may_be_defined_again(agent: Agent, envoy: Envoy) -> None:
    assert outcome(agent, envoy, inline("/envoy-admin"), cluster("/envoy-admin")).ok


def test_a_delivered_route_is_read(agent: Agent, envoy: Envoy) -> None:
    hosts = [{"name": name, "domains": ["*"]} for name in ("v1", "v2")]
    nacked = outcome(agent, envoy, listener(), {**ROUTE, "virtual_hosts": hosts})
    assert nacked == Validation(False, "Only a single wildcard domain is permitted in route ns/cec/r1", "ns/cec/l1")


def test_delivered_endpoints_are_read(agent: Agent, envoy: Envoy) -> None:
    address = {"socket_address": {"address": "example.com", "port_value": 80}}
    nacked = outcome(agent, envoy, endpoints("e", {"endpoint": {"address": address}}))
    assert not nacked.ok
    assert nacked.message.startswith("malformed IP address: example.com")


def test_a_delivered_secret_is_read(agent: Agent, envoy: Envoy) -> None:
    tls = f"{PREFIX}envoy.extensions.transport_sockets.tls.v3."
    context = {"tls_certificate_sds_secret_configs": [{"name": "s"}]}
    socket = {"@type": f"{tls}UpstreamTlsContext", "common_tls_context": context}
    client = cluster(transport_socket={"name": "envoy.transport_sockets.tls", "typed_config": socket})
    pem = {"inline_string": "no certificate"}
    secret = {"@type": f"{tls}Secret", "name": "s", "tls_certificate": {"certificate_chain": pem, "private_key": pem}}
    nacked = outcome(agent, envoy, client, secret)
    assert nacked.message.startswith("Failed to load certificate chain from <inline>")
    assert outcome(agent, envoy, client).ok


def test_a_constraint_inside_of_an_any_is_told_without_the_message_it_is_in(agent: Agent, envoy: Envoy) -> None:
    nameless = listener()
    del nameless["filter_chains"][0]["filters"][0]["typed_config"]["stat_prefix"]
    assert outcome(agent, envoy, nameless, ROUTE) == Validation(
        False,
        "Proto constraint validation failed (HttpConnectionManagerValidationError.StatPrefix: "
        "value length must be at least 1 characters)",
        "ns/cec/l1",
    )


def test_a_log_without_the_usual_words_is_told_whole() -> None:
    assert reason("no\nsuch file") == "no such file"


def test_routes_name_their_clusters_in_three_ways() -> None:
    route = {
        "cluster": "a",
        "weighted_clusters": {"clusters": [{"name": "b"}, {"cluster_header": "h"}]},
        "request_mirror_policies": [{"cluster": "c"}],
    }
    assert sorted(cluster_references([{"route": route}])) == ["a", "b", "c"]


def test_an_owner_is_known_by_namespace_and_name(agent: Agent) -> None:
    sent = judge(agent, {**cec(cluster()), "kind": "CiliumClusterwideEnvoyConfig"})
    assert sent.delivery.owner == "/cec"
