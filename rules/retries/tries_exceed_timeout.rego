# METADATA
# title: More tries than there is time for
# description: >-
#   A retry policy whose tries together, each up to its `per_try_timeout`, take longer than the route's timeout. Off
#   by default: it is a sound way to say that the time is what counts.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto
#     description: RetryPolicy
# custom:
#   id: tries-exceed-timeout
#   group: retries
#   severity: info
#   default: false
#   why: >-
#     When the upstream hangs, the last tries are cut off or never made.
#   fix: >-
#     Lower `num_retries` or `per_try_timeout`, or raise the route's `timeout`.
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
#               timeout: 5s
#               retry_policy:
#                 retry_on: connect-failure
#                 num_retries: 3  # want: tries-exceed-timeout "4 tries"
#                 per_try_timeout: 2s
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
#               timeout: 5s
#               retry_policy:
#                 retry_on: connect-failure
#                 num_retries: 1
#                 per_try_timeout: 2s
package cmesh.rules.tries_exceed_timeout

import data.cmesh.lib
import data.cmesh.lib.retries

warn contains {"path": lib.at(retry, ["num_retries"]), "msg": msg} if {
	some retry in retries
	limit := lib.seconds(retry.action.value.timeout)
	limit > 0
	each := lib.seconds(retry.value.per_try_timeout)
	each < limit
	tries := lib.number(retry.value.num_retries) + 1
	tries * each > limit
	msg := sprintf(
		"%v tries of `%v` each; expected that they fit into the route's `%v`",
		[tries, retry.value.per_try_timeout, retry.action.value.timeout],
	)
}
