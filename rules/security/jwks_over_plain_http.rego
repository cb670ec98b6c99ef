# METADATA
# title: JWT keys fetched over plain HTTP
# description: >-
#   A JWT provider whose `remote_jwks` come from `http://`, or over `https://` from a cluster of the manifest that has
#   no TLS: Envoy encrypts if the cluster is configured to, whatever the address says. A cluster of the manifest with a
#   `transport_socket` is trusted to encrypt.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/jwt_authn/v3/config.proto
#     description: RemoteJwks
# custom:
#   id: jwks-over-plain-http
#   group: security
#   severity: error
#   default: true
#   why: >-
#     A man in the middle can replace the keys with his own, and sign any token with them.
#   fix: >-
#     Fetch them over `https://`, from a cluster with a TLS `transport_socket` that verifies the name.
#   bad: |
#     apiVersion: cilium.io/v2
#     kind: CiliumEnvoyConfig
#     metadata:
#       name: echo
#       namespace: default
#     spec:
#       resources:
#       - "@type": type.googleapis.com/envoy.config.listener.v3.Listener
#         name: echo
#         filter_chains:
#         - filters:
#           - name: envoy.filters.network.http_connection_manager
#             typed_config:
#               "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
#               stat_prefix: echo
#               rds: {route_config_name: echo}
#               use_remote_address: true
#               http_filters:
#               - name: envoy.filters.http.jwt_authn
#                 typed_config:
#                   "@type": type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication
#                   providers:
#                     login:
#                       issuer: https://login.example.com
#                       remote_jwks:
#                         http_uri:
#                           uri: http://login.example.com/jwks.json  # want: jwks-over-plain-http "over plain HTTP"
#                           cluster: default/login
#                           timeout: 5s
#                   rules:
#                   - match: {prefix: /}
#                     requires: {provider_name: login}
#               - name: envoy.filters.http.router
#                 typed_config:
#                   "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
#       - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
#         name: echo
#         virtual_hosts:
#         - name: echo
#           domains: ["echo.example.com"]
#           routes:
#           - match: {prefix: /}
#             route:
#               cluster: default/echo
#               timeout: 5s
#       - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
#         name: default/login
#         type: EDS
#   good: |
#     apiVersion: cilium.io/v2
#     kind: CiliumEnvoyConfig
#     metadata:
#       name: echo
#       namespace: default
#     spec:
#       resources:
#       - "@type": type.googleapis.com/envoy.config.listener.v3.Listener
#         name: echo
#         filter_chains:
#         - filters:
#           - name: envoy.filters.network.http_connection_manager
#             typed_config:
#               "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
#               stat_prefix: echo
#               rds: {route_config_name: echo}
#               use_remote_address: true
#               http_filters:
#               - name: envoy.filters.http.jwt_authn
#                 typed_config:
#                   "@type": type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication
#                   providers:
#                     login:
#                       issuer: https://login.example.com
#                       remote_jwks:
#                         http_uri:
#                           uri: https://login.example.com/jwks.json
#                           cluster: default/login
#                           timeout: 5s
#                   rules:
#                   - match: {prefix: /}
#                     requires: {provider_name: login}
#               - name: envoy.filters.http.router
#                 typed_config:
#                   "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
#       - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
#         name: echo
#         virtual_hosts:
#         - name: echo
#           domains: ["echo.example.com"]
#           routes:
#           - match: {prefix: /}
#             route:
#               cluster: default/echo
#               timeout: 5s
#       - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
#         name: default/login
#         type: LOGICAL_DNS
#         transport_socket:
#           name: envoy.transport_sockets.tls
#           typed_config:
#             "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
#             sni: login.example.com
#             common_tls_context:
#               validation_context:
#                 trusted_ca: {filename: /etc/ssl/certs/ca-certificates.crt}
#                 match_typed_subject_alt_names:
#                 - {san_type: DNS, matcher: {exact: login.example.com}}
#         load_assignment:
#           cluster_name: default/login
#           endpoints:
#           - lb_endpoints:
#             - endpoint:
#                 address:
#                   socket_address: {address: login.example.com, port_value: 443}
package cmesh.rules.jwks_over_plain_http

import data.cmesh.lib
import data.cmesh.lib.clusters
import data.cmesh.lib.messages

deny contains {"path": _path(jwt, name), "msg": msg} if {
	some jwt in messages["envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication"]
	address := jwt.value.providers[name].remote_jwks.http_uri
	is_string(address.uri)
	startswith(lower(address.uri), "http://")
	not address.cluster in _encrypted
	msg := sprintf("the keys of `%v` come over plain HTTP from `%v`; expected `https://`", [name, address.uri])
}

deny contains {"path": _path(jwt, name), "msg": msg} if {
	some jwt in messages["envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication"]
	address := jwt.value.providers[name].remote_jwks.http_uri
	is_string(address.uri)
	startswith(lower(address.uri), "https://")
	some cluster in clusters
	cluster.value.name == address.cluster
	not cluster.value.name in _encrypted
	msg := sprintf(
		"the keys of `%v` come over plain HTTP: `%v` has no TLS; expected a `transport_socket`",
		[name, address.cluster],
	)
}

_path(jwt, name) := lib.at(jwt, ["providers", name, "remote_jwks", "http_uri", "uri"])

_encrypted contains cluster.value.name if {
	some cluster in clusters
	cluster.value.transport_socket
}

_encrypted contains cluster.value.name if {
	some cluster in clusters
	cluster.value.transport_socket_matches
}
