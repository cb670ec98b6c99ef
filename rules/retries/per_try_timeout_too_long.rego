# METADATA
# title: A per-try timeout that leaves no time for a retry
# description: >-
#   A `per_try_timeout` that is not shorter than the timeout of its route, 15 seconds by default.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto
#     description: RetryPolicy
# custom:
#   id: per-try-timeout-too-long
#   group: retries
#   severity: warning
#   default: true
#   why: >-
#     The route times out before, or just as, the first try does, so the configured retry never happens.
#   fix: >-
#     Make the `per_try_timeout` shorter, or the route's `timeout` longer: tries times `per_try_timeout` is what all
#     of them take.
#   bad: |
#     apiVersion: cilium.io/v2
#     kind: CiliumEnvoyConfig
#     metadata:
#       name: echo
#       namespace: default
#     spec:
#       resources:
#       - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
#         name: echo
#         virtual_hosts:
#         - name: echo
#           domains: ["echo.example.com"]
#           routes:
#           - match: {prefix: /}
#             route:
#               cluster: default/echo
#               timeout: 3s
#               retry_policy:
#                 retry_on: connect-failure
#                 num_retries: 2
#                 per_try_timeout: 5s  # want: per-try-timeout-too-long "less than `3s`"
#   good: |
#     apiVersion: cilium.io/v2
#     kind: CiliumEnvoyConfig
#     metadata:
#       name: echo
#       namespace: default
#     spec:
#       resources:
#       - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
#         name: echo
#         virtual_hosts:
#         - name: echo
#           domains: ["echo.example.com"]
#           routes:
#           - match: {prefix: /}
#             route:
#               cluster: default/echo
#               timeout: 3s
#               retry_policy:
#                 retry_on: connect-failure
#                 num_retries: 2
#                 per_try_timeout: 1s
package cmesh.rules.per_try_timeout_too_long

import data.cmesh.lib
import data.cmesh.lib.retries

warn contains {"path": lib.at(retry, ["per_try_timeout"]), "msg": msg} if {
	some retry in retries
	limit := lib.seconds(retry.action.value.timeout)
	limit > 0
	lib.seconds(retry.value.per_try_timeout) >= limit
	msg := sprintf(
		"a try may take `%v`; expected less than `%v`, the route's timeout",
		[retry.value.per_try_timeout, retry.action.value.timeout],
	)
}

warn contains {"path": lib.at(retry, ["per_try_timeout"]), "msg": msg} if {
	some retry in retries
	not retry.action.value.timeout
	lib.seconds(retry.value.per_try_timeout) >= 15
	msg := sprintf(
		"a try may take `%v`; expected less than `15s`, Envoy's timeout for a route that states none",
		[retry.value.per_try_timeout],
	)
}
