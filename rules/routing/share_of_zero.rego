# METADATA
# title: A traffic share of 0 %
# description: >-
#   A route, or a mirror of requests, whose `runtime_fraction` is 0 %. The built-in rule `weight-zero` covers a weight of 0.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto
#     description: RouteMatch
# custom:
#   id: share-of-zero
#   group: routing
#   severity: info
#   default: true
#   why: >-
#     No request takes this route. If it is left over from a traffic shift, it obscures what is live.
#   fix: >-
#     Remove it, or give it its share.
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
#           - match:
#               prefix: /
#               runtime_fraction:
#                 default_value: {numerator: 0}  # want: share-of-zero "no request"
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
#       - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
#         name: echo
#         virtual_hosts:
#         - name: echo
#           domains: ["echo.example.com"]
#           routes:
#           - match:
#               prefix: /
#               runtime_fraction:
#                 default_value: {numerator: 10}
#             route:
#               cluster: default/echo
#               timeout: 5s
package cmesh.rules.share_of_zero

import data.cmesh.lib
import data.cmesh.lib.actions
import data.cmesh.lib.routes

warn contains {"path": lib.at(route, ["match", "runtime_fraction", "default_value"]), "msg": msg} if {
	some route in routes
	lib.percent(route.value.match.runtime_fraction.default_value) == 0
	msg := "no request takes this route: its share is 0 %; expected more, or no route"
}

warn contains {"path": path, "msg": msg} if {
	some action in actions
	lib.percent(action.value.request_mirror_policies[i].runtime_fraction.default_value) == 0
	path := lib.at(action, ["request_mirror_policies", i, "runtime_fraction", "default_value"])
	msg := "no request is mirrored: the share is 0 %; expected more, or no mirror"
}
