"""The scenarios of the article that started it, as stanzas: what comes out means what the article's manifests meant.

Both sides are brought to a canonical form, in which names that only hold a CEC together are the same. What differs then
is listed, each with its reason.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from cmesh_lint.krm.expand import expand
from cmesh_lint.krm.reading import Found, read
from cmesh_lint.versions import NEWEST

ROOT = Path(__file__).parents[2]
SEED = Path(os.environ.get("CMESH_LINT_SEED", "/nowhere"))
SCENARIOS = ROOT / "kustomize-plugin" / "scenarios"
ARTICLE = {
    "admin-listener": "admin.yaml",
    "circuit-breaker": "circuit-breaker.yaml",
    "metrics-listener": "metrics.yaml",
    "rate-limit": "rate-limit.yaml",
    "rewrite-and-split": "rewrite-and-split.yaml",
}

pytestmark = pytest.mark.skipif(
    not SEED.is_dir(), reason="CMESH_LINT_SEED names no folder with the manifests of the article"
)

Flat = dict[str, Any]

HALF = {"clusters/default/echo-service-1/outlier_detection/max_ejection_percent": (None, 50)}
"""Envoy's default of 10 leaves no endpoint out where there are fewer than ten."""
INTENDED = {
    "admin-listener": {
        # The agent takes `envoy-admin` for a cluster of the CEC, and there is none of that name.
        "routes/0/route/cluster": ("envoy-admin", "/envoy-admin"),
        # The page can stop Envoy: it is for the node itself unless the stanza says otherwise.
        "listener/address/socket_address/address": ("::", "127.0.0.1"),
        "listener/address/socket_address/ipv4_compat": (True, None),
    },
    "metrics-listener": {
        "routes/0/route/cluster": ("envoy-admin", "/envoy-admin"),
    },
    "circuit-breaker": {
        # Beside one threshold the agent fills in nothing, and Envoy allows 3 retries: what the agent gives a cluster
        # without thresholds is written out.
        "clusters/default/echo-service-1/circuit_breakers/thresholds/0/max_connections": (None, 1024),
        "clusters/default/echo-service-1/circuit_breakers/thresholds/0/max_retries": (None, 128),
        **HALF,
    },
    "rate-limit": HALF,
    "rewrite-and-split": {
        # Deprecated, and the only engine there is.
        "routes/0/route/regex_rewrite/pattern/google_re2": ({}, None),
        **HALF,
        **{field.replace("-1/", "-2/"): differs for field, differs in HALF.items()},
    },
}
"""Scenario → field → the value in the article, and ours."""


def ours(scenario: str) -> list[dict[str, Any]]:
    stanzas, complaints = read(
        [Found(each) for each in yaml.safe_load_all((SCENARIOS / scenario / "policies.yaml").read_text())]
    )
    made = expand(stanzas, NEWEST)
    assert (complaints, made.complaints) == ((), ())
    return list(made.resources)


def theirs(scenario: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((SEED / ARTICLE[scenario]).read_text())
    return found


def canonical(config: dict[str, Any]) -> Flat:
    """The fields of the resources: the listener, the routes wherever they stand, the clusters by their Service.

    Names that only tie the resources of a CEC together are left out; a cluster goes by the endpoints it has; a split
    in one part is no split.
    """
    by_type: dict[str, list[Any]] = {}
    for resource in config["spec"]["resources"]:
        by_type.setdefault(resource["@type"].rpartition(".")[2], []).append(resource)
    (listener,) = by_type["Listener"]
    (chain,) = listener["filter_chains"]
    manager = chain["filters"][0]["typed_config"]
    (table,) = [manager.pop("route_config")] if "route_config" in manager else by_type["RouteConfiguration"]
    manager.pop("rds", None)
    manager.pop("stat_prefix")
    (host,) = table["virtual_hosts"]
    services = {each["name"]: _service(each) for each in by_type.get("Cluster", ())}
    routes = [_route(route, services) for route in host["routes"]]
    clusters = {_service(each): {**each, "name": "", "eds_cluster_config": ""} for each in by_type.get("Cluster", ())}
    listener.pop("name")
    return dict(_flat({"listener": listener, "domains": host["domains"], "routes": routes, "clusters": clusters}, ""))


def _service(cluster: dict[str, Any]) -> str:
    """Whose endpoints a cluster has: named, or else by its own name."""
    service: str = cluster.get("eds_cluster_config", {}).get("service_name") or cluster["name"]
    return service


def _route(route: dict[str, Any], services: dict[str, str]) -> dict[str, Any]:
    route.pop("name", None)
    action = route["route"]
    weighted = action.pop("weighted_clusters", None) or {"clusters": [{"name": action.pop("cluster"), "weight": 1}]}
    if len(weighted["clusters"]) == 1:
        name = weighted["clusters"][0]["name"]
        action["cluster"] = services.get(name, name)
    else:
        action["split"] = [(services[each["name"]], each["weight"]) for each in weighted["clusters"]]
    return route


def _flat(value: Any, path: str) -> Any:
    if isinstance(value, dict) and value:
        for key, each in value.items():
            yield from _flat(each, f"{path}/{key}" if path else str(key))
    elif isinstance(value, list) and value and not isinstance(value[0], tuple):
        for index, each in enumerate(value):
            yield from _flat(each, f"{path}/{index}")
    else:
        yield path, value


# What Envoy does unless told: the article writes it out.
DEFAULTS = re.compile(r".*/local_rate_limit_per_downstream_connection")


@pytest.mark.parametrize("scenario", sorted(ARTICLE))
def test_a_scenario_means_what_it_meant(scenario: str) -> None:
    before = {path: value for path, value in canonical(theirs(scenario)).items() if not DEFAULTS.fullmatch(path)}
    for made in ours(scenario):
        after = canonical(made)
        differs = {
            path: (before.get(path), after.get(path))
            for path in sorted({*before, *after})
            if before.get(path) != after.get(path)
        }
        assert differs == INTENDED[scenario]


@pytest.mark.parametrize("scenario", sorted(ARTICLE))
def test_the_same_services_are_redirected(scenario: str) -> None:
    """One CEC for each Service, in its namespace, where the article has one for several, or a CCEC."""
    before = [(each["namespace"], each["name"]) for each in theirs(scenario)["spec"].get("services", ())]
    after = [(each["namespace"], each["name"]) for made in ours(scenario) for each in made["spec"].get("services", ())]
    assert before == after
    kinds = {made["kind"] for made in ours(scenario)}
    assert kinds == ({"CiliumEnvoyConfig"} if before else {"CiliumClusterwideEnvoyConfig"})


def test_stanzas_are_a_fifth_as_long() -> None:
    stanzas = sum(len((SCENARIOS / each / "policies.yaml").read_text().splitlines()) for each in ARTICLE)
    configs = sum(len((SEED / each).read_text().splitlines()) for each in ARTICLE.values())
    assert (stanzas, configs) == (46, 265)
    assert stanzas * 5 <= configs
