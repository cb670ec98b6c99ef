# METADATA
# title: A local rate limit without a header that reports it
# description: >-
#   A local rate limit that adds no header to its responses: neither `response_headers_to_add` nor
#   `enable_x_ratelimit_headers`.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/local_rate_limit_filter
#     description: Local rate limit
# custom:
#   id: rate-limit-without-header
#   group: rate-limits
#   severity: info
#   default: true
#   why: >-
#     Callers cannot tell this 429 from one of the upstream, or see when to retry.
#   fix: >-
#     Set `enable_x_ratelimit_headers: DRAFT_VERSION_03`, or add a header of your own.
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
#               - name: envoy.filters.http.local_ratelimit
#                 typed_config:  # want: rate-limit-without-header "no header"
#                   "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
#                   stat_prefix: echo
#                   token_bucket: {max_tokens: 2, tokens_per_fill: 2, fill_interval: 5s}
#                   filter_enabled:
#                     default_value: {numerator: 100}
#                   filter_enforced:
#                     default_value: {numerator: 100}
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
#               - name: envoy.filters.http.local_ratelimit
#                 typed_config:
#                   "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
#                   stat_prefix: echo
#                   token_bucket: {max_tokens: 2, tokens_per_fill: 2, fill_interval: 5s}
#                   filter_enabled:
#                     default_value: {numerator: 100}
#                   filter_enforced:
#                     default_value: {numerator: 100}
#                   enable_x_ratelimit_headers: DRAFT_VERSION_03
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
package cmesh.rules.rate_limit_without_header

import data.cmesh.lib
import data.cmesh.lib.messages

warn contains {"path": limit.path, "msg": msg} if {
	some limit in messages["envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit"]
	limit.value.filter_enforced
	not limit.value.response_headers_to_add
	not _standard_headers(limit)
	msg := "no header reports this limit to callers; expected `enable_x_ratelimit_headers` or `response_headers_to_add`"
}

_standard_headers(limit) if {
	version := lib.named(limit.value.enable_x_ratelimit_headers, ["OFF", "DRAFT_VERSION_03"])
	version != "OFF"
}
