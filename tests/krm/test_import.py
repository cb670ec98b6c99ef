"""`cmesh-lint import`: stanzas for CECs; what they come to is what was there, and what they cannot say is told."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from corpora import files

from cmesh_lint.cli import run
from cmesh_lint.krm.expand import expand
from cmesh_lint.krm.importing.propose import Proposal, proposal
from cmesh_lint.krm.importing.shape import shape
from cmesh_lint.krm.reading import Found, read
from cmesh_lint.versions import NEWEST

SEED = Path(os.environ.get("CMESH_LINT_SEED", "/nowhere"))
CEC = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata: {name: shop, namespace: default, labels: {team: shop}}
spec:
  services: [{name: shop, namespace: default, listener: in}]
  resources:
  - "@type": type.googleapis.com/envoy.config.listener.v3.Listener
    name: in
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: shop
          rds: {route_config_name: r}
          use_remote_address: true
          skip_xff_append: true
          http_filters:
          - name: envoy.filters.http.router
            typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
  - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
    name: r
    virtual_hosts:
    - name: v
      domains: ["*"]
      routes:
      - match: {prefix: /api}
        route: {cluster: other/search, timeout: 3s, priority: HIGH}
      - match: {prefix: /}
        route: {cluster: default/shop, timeout: 0.25s}
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/shop
    type: EDS
    connect_timeout: 2s
    lb_policy: LEAST_REQUEST
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: other/search
    type: EDS
    connect_timeout: 5s
    lb_policy: ROUND_ROBIN
    per_connection_buffer_limit_bytes: 4096
"""


def proposed(text: str) -> Proposal:
    return proposal(yaml.safe_load(text), NEWEST)


def expanded(made: Proposal) -> list[dict[str, Any]]:
    found, complaints = read([Found(each) for each in made.stanzas])
    expansion = expand(found, NEWEST)
    assert (complaints, expansion.complaints) == ((), ())
    return list(expansion.resources)


@pytest.mark.skipif(not SEED.is_dir(), reason="CMESH_LINT_SEED names no folder with the manifests of the article")
@pytest.mark.parametrize("name", ["admin", "circuit-breaker", "metrics", "rate-limit", "rewrite-and-split"])
def test_the_article_comes_back_as_it_was(name: str) -> None:
    config = yaml.safe_load((SEED / f"{name}.yaml").read_text())
    made = proposal(config, NEWEST)
    assert made.left == ()
    theirs = shape(config)
    spots: dict[Any, Any] = {}
    for each in expanded(made):
        ours = shape(each)
        spots |= ours.spots
        # Each Service has a CEC of its own; what is in it is what was there.
        assert {spot: theirs.spots.get(spot) for spot in ours.spots} == ours.spots
    assert spots == theirs.spots


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_what_is_proposed_whole_comes_back_as_it_was(path: Path) -> None:
    for config in yaml.safe_load_all(path.read_text(encoding="utf-8")):
        made = proposal(config, NEWEST)
        if made.left or not made.stanzas or made.remarks:
            continue
        theirs, spots = shape(config), {}
        for each in expanded(made):
            spots |= shape(each).spots
        assert spots == theirs.spots


def test_what_no_kind_says_is_patched() -> None:
    made = proposed(CEC)
    assert made.left == ()
    assert [(each["kind"], each["metadata"]["name"]) for each in made.stanzas] == [
        ("TrafficPolicy", "shop"),
        ("EnvoyPatchPolicy", "shop-patches"),
    ]
    traffic, patches = (each["spec"] for each in made.stanzas)
    assert traffic == {
        "targetRefs": [{"kind": "Service", "name": "shop"}],
        "timeout": "250ms",
        "routes": [
            {
                "name": "route-1",
                "matches": [{"path": {"prefix": "/api"}}],
                "backendRefs": [{"name": "search", "namespace": "other"}],
                "timeout": "3s",
            }
        ],
        "connectTimeout": "2s",
        "loadBalancer": {"policy": "LeastRequest"},
    }
    assert patches["patches"] == [
        {
            "name": "route-route-1",
            "at": "route",
            "of": "route-1",
            "merge": {"match": {"path_separated_prefix": None, "prefix": "/api"}, "route": {"priority": "HIGH"}},
        },
        {
            "name": "cluster-search-other",
            "at": "cluster",
            "of": "search.other",
            "merge": {"per_connection_buffer_limit_bytes": 4096},
        },
    ]
    (config,) = expanded(made)
    assert shape(config) == shape(yaml.safe_load(CEC))
    assert config["metadata"]["labels"]["team"] == "shop"


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        (
            'domains: ["*"]',
            "domains: [shop.example]",
            "spec.resources[1].virtual_hosts[0].domains: policies apply to all hosts of a Service: expected `*`",
        ),
        (
            "    type: EDS\n    connect_timeout: 2s",
            "    type: STRICT_DNS\n    connect_timeout: 2s",
            "spec.resources[2].type: `STRICT_DNS`; policies only support clusters that are Services, of type `EDS`",
        ),
        (
            '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: other',
            '  - "@type": type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment\n    name: other',
            "spec.resources[3]: no policy generates a separate `ClusterLoadAssignment`",
        ),
    ],
)
def test_what_no_stanza_can_say_is_told_by_its_field(old: str, new: str, left: str) -> None:
    assert old in CEC
    assert proposed(CEC.replace(old, new)) == Proposal((), (left,))


def test_an_order_that_stanzas_do_not_have_is_told() -> None:
    """They try the more special route first."""
    swapped = CEC.replace("{prefix: /api}", "{prefix: /}").replace(
        "{prefix: /}\n        route: {cluster: default", "{prefix: /api}\n        route: {cluster: default"
    )
    made = proposed(swapped)
    assert any(each.startswith("route 0000: ") for each in made.left)


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("shop.yaml").write_text(CEC)
    assert run(["import", "shop.yaml"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(
        "# For CiliumEnvoyConfig/default/shop of shop.yaml.\n# Difference from the original: connections "
    )
    Path("stanzas").mkdir()
    Path("stanzas/shop.yaml").write_text(out)
    assert run(["expand", "stanzas"]) == 0
    Path("shop.yaml").write_text(CEC.replace('domains: ["*"]', "domains: [shop.example]"))
    capsys.readouterr()
    assert run(["import", "shop.yaml"]) == 1
    assert capsys.readouterr().err.startswith("shop.yaml:1: CiliumEnvoyConfig/default/shop: spec.resources[1].")
    assert run(["import", "stanzas"]) == 3
