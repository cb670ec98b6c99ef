# METADATA
# title: A route without an explicit timeout
# description: >-
#   A route to a cluster without `timeout`. Off by default: Envoy then waits 15 seconds, which is a limit, if nobody's
#   choice.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto
#     description: RouteAction
# custom:
#   id: route-timeout-unstated
#   group: timeouts
#   severity: info
#   default: false
#   why: >-
#     Requests that take longer end with 504, and whoever looks for the reason finds no 15 seconds in the manifest.
#   fix: >-
#     Set the timeout that you want.
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
#             route:  # want: route-timeout-unstated "15s"
#               cluster: default/echo
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
package cmesh.rules.route_timeout_unstated

import data.cmesh.lib.actions

warn contains {"path": action.path, "msg": msg} if {
	some action in actions
	not action.value.timeout
	msg := "no `timeout`: Envoy gives up after 15s; expected an explicit timeout"
}
