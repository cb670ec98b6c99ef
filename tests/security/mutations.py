"""Policies and CECs with any value anywhere: what people and machines get wrong, and what nobody thinks of."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import yaml
from hypothesis import strategies as st

from cmesh_lint.krm import kinds
from cmesh_lint.source.yaml_writer import dump

Value = Any
Step = str | int

CONFIG = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata:
  name: beside
  namespace: default
  labels: {app: beside}
  annotations: {cec.cilium.io/use-original-source-address: "false"}
spec:
  services: [{name: beside, namespace: default, listener: beside, ports: [80]}]
  backendServices: [{name: other, namespace: default, number: ["80"]}]
  nodeSelector: {matchLabels: {a: b}}
  resources:
  - "@type": type.googleapis.com/envoy.config.listener.v3.Listener
    name: beside
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: beside
          rds: {route_config_name: beside}
          http_filters:
          - name: envoy.filters.http.local_ratelimit
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
              stat_prefix: http_local_rate_limiter
              token_bucket: {max_tokens: 2, tokens_per_fill: 2, fill_interval: 5s}
              filter_enabled: {default_value: {numerator: 100, denominator: HUNDRED}}
              status: {code: 429}
              response_headers_to_add: [{header: {key: x-a, value: b}}]
          - name: envoy.filters.http.router
            typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
  - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
    name: beside
    virtual_hosts:
    - name: all
      domains: ["*"]
      routes:
      - match: {prefix: /a}
        route:
          weighted_clusters: {clusters: [{name: default/beside, weight: 3}, {name: default/other, weight: 1}]}
          timeout: 5s
          retry_policy: {retry_on: "5xx,reset", num_retries: 2, per_try_timeout: 1s, retriable_status_codes: [503]}
          regex_rewrite: {pattern: {regex: "^/a"}, substitution: /}
        request_headers_to_add: [{header: {key: x-a, value: b}, append_action: OVERWRITE_IF_EXISTS_OR_ADD}]
        response_headers_to_remove: [x-b]
      - match: {safe_regex: {regex: /b.*}}
        direct_response: {status: 404, body: {inline_string: none}}
      - match: {prefix: /}
        route: {cluster: default/beside}
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/beside
    type: EDS
    connect_timeout: 2s
    lb_policy: LEAST_REQUEST
    outlier_detection: {consecutive_5xx: 3, interval: 5s}
    circuit_breakers: {thresholds: [{priority: DEFAULT, max_requests: 2}]}
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/other
    type: EDS
    eds_cluster_config: {service_name: default/other}
---
apiVersion: cilium.io/v2
kind: CiliumClusterwideEnvoyConfig
metadata: {name: admin}
spec:
  resources:
  - "@type": type.googleapis.com/envoy.config.listener.v3.Listener
    name: admin
    address: {socket_address: {address: "::", port_value: 9901, ipv4_compat: true}}
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: admin
          route_config:
            virtual_hosts:
            - {name: all, domains: ["*"], routes: [{match: {prefix: /}, route: {cluster: /envoy-admin}}]}
          http_filters:
          - name: envoy.filters.http.router
            typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: new-beside
  namespace: default
  annotations: {internal.config.kubernetes.io/previousNames: beside}
spec: {ports: [{port: 80}]}
"""
POLICIES: list[list[Value]] = [list(yaml.safe_load_all(each)) for kind in kinds.every() for each in kind.examples]
for _policy in (each for several in POLICIES for each in several):
    _policy["metadata"] |= {"labels": {"team": "a"}, "annotations": {"config.kubernetes.io/path": "a.yaml"}}
CONFIGS: list[Value] = list(yaml.safe_load_all(CONFIG))
BESIDE: list[Value] = [CONFIGS[0], yaml.safe_load(SERVICE)]

_DEEP: Value = "deep"
for _ in range(60):
    _DEEP = [{"a": _DEEP}]

EDGES: list[Value] = [
    *(None, True, False, 0, -1, 1, 5, 65536, 2**31, 2**32, 2**63, 2**64, 10**22, -(10**22), 10**400, 1e308, 1.5, -0.0),
    *("", " ", "0s", "0ms", "-1s", "1e400", "NaN", "99999h99999h99999h99999h", "1s1s", "9" * 5000, "x" * 70_000),
    *(
        "(",
        "a(?<b>",
        "(" * 2000,
        "a{1000}{1000}",
        "%",
        "::error::x",
        "\n::error::x",
        "\u202ea",
        "\ud800",
        "\x00\x1b[31m",
    ),
    *("/", "a/b/c", "10.0.0.0/33", "::/129", "https://", "http://[", "https://a:99999999/", "1", "y", "\u0664", "²"),
    *([], {}, [None], [5], [[]], [{}], ["a"], {"a": {}}, {"": 1}, {"name": []}, {"name": {}}, [{"name": 5}], _DEEP),
    *({"a": 1, "A": 2}, {"regex": 5}, {"regex": "("}, ["a", "a"], [{"name": "a"}, {"name": "a"}], {"1": None}),
]
"""Values that mean trouble somewhere."""

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@st.composite
def mutated(draw: st.DrawFn, values: list[Value], edits: int = 3) -> list[Value]:
    """Objects with some of their nodes replaced, taken away, repeated, or put where others are."""
    made: list[Value] = deepcopy(values)
    for _ in range(draw(st.integers(1, edits))):
        nodes = list(_nodes(made))
        if not nodes:
            break
        # What is near the top is as likely to be hit as all of what is below it.
        depth = draw(st.sampled_from(sorted({depth for depth, _, _ in nodes})))
        holder, step = draw(st.sampled_from([(holder, step) for at, holder, step in nodes if at == depth]))
        match draw(st.sampled_from(["edge", "edge", "any", "delete", "repeat", "other"])):
            case "edge":
                holder[step] = deepcopy(draw(st.sampled_from(EDGES)))
            case "any":
                holder[step] = draw(JSON)
            case "delete" if len(nodes) > 1:
                del holder[step]
            case "repeat" if isinstance(holder, list):
                holder.insert(step, deepcopy(holder[step]))
            case _:
                _, other, there = draw(st.sampled_from(nodes))
                holder[step] = deepcopy(other[there])
    return made


def _nodes(value: Value) -> list[tuple[int, Value, Step]]:
    """Every node, as its depth, what holds it and the step that leads to it."""
    found: list[tuple[int, Value, Step]] = []
    waiting = [(0, value)]
    while waiting:
        depth, holder = waiting.pop()
        for step in list(holder) if isinstance(holder, dict) else range(len(holder)):
            found.append((depth, holder, step))
            if isinstance(holder[step], (dict, list)):
                waiting.append((depth + 1, holder[step]))
    return found


def yaml_of(values: list[Value]) -> bytes:
    """A file of them, a field a line."""
    return "---\n".join(map(dump, values)).encode("utf-8", "surrogatepass")
