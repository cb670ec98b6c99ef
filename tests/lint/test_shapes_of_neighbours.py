"""Values of any shape anywhere: every rule takes them, and none fails."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cmesh_lint.config.settings import Settings
from cmesh_lint.pipeline import of_sources
from cmesh_lint.places import Route
from cmesh_lint.report import Report
from cmesh_lint.reports import FORMATS, renderer
from cmesh_lint.rules.echo import ECHO
from cmesh_lint.source.files import Source
from cmesh_lint.versions import NEWEST, Version

BESIDE = """\
apiVersion: v1
kind: Service
metadata: {name: echo, namespace: default, labels: {a: b}}
spec:
  type: ClusterIP
  clusterIP: 10.0.0.1
  clusterIPs: [10.0.0.1]
  selector: {app: echo}
  sessionAffinity: None
  ports: [{name: http, port: 80, targetPort: 8080, protocol: TCP, nodePort: 30000}]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: echo-1, namespace: default, labels: {kubernetes.io/service-name: echo}}
addressType: IPv4
ports: [{name: http, port: 8080, protocol: TCP}]
endpoints: [{addresses: [10.0.0.2], conditions: {ready: true}}]
---
apiVersion: v1
kind: Secret
metadata: {name: echo, namespace: cilium-secrets}
type: kubernetes.io/tls
data: {tls.crt: YQ==, tls.key: YQ==}
stringData: {a: b}
---
apiVersion: v1
kind: Namespace
metadata: {name: default}
---
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: echo, namespace: default}
spec:
  endpointSelector: {matchLabels: {app: a}}
  egress:
  - toEndpoints: [{matchLabels: {app: echo}}]
    toPorts:
    - ports: [{port: "80", protocol: TCP}]
      listener: {envoyConfig: {kind: CiliumEnvoyConfig, name: echo}, name: echo, priority: 1}
      rules: {http: [{path: /}]}
specs:
- endpointSelector: {}
  egress: [{toPorts: [{ports: [{port: "80"}], listener: {envoyConfig: {name: echo}, name: echo}}]}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: cilium-config, namespace: kube-system}
data: {enable-envoy-config: "true", enable-l7-proxy: "true"}
"""
RICH = """\
apiVersion: cilium.io/v2
kind: CiliumClusterwideEnvoyConfig
metadata:
  name: rich
  labels: {a: b}
  annotations: {cec.cilium.io/use-original-source-address: "false", ignore.cmesh-lint.io/format-string: why}
  ownerReferences: [{apiVersion: v1, kind: Ingress, name: a}]
spec:
  nodeSelector: {matchLabels: {a: b}, matchExpressions: [{key: a, operator: In, values: [b]}]}
  services: [{name: echo, namespace: default, listener: rich, ports: [80]}]
  backendServices: [{name: echo, namespace: default, number: ["80"]}]
  resources:
  - "@type": type.googleapis.com/envoy.config.listener.v3.Listener
    name: rich
    address: {socket_address: {address: 127.0.0.1, port_value: 10000, protocol: TCP}}
    additional_addresses: [{address: {socket_address: {address: 127.0.0.1, port_value: 10001}}}]
    filter_chains:
    - filter_chain_match: {server_names: [a.example], prefix_ranges: [{address_prefix: 10.0.0.0, prefix_len: 8}]}
      transport_socket:
        name: envoy.transport_sockets.tls
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
          common_tls_context:
            tls_params: {cipher_suites: [ECDHE-RSA-AES128-GCM-SHA256], tls_minimum_protocol_version: TLSv1_2}
            tls_certificate_sds_secret_configs: [{name: cilium-secrets/echo}]
            validation_context: {trusted_ca: {inline_string: x}, match_typed_subject_alt_names: [{san_type: DNS, matcher: {exact: a}}]}
      filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: rich
          upgrade_configs: [{upgrade_type: websocket}]
          access_log:
          - name: envoy.access_loggers.file
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog
              path: /dev/stdout
              log_format: {text_format_source: {inline_string: "%REQ(a)%"}}
          http_filters:
          - name: envoy.filters.http.jwt_authn
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication
              providers:
                p: {issuer: a, audiences: [b], local_jwks: {inline_string: "{}"}}
              rules: [{match: {prefix: /}, requires: {requires_any: {requirements: [{provider_name: p}]}}}]
              requirement_map: {r: {provider_name: p}}
          - name: envoy.filters.http.local_ratelimit
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
              stat_prefix: a
              token_bucket: {max_tokens: 5, tokens_per_fill: 5, fill_interval: 1s}
              filter_enabled: {default_value: {numerator: 100, denominator: HUNDRED}}
          - name: envoy.filters.http.rbac
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC
              rules:
                action: ALLOW
                policies: {p: {permissions: [{any: true}], principals: [{authenticated: {principal_name: {exact: a}}}]}}
          - name: envoy.filters.http.router
            typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
          route_config:
            name: rich
            request_headers_to_add: [{header: {key: a, value: "%REQ(b)%"}, append_action: OVERWRITE_IF_EXISTS_OR_ADD}]
            virtual_hosts:
            - name: rich
              domains: ["a.example", "*"]
              typed_per_filter_config:
                envoy.filters.http.rbac: {"@type": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBACPerRoute}
              routes:
              - match: {safe_regex: {regex: "/a.*"}, headers: [{name: a, string_match: {exact: b}}]}
                route:
                  weighted_clusters: {clusters: [{name: rich, weight: 1}]}
                  hash_policy: [{header: {header_name: a}}]
                  retry_policy: {retry_on: "5xx,reset", num_retries: 1}
                  rate_limits: [{actions: [{generic_key: {descriptor_value: a}}]}]
              - match: {path_separated_prefix: /b}
                redirect: {path_redirect: /c, response_code: FOUND}
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: rich
    type: STRICT_DNS
    connect_timeout: 5s
    lb_policy: MAGLEV
    maglev_lb_config: {table_size: 65537}
    circuit_breakers: {thresholds: [{max_retries: 3, retry_budget: {budget_percent: {value: 20}}}]}
    health_checks: [{timeout: 1s, interval: 1s, unhealthy_threshold: 1, healthy_threshold: 1, http_health_check: {path: /}}]
    load_assignment:
      cluster_name: rich
      endpoints: [{locality: {zone: a}, lb_endpoints: [{endpoint: {address: {socket_address: {address: echo.default.svc, port_value: 80}}}}]}]
    typed_extension_protocol_options:
      envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
        "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
        explicit_http_config: {http2_protocol_options: {}}
        http_filters: [{name: a, typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec}}]
  - "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret
    name: s
    tls_certificate: {certificate_chain: {inline_string: "-----BEGIN CERTIFICATE-----\\nMII=\\n-----END CERTIFICATE-----"}, private_key: {inline_bytes: YQ==}}
"""
DOCUMENTS: list[Any] = [*yaml.safe_load_all(ECHO), *yaml.safe_load_all(RICH), *yaml.safe_load_all(BESIDE)]


def routes(value: Any, route: Route = ()) -> Iterator[Route]:
    yield route
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, each in steps:
        yield from routes(each, (*route, step))


PLACES = [route for route in routes(DOCUMENTS) if len(route) > 1]
ODD: list[Any] = [
    None, True, 0, 5, -1, 1.5, 2**70, 1e300, "", "é", "x\x00y", "5", "/", "a/b", "-----BEGIN CERTIFICATE-----\nMIIé\n-----END CERTIFICATE-----",
    [], {}, [None], [[]], [5], ["a"], [{}], {"a": 5}, {"": None}, {"a": [{"b": "c"}]}, {"@type": 5}, {"@type": "é"}, {"name": {"name": []}},
    "type.googleapis.com/envoy.config.listener.v3.Listener", "%REQ(", "(", "9" * 400,
]  # fmt: skip
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=5,
)


_CHAIN: Route = (1, "spec", "resources", 0, "filter_chains", 0)
_HTTP: Route = (*_CHAIN, "filters", 0, "typed_config", "http_filters", 0, "typed_config")
_MATCH: Route = (*_CHAIN, "filter_chain_match", "prefix_ranges", 0, "prefix_len")
_PROVIDERS: Route = (*_HTTP, "providers")
_CA: Route = (
    *_CHAIN,
    "transport_socket",
    "typed_config",
    "common_tls_context",
    "validation_context",
    "trusted_ca",
    "inline_string",
)


def replaced(route: Route, value: Any) -> list[Any]:
    found = copy.deepcopy(DOCUMENTS)
    here: Any = found
    for step in route[:-1]:
        here = here[step]
    here[route[-1]] = value
    return found


def report(documents: list[Any], versions: tuple[Version, ...] = (NEWEST,)) -> Report:
    text = yaml.dump_all(documents, Dumper=yaml.CSafeDumper, allow_unicode=True)
    return of_sources([Source("x.yaml", text.encode())], Settings(("x.yaml",), cilium_versions=versions))


def faults(documents: list[Any]) -> list[str]:
    found = report(documents)
    for name in FORMATS:
        renderer(name).render(found)
    return [each.reason for each in found.not_checked if "please report" in each.reason]


def test_nothing_is_wrong_with_the_documents_themselves() -> None:
    assert not faults(DOCUMENTS)
    assert not [each for each in report(DOCUMENTS).findings if each.rule in {"unknown-field", "wrong-type"}]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:20])
def test_odd_values_in_the_envelope(odd: Any) -> None:
    # Each place gets an eighth of the values, each value an eighth of the places.
    shallow = [route for route in PLACES if len(route) <= 4 or route[0] > 1]
    for route in shallow[ODD.index(odd) % 8 :: 8]:
        assert not faults(replaced(route, odd)), route


@settings(max_examples=150, deadline=None)
@given(route=st.sampled_from(PLACES), value=st.sampled_from(ODD) | ANY)
@example(route=(2, "spec"), value=5)
@example(route=(7, "data", "enable-l7-proxy"), value=[])
@example(route=(1, "spec", "nodeSelector", "matchExpressions", 0, "values"), value=5)
@example(route=_MATCH, value=True)
@example(route=_PROVIDERS, value={"": None})
@example(route=_CA, value="-----BEGIN CERTIFICATE-----\nMIIé\n-----END CERTIFICATE-----")
def test_any_value_anywhere(route: Route, value: Any) -> None:
    assert not faults(replaced(route, value))
