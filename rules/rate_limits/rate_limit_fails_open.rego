# METADATA
# title: A rate limit that fails open
# description: >-
#   A rate limit by a service (`envoy.extensions.filters.http.ratelimit.v3.RateLimit`) without `failure_mode_deny:
#   true`. Off by default: for a limit that is a courtesy, to let pass is the sensible choice, and Envoy's.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/rate_limit_filter
#     description: Rate limit
# custom:
#   id: rate-limit-fails-open
#   group: rate-limits
#   severity: info
#   default: false
#   why: >-
#     Anyone who overloads the rate limit service, or waits until it is down, is not limited at all.
#   fix: >-
#     Set `failure_mode_deny: true` if the limit protects something.
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
#               - name: envoy.filters.http.ratelimit
#                 typed_config:  # want: rate-limit-fails-open "`failure_mode_deny: true`"
#                   "@type": type.googleapis.com/envoy.extensions.filters.http.ratelimit.v3.RateLimit
#                   domain: echo
#                   rate_limit_service:
#                     transport_api_version: V3
#                     grpc_service:
#                       envoy_grpc: {cluster_name: default/limits}
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
#         name: default/limits
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
#               - name: envoy.filters.http.ratelimit
#                 typed_config:
#                   "@type": type.googleapis.com/envoy.extensions.filters.http.ratelimit.v3.RateLimit
#                   domain: echo
#                   rate_limit_service:
#                     transport_api_version: V3
#                     grpc_service:
#                       envoy_grpc: {cluster_name: default/limits}
#                   failure_mode_deny: true
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
#         name: default/limits
#         type: EDS
#         typed_extension_protocol_options:
#           envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
#             "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
#             explicit_http_config: {http2_protocol_options: {}}
package cmesh.rules.rate_limit_fails_open

import data.cmesh.lib.messages

warn contains {"path": limit.path, "msg": msg} if {
	some limit in messages["envoy.extensions.filters.http.ratelimit.v3.RateLimit"]
	not limit.value.failure_mode_deny
	msg := "when the rate limit service fails, every request passes; expected `failure_mode_deny: true`"
}
