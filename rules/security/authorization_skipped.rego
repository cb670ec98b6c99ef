# METADATA
# title: An authorization that some requests bypass
# description: >-
#   An authorization that is not applied to some requests: an `ext_authz` filter whose `filter_enabled` is under
#   100 % without `deny_at_disable`, one for connections with `failure_mode_allow`, or a JWT rule that accepts a request
#   whose token is invalid (`allow_missing_or_failed`). An HTTP filter with `failure_mode_allow` is
#   covered by the built-in rule `fail-open`.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/ext_authz/v3/ext_authz.proto
#     description: ExtAuthz
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/jwt_authn/v3/config.proto
#     description: JwtRequirement
# custom:
#   id: authorization-skipped
#   group: security
#   severity: warning
#   default: true
#   why: >-
#     Anyone who tries often enough gets through, or anyone who sends an invalid token.
#   fix: >-
#     Authorize every request. For JWT use `allow_missing`, which still rejects an invalid token.
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
#               - name: envoy.filters.http.ext_authz
#                 typed_config:
#                   "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz
#                   grpc_service:
#                     envoy_grpc: {cluster_name: default/authz}
#                   filter_enabled:
#                     default_value: {numerator: 50}  # want: authorization-skipped "50 %"
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
#         name: default/authz
#         type: EDS
#         typed_extension_protocol_options:
#           envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
#             "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
#             explicit_http_config: {http2_protocol_options: {}}
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
#               - name: envoy.filters.http.ext_authz
#                 typed_config:
#                   "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz
#                   grpc_service:
#                     envoy_grpc: {cluster_name: default/authz}
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
#         name: default/authz
#         type: EDS
#         typed_extension_protocol_options:
#           envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
#             "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
#             explicit_http_config: {http2_protocol_options: {}}
package cmesh.rules.authorization_skipped

import data.cmesh.lib
import data.cmesh.lib.messages

warn contains {"path": lib.at(authz, ["filter_enabled", "default_value"]), "msg": msg} if {
	some authz in messages["envoy.extensions.filters.http.ext_authz.v3.ExtAuthz"]
	share := lib.percent(authz.value.filter_enabled.default_value)
	share < 100
	not authz.value.deny_at_disable.default_value
	msg := sprintf("%v %% of the requests are authorized and the others pass; expected all, or `deny_at_disable`", [share])
}

warn contains {"path": lib.at(authz, ["failure_mode_allow"]), "msg": msg} if {
	some authz in messages["envoy.extensions.filters.network.ext_authz.v3.ExtAuthz"]
	authz.value.failure_mode_allow
	msg := "when the authorization service fails, every connection passes; expected `failure_mode_allow: false`"
}

warn contains {"path": lib.at(jwt, rule.path), "msg": msg} if {
	some jwt in messages["envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication"]
	some rule in _requirements(jwt)
	rule.value.allow_missing_or_failed
	msg := "a request with an invalid token passes; expected `allow_missing`, or that a token is required"
}

# Requirements of rules, and the alternatives in them.
_requirements(jwt) := array.concat(
	[{"path": ["rules", i, "requires"], "value": value} | value := jwt.value.rules[i].requires],
	[{"path": ["rules", i, "requires", "requires_any", "requirements", j], "value": value} |
		value := jwt.value.rules[i].requires.requires_any.requirements[j]
	],
)
