# METADATA
# title: A missing label that the team requires
# description: >-
#   An object that lacks one of the labels or annotations which the team asks for. Off by default: which they are is
#   the team's choice.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
#     description: Recommended labels
# custom:
#   id: required-labels
#   group: ownership
#   severity: warning
#   default: false
#   parameters:
#     labels:
#       description: The labels that every object must have.
#       default: ["app.kubernetes.io/part-of"]
#     annotations:
#       description: The annotations that every object must have.
#       default: []
#   why: >-
#     Without it, nobody can see who owns the object, or select it together with related objects.
#   fix: >-
#     Add them.
#   bad: |
#     apiVersion: cilium.io/v2
#     kind: CiliumEnvoyConfig
#     metadata:
#       name: echo  # want: required-labels "`app.kubernetes.io/part-of`"
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
#   good: |
#     apiVersion: cilium.io/v2
#     kind: CiliumEnvoyConfig
#     metadata:
#       name: echo
#       namespace: default
#       labels:
#         app.kubernetes.io/part-of: shop
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
package cmesh.rules.required_labels

import data.cmesh.lib
import data.cmesh.lib.manifest

warn contains {"path": ["metadata", "name"], "msg": msg} if {
	manifest.metadata
	some key in lib.parameter("required-labels", "labels", ["app.kubernetes.io/part-of"])
	not lib.label(key)
	msg := sprintf("`%v` has no label `%v`; expected one", [manifest.metadata.name, key])
}

warn contains {"path": ["metadata", "name"], "msg": msg} if {
	manifest.metadata
	some key in lib.parameter("required-labels", "annotations", [])
	not lib.annotation(key)
	msg := sprintf("`%v` has no annotation `%v`; expected one", [manifest.metadata.name, key])
}
