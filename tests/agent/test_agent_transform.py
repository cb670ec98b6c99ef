"""What stops a CEC, in order and place; and the trail of what the agent does."""

from __future__ import annotations

from configs import PREFIX, config, effective

from cmesh_lint.agent.effective import Stop
from cmesh_lint.places import Route

CLUSTER = f'"@type": {PREFIX}envoy.config.cluster.v3.Cluster'
LISTENER = f'"@type": {PREFIX}envoy.config.listener.v3.Listener'
ENDPOINTS = f'"@type": {PREFIX}envoy.config.endpoint.v3.ClusterLoadAssignment'


def at(*route: str | int) -> Route:
    return ("spec", "resources", *route)


def test_everything_that_stops_a_config_in_the_agents_order() -> None:
    found = effective(
        config(
            f"[{{{CLUSTER}, name: a}}, {{{CLUSTER}, name: ns/cec/a, connectTimeout: 0s}}, {{{ENDPOINTS}}}, "
            f'{{"@type": {PREFIX}google.protobuf.Empty}}, '
            f"{{{ENDPOINTS}, clusterName: e, endpoints: [{{lbEndpoints: [{{}}]}}]}}, "
            f"{{{LISTENER}, name: l, filterChains: [{{}}, {{}}]}}]"
        )
    )
    timeout = 'failed to validate Cluster "ns/cec/a": `connectTimeout` in Cluster must be longer than 0s, found `0s`'
    nil = "runtime error: invalid memory address or nil pointer dereference"
    twice = 'Listener "ns/cec/l" contains filter chains with duplicate matching rules'
    assert found.stops == (
        Stop("refused", "duplicate-name", 'duplicate Cluster name "ns/cec/a"', at(1, "name")),
        Stop("refused", "invalid", timeout, at(1, "connectTimeout")),
        Stop("refused", "unnamed", "unspecified ClusterLoadAssignment cluster_name", at(2)),
        Stop("refused", "unsupported-type", f"unsupported type: {PREFIX}google.protobuf.Empty", at(3, "@type")),
        Stop("crash", "no-endpoint", nil, at(4, "endpoints", 0, "lbEndpoints", 0)),
        Stop("refused", "equal-matches", twice, at(5, "filterChains", 1)),
    )
    assert (found.gate, found.sent) == ("refused", ())


def test_a_dropped_resource_spares_the_others() -> None:
    found = effective(config(f"[{{{CLUSTER}, name: a, nope: 1}}, {{}}, {{{CLUSTER}, name: a}}]"))
    assert [(each.resource.index, len(each.problems)) for each in found.dropped] == [(0, 1), (1, 0)]
    assert [(each.kind, each.name, each.resource.index) for each in found.sent] == [("clusters", "ns/cec/a", 2)]
    assert found.gate == "dropped"


def test_an_empty_resource_is_passed_over_without_a_word() -> None:
    assert effective(config("[{}]")).gate == "ok"


def test_the_trail() -> None:
    (sent,) = effective(config(f"[{{{CLUSTER}, name: a, type: EDS, edsClusterConfig: {{}}}}]")).sent
    assert [(change.route, change.what) for change in sent.changes] == [
        (("circuit_breakers",), "added"),
        (("eds_cluster_config", "eds_config"), "added"),
        (("name",), "changed"),
    ]


def test_what_is_known_already_is_not_judged_again() -> None:
    from cmesh_lint.agent.transform import Agent
    from cmesh_lint.versions import NEWEST

    found = config(f"[{{{CLUSTER}, name: a, nope: 1}}]")
    agent = Agent(NEWEST)
    assert agent.effective(found, agent.judged(found)) == agent.effective(found)
    assert agent.effective(config(f"[{{{CLUSTER}, name: a}}]"), {}).gate == "ok"
