# METADATA
# title: A virtual host for every domain
# description: >-
#   A domain `*`, or one that takes a whole top level (`*.com`). Off by default: a Service that Cilium redirects
#   brings its own requests only, and `*` is how to take them all.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto
#     description: VirtualHost
# custom:
#   id: wildcard-domain
#   group: routing
#   severity: info
#   default: false
#   parameters:
#     allowed:
#       description: Domains that are allowed anyway.
#       default: []
#   why: >-
#     On a listener that others share, requests for domains that nobody meant to serve end up here.
#   fix: >-
#     Name the domains.
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
#           domains: ["*"]  # want: wildcard-domain "every host"
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
#       - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
#         name: echo
#         virtual_hosts:
#         - name: echo
#           domains: ["echo.example.com", "*.echo.example.com"]
#           routes:
#           - match: {prefix: /}
#             route:
#               cluster: default/echo
#               timeout: 5s
package cmesh.rules.wildcard_domain

import data.cmesh.lib
import data.cmesh.lib.virtual_hosts

warn contains {"path": lib.at(host, ["domains", i]), "msg": msg} if {
	some host in virtual_hosts
	domain := host.value.domains[i]
	is_string(domain)
	regex.match(`^\*(\.[^.]*)?$`, domain)
	not domain in lib.parameter("wildcard-domain", "allowed", [])
	msg := sprintf("`%v` matches every host; expected the domains that are served", [domain])
}
