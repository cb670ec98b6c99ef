# METADATA
# title: A route that waits longer than its callers
# description: >-
#   A `timeout` of a route beyond what the team allows.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/faq/configuration/timeouts
#     description: How Envoy's timeouts work together
# custom:
#   id: route-timeout-too-long
#   group: timeouts
#   severity: warning
#   default: true
#   parameters:
#     longest:
#       description: The longest timeout of a route.
#       default: "300s"
#   why: >-
#     Callers have given up long before, while the upstream still works for them, and retries pile up.
#   fix: >-
#     Shorten it, or do the work in the background and let callers poll for the result.
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
#               timeout: 600s  # want: route-timeout-too-long "expected at most `300s`"
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
#               timeout: 30s
package cmesh.rules.route_timeout_too_long

import data.cmesh.lib
import data.cmesh.lib.actions

warn contains {"path": lib.at(action, ["timeout"]), "msg": msg} if {
	some action in actions
	longest := lib.parameter("route-timeout-too-long", "longest", "300s")
	lib.seconds(action.value.timeout) > lib.seconds(longest)
	msg := sprintf("a timeout of `%v`; expected at most `%v`", [action.value.timeout, longest])
}
