# METADATA
# title: TLS older than the team allows
# description: >-
#   A TLS context that allows a version below the minimum the team sets, by its default (TLS 1.2) or by its maximum. A
#   minimum of TLS 1.0 or 1.1 is covered by the built-in rule `outdated-tls-version`.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/transport_sockets/tls/v3/common.proto
#     description: TlsParameters
# custom:
#   id: tls-version
#   group: security
#   severity: warning
#   default: true
#   parameters:
#     least:
#       description: The oldest version that is allowed.
#       default: "TLSv1_2"
#   why: >-
#     Versions before 1.2 are insecure, and an old peer uses the oldest version it is offered.
#   fix: >-
#     Set `tls_minimum_protocol_version`, and leave `tls_maximum_protocol_version` out.
#   bad: |
#     apiVersion: cilium.io/v2
#     kind: CiliumEnvoyConfig
#     metadata:
#       name: echo
#       namespace: default
#     spec:
#       resources:
#       - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
#         name: default/echo
#         type: EDS
#         transport_socket:
#           name: envoy.transport_sockets.tls
#           typed_config:
#             "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
#             sni: echo.example.com
#             common_tls_context:
#               tls_params:
#                 tls_maximum_protocol_version: TLSv1_1  # want: tls-version "only versions up to TLSv1_1"
#               validation_context:
#                 trusted_ca: {filename: /etc/ssl/certs/ca-certificates.crt}
#                 match_typed_subject_alt_names:
#                 - {san_type: DNS, matcher: {exact: echo.example.com}}
#   good: |
#     apiVersion: cilium.io/v2
#     kind: CiliumEnvoyConfig
#     metadata:
#       name: echo
#       namespace: default
#     spec:
#       resources:
#       - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
#         name: default/echo
#         type: EDS
#         transport_socket:
#           name: envoy.transport_sockets.tls
#           typed_config:
#             "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
#             sni: echo.example.com
#             common_tls_context:
#               tls_params:
#                 tls_minimum_protocol_version: TLSv1_3
#               validation_context:
#                 trusted_ca: {filename: /etc/ssl/certs/ca-certificates.crt}
#                 match_typed_subject_alt_names:
#                 - {san_type: DNS, matcher: {exact: echo.example.com}}
package cmesh.rules.tls_version

import data.cmesh.lib
import data.cmesh.lib.tls_contexts

warn contains {"path": lib.at(tls, ["tls_params", "tls_maximum_protocol_version"]), "msg": msg} if {
	some tls in tls_contexts
	most := lib.named(tls.value.tls_params.tls_maximum_protocol_version, _versions)
	_rank[most] < _rank[_least]
	msg := sprintf("only versions up to %v are offered; expected %v", [most, _least])
}

warn contains {"path": lib.at(tls, ["tls_params", "tls_minimum_protocol_version"]), "msg": msg} if {
	some tls in tls_contexts
	lib.named(tls.value.tls_params.tls_minimum_protocol_version, _versions) in {"TLS_AUTO", "TLSv1_2"}
	_rank[_least] > _rank.TLSv1_2
	msg := sprintf("TLSv1_2 is allowed; expected at least %v", [_least])
}

warn contains {"path": tls.path, "msg": msg} if {
	some tls in tls_contexts
	not tls.value.tls_params.tls_minimum_protocol_version
	_rank[_least] > _rank.TLSv1_2
	msg := sprintf("no `tls_minimum_protocol_version`: TLSv1_2 is allowed; expected at least %v", [_least])
}

_least := lib.parameter("tls-version", "least", "TLSv1_2")

_versions := ["TLS_AUTO", "TLSv1_0", "TLSv1_1", "TLSv1_2", "TLSv1_3"]

# What `TLS_AUTO` is as a maximum: the newest there is.
_rank := {"TLSv1_0": 0, "TLSv1_1": 1, "TLSv1_2": 2, "TLSv1_3": 3, "TLS_AUTO": 3}
