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
#       description: Names of those that are allowed; patterns with `*`.
#       default: []
#   why: >-
#     It holds on every node and for every namespace, and takes the Services of any.
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
	msg := sprintf("`%v` holds for the whole cluster; expected a CiliumEnvoyConfig in a namespace", [name])
}

_allowed(name) if {
	some pattern in lib.parameter("clusterwide-config", "allowed", [])
	glob.match(pattern, [], name)
}
