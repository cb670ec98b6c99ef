# METADATA
# title: A configuration for the whole cluster
# description: >-
#   A CiliumClusterwideEnvoyConfig that is not one of those the team allows. Off by default: that is the team's
#   choice.
# related_resources:
#   - ref: https://docs.cilium.io/en/stable/network/servicemesh/l7-traffic-management/
#     description: CiliumEnvoyConfig and CiliumClusterwideEnvoyConfig
# custom:
#   id: clusterwide-config
#   group: ownership
#   severity: warning
#   default: false
#   parameters:
#     allowed:
#       description: Allowed names; patterns with `*`.
#       default: []
#   why: >-
#     It applies on every node and to every namespace, and can take over Services of any namespace.
#   fix: >-
#     Use a CiliumEnvoyConfig, or add the name to `allowed`.
#   bad: |
#     apiVersion: cilium.io/v2
#     kind: CiliumClusterwideEnvoyConfig  # want: clusterwide-config "`echo`"
#     metadata:
#       name: echo
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
package cmesh.rules.clusterwide_config

import data.cmesh.lib
import data.cmesh.lib.manifest

warn contains {"path": ["kind"], "msg": msg} if {
	manifest.kind == "CiliumClusterwideEnvoyConfig"
	name := manifest.metadata.name
	not _allowed(name)
	msg := sprintf("`%v` applies to the whole cluster; expected a CiliumEnvoyConfig in a namespace", [name])
}

_allowed(name) if {
	some pattern in lib.parameter("clusterwide-config", "allowed", [])
	glob.match(pattern, [], name)
}
