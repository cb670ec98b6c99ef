# METADATA
# title: A route that waits forever
# description: >-
#   A route whose `timeout` is `0s`, which disables it, without `max_stream_duration`. Routes that upgrade
#   connections or match gRPC are ignored: their streams are meant to last. A route without `timeout` has Envoy's
#   15 seconds; see `route-timeout-unstated`.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/faq/configuration/timeouts
#     description: How Envoy's timeouts work together
# custom:
#   id: route-without-timeout
#   group: timeouts
#   severity: warning
#   default: true
#   why: >-
#     One hanging upstream ties up requests, connections and memory indefinitely, until Envoy's circuit breakers block
#     everybody.
#   fix: >-
#     Set the longest time that a caller waits, or a `max_stream_duration` if responses are streams.
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
#               timeout: 0s  # want: route-without-timeout "disables the timeout"
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
package cmesh.rules.route_without_timeout

import data.cmesh.lib
import data.cmesh.lib.actions

warn contains {"path": lib.at(action, ["timeout"]), "msg": msg} if {
	some action in actions
	lib.seconds(action.value.timeout) == 0
	not action.value.max_stream_duration
	not action.value.upgrade_configs
	not action.route.match.grpc
	msg := sprintf("`%v` disables the timeout; expected a limit, or `max_stream_duration`", [action.value.timeout])
}
