# METADATA
# title: A local rate limit that does not limit all requests
# description: >-
#   A local rate limit whose `filter_enabled` or `filter_enforced` is set to less than the team requires. The
#   built-in rule `rate-limit-not-enforced` covers a limit without them.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/local_rate_limit_filter
#     description: Local rate limit
# custom:
#   id: rate-limit-not-enforced-in-full
#   group: rate-limits
#   severity: warning
#   default: true
#   parameters:
#     least:
#       description: The minimum percentage of requests that the limit must apply to.
#       default: 1
#   why: >-
#     It is counted, and shows in the metrics, but the requests pass.
#   fix: >-
#     Set both to 100 %, or remove the filter.
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
#                 typed_config:
#                   "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
#                   stat_prefix: echo
#                   token_bucket: {max_tokens: 2, tokens_per_fill: 2, fill_interval: 5s}
#                   filter_enabled:
#                     default_value: {numerator: 100}
#                   filter_enforced:
#                     default_value: {numerator: 0}  # want: rate-limit-not-enforced-in-full "for 0 %"
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
package cmesh.rules.rate_limit_not_enforced_in_full

import data.cmesh.lib
import data.cmesh.lib.messages

warn contains {"path": lib.at(limit, ["filter_enforced", "default_value"]), "msg": msg} if {
	some limit in messages["envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit"]
	share := lib.percent(limit.value.filter_enforced.default_value)
	share < _least
	msg := sprintf("the limit is enforced for %v %% of the requests; expected at least %v %%", [share, _least])
}

warn contains {"path": lib.at(limit, ["filter_enabled", "default_value"]), "msg": msg} if {
	some limit in messages["envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit"]
	share := lib.percent(limit.value.filter_enabled.default_value)
	share < _least
	msg := sprintf("the limit applies to %v %% of the requests; expected at least %v %%", [share, _least])
}

# Less than all may be a limit on its way in; none is one that was forgotten.
_least := lib.parameter("rate-limit-not-enforced-in-full", "least", 1)
