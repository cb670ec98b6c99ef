# METADATA
# title: A route without a name
# description: >-
#   A route that has no `name`. Off by default: nothing works less for it.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto
#     description: Route
# custom:
#   id: route-without-name
#   group: observability
#   severity: info
#   default: false
#   why: >-
#     Access logs (`%ROUTE_NAME%`) and Envoy's debug output do not show which route a request took.
#   fix: >-
#     Give it a name.
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
#           - match: {prefix: /}  # want: route-without-name "no `name`"
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
#           - name: everything
#             match: {prefix: /}
#             route:
#               cluster: default/echo
#               timeout: 5s
package cmesh.rules.route_without_name

import data.cmesh.lib
import data.cmesh.lib.routes

warn contains {"path": lib.at(route, ["match"]), "msg": msg} if {
	some route in routes
	not route.value.name
	msg := "this route has no `name`; expected one, to identify it in logs"
}
