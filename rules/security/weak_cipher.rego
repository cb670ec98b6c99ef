# METADATA
# title: A cipher without forward secrecy
# description: >-
#   A cipher suite, listed by name, that exchanges keys without forward secrecy, or that is insecure: all that are
#   neither ECDHE nor of TLS 1.3, and those that end in `-SHA` (CBC with SHA-1).
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/transport_sockets/tls/v3/common.proto
#     description: TlsParameters
# custom:
#   id: weak-cipher
#   group: security
#   severity: warning
#   default: true
#   why: >-
#     Anyone who records the traffic now and gets the key later can read all of it.
#   fix: >-
#     Leave `cipher_suites` out: Envoy's defaults are secure.
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
#                 cipher_suites:
#                 - ECDHE-RSA-AES128-GCM-SHA256
#                 - AES128-SHA  # want: weak-cipher "`AES128-SHA`"
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
#                 cipher_suites:
#                 - ECDHE-RSA-AES128-GCM-SHA256
#               validation_context:
#                 trusted_ca: {filename: /etc/ssl/certs/ca-certificates.crt}
#                 match_typed_subject_alt_names:
#                 - {san_type: DNS, matcher: {exact: echo.example.com}}
package cmesh.rules.weak_cipher

import data.cmesh.lib
import data.cmesh.lib.tls_contexts

warn contains {"path": lib.at(tls, ["tls_params", "cipher_suites", i]), "msg": msg} if {
	some tls in tls_contexts
	suites := tls.value.tls_params.cipher_suites[i]
	is_string(suites)
	some suite in split(trim(suites, "[]"), "|")
	not regex.match(`^!?(ECDHE-.*(GCM-SHA[0-9]+|CHACHA20-POLY1305)|TLS_.*)$`, suite)
	msg := sprintf("`%v` is weak; expected ECDHE with GCM or ChaCha20", [suite])
}
