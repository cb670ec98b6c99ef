"""Many before Envoy at once come to what each comes to alone, and cost few runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from cmesh_lint.envoy.batches import MOST, outcomes
from cmesh_lint.envoy.bootstrap import bootstrap
from cmesh_lint.envoy.delivery import Delivery, apart, claims
from cmesh_lint.envoy.errors import objections
from cmesh_lint.envoy.process import Envoy, Validation

from .test_agent import HCM, PREFIX, ROUTER

Json = Any


class Counting(Envoy):
    """An Envoy that counts how often it is asked."""

    asked = 0

    def validate(self, configuration: Json) -> Validation:
        self.asked += 1
        return super().validate(configuration)


@pytest.fixture
def counting(envoy: Envoy) -> Counting:
    return Counting(envoy.path)


def listener(name: str, cluster: str, port: int = 0, **manager: Json) -> Json:
    """A listener that sends everything to a cluster; on a port of its own where one is given."""
    routes = [{"match": {"prefix": "/"}, "route": {"cluster": cluster}}]
    table = {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": routes}]}
    http = {"@type": HCM, "stat_prefix": "s", "route_config": table, "http_filters": [ROUTER], **manager}
    socket = {"socket_address": {"address": "127.0.0.1", "port_value": port or 1}}
    return {"name": name, "address": socket, "filter_chains": [{"filters": [{"name": "http", "typed_config": http}]}]}


def delivery(
    cluster: str = "ns/cec/c", port: int = 0, defined: Sequence[str] = ("ns/cec/c",), **manager: Json
) -> Delivery:
    one = listener("ns/cec/l", cluster, port, **manager)
    clusters = [{"name": name, "type": "STATIC"} for name in defined]
    return Delivery(
        "ns/cec", {"listeners": [one], "clusters": clusters}, frozenset() if port else frozenset({"ns/cec/l"})
    )


GOOD, UNKNOWN = delivery(), delivery(cluster="ns/cec/nope")
NAMELESS = delivery(stat_prefix="")
CLASH = delivery(defined=("default/echo", "ns/cec/c"))
BAD_CLUSTER = Delivery("ns/cec", {"clusters": [{"name": "ns/cec/c", "type": "STATIC", "eds_cluster_config": {}}]})


def test_each_has_the_outcome_it_has_alone(envoy: Envoy) -> None:
    several = [
        GOOD,
        UNKNOWN,
        CLASH,
        GOOD,
        BAD_CLUSTER,
        delivery(port=80),
        NAMELESS,
        delivery(port=80),
        BAD_CLUSTER,
        CLASH,
    ]
    together = [(each.ok, each.message) for each in outcomes(envoy, several)]
    assert together == [(each.ok, each.message) for each in (envoy.validate(bootstrap([one])) for one in several)]
    assert [ok for ok, _ in together] == [True, False, True, True, False, True, False, True, False, True]


def test_good_ones_cost_one_run_for_as_many_as_go_together(counting: Counting) -> None:
    assert all(each.ok for each in outcomes(counting, [GOOD] * (MOST * 7 + 1)))
    assert counting.asked == 8


def test_bad_ones_among_many_cost_two_runs_each_at_most(counting: Counting) -> None:
    several = [UNKNOWN if number % 50 == 7 else GOOD for number in range(500)]
    assert [each.ok for each in outcomes(counting, several)] == [each is GOOD for each in several]
    assert counting.asked <= 2 * 10 + 10


def test_bad_clusters_among_many_are_found_in_the_log(counting: Counting) -> None:
    several = [BAD_CLUSTER if number in (3, 77) else GOOD for number in range(100)]
    assert [number for number, each in enumerate(outcomes(counting, several)) if not each.ok] == [3, 77]
    assert counting.asked <= 8


def test_a_listener_whose_name_is_left_as_it_is_is_found_too(counting: Counting) -> None:
    odd = UNKNOWN.only(listeners=[{**UNKNOWN.of("listeners")[0], "name": "/web"}])
    several = [odd if number == 77 else GOOD for number in range(100)]
    assert [number for number, each in enumerate(outcomes(counting, several)) if not each.ok] == [77]
    assert counting.asked <= 4


def test_one_that_gets_no_answer_costs_only_itself(counting: Counting) -> None:
    code = {"@type": f"{PREFIX}envoy.extensions.filters.http.lua.v3.Lua"}
    lua = delivery(http_filters=[{"name": "l", "typed_config": code}, ROUTER])
    several = [lua if number == 77 else GOOD for number in range(100)]
    found = outcomes(counting, several)
    assert [number for number, each in enumerate(found) if not each.answered] == [77]
    assert [number for number, each in enumerate(found) if not each.ok] == [77]
    assert counting.asked <= 40
    (objection,) = objections(counting, lua)
    assert not objection.answered


def test_none_is_nothing(envoy: Envoy) -> None:
    assert outcomes(envoy, []) == []


def test_names_apart() -> None:
    moved = apart(CLASH, "7|")
    assert moved.owner == "7|ns/cec"
    assert moved.allocated == {"7|ns/cec/l"}
    assert [each["name"] for each in moved.of("clusters")] == ["7|default/echo", "7|ns/cec/c"]
    assert "'cluster': '7|ns/cec/c'" in repr(moved.of("listeners"))
    # What nobody defines stays unknown, and what another may define stays another's.
    assert "'cluster': '7|ns/cec/nope'" in repr(apart(UNKNOWN, "7|").of("listeners"))
    assert "'cluster': 'other/c'" in repr(apart(delivery(cluster="other/c"), "7|").of("listeners"))


def test_what_cannot_be_set_apart_is_claimed() -> None:
    odd = Delivery(
        "ns/cec", {"clusters": [{"name": "/"}, {"name": "ns/cec/c"}], "listeners": delivery(port=80).of("listeners")}
    )
    assert [kind for kind, _ in claims(odd)] == ["clusters", "address"]
    assert list(claims(GOOD)) == []


def test_every_fault_of_one_is_told(envoy: Envoy) -> None:
    tls = "envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext"
    context = {"tls_certificate_sds_secret_configs": [{"name": "ns/cec/s", "sds_config": FROM_AGENT}]}
    socket = {"name": "tls", "typed_config": {"@type": f"{PREFIX}{tls}", "common_tls_context": context}}
    pem = {"inline_string": "no certificate"}
    hosts = [{"name": name, "domains": ["*"]} for name in ("v1", "v2")]
    whole = Delivery(
        "ns/cec",
        {
            "listeners": [*UNKNOWN.of("listeners"), listener("ns/cec/m", "ns/cec/c")],
            "routes": [{"name": "ns/cec/r", "virtual_hosts": hosts}],
            "clusters": [*BAD_CLUSTER.of("clusters"), {"name": "ns/cec/d", "transport_socket": socket}],
            "secrets": [{"name": "ns/cec/s", "tls_certificate": {"certificate_chain": pem, "private_key": pem}}],
        },
        frozenset({"ns/cec/l", "ns/cec/m"}),
    )
    assert sorted(each[:2] for each in objections(envoy, whole)) == [
        ("clusters", "ns/cec/c"),
        ("listeners", "ns/cec/l"),
        ("routes", "ns/cec/r"),
        ("secrets", "ns/cec/s"),
    ]


FROM_AGENT = {
    "api_config_source": {
        "api_type": "GRPC",
        "transport_api_version": "V3",
        "grpc_services": [{"envoy_grpc": {"cluster_name": "xds-grpc-cilium"}}],
    },
    "resource_api_version": "V3",
}
