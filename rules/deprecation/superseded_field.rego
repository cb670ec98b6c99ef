# METADATA
# title: A field that the team has left behind
# description: >-
#   A field of a resource or of an extension that the team no longer writes, with what takes its place. Off by
#   default: which they are is the team's choice. What Envoy's API marks as deprecated is `deprecated-field`, built
#   in.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/api/api_supported_versions
#     description: Versions of Envoy's API
# custom:
#   id: superseded-field
#   group: deprecation
#   severity: info
#   default: false
#   parameters:
#     fields:
#       description: Full names of fields, and what takes their place.
#       default: {"envoy.config.cluster.v3.Cluster.lb_policy": "load_balancing_policy"}
#   why: >-
#     Two ways to say the same are two things to know, and to look for.
#   fix: >-
#     Write what takes its place.
#   bad: |
#     apiVersion: cilium.io/v2
#     kind: CiliumEnvoyConfig
#     metadata:
#       name: echo
#       namespace: default
#     spec:
#       resources:
#       - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
#         name: default/echo
#         type: EDS
#         lb_policy: LEAST_REQUEST  # want: superseded-field "`load_balancing_policy`"
#   good: |
#     apiVersion: cilium.io/v2
#     kind: CiliumEnvoyConfig
#     metadata:
#       name: echo
#       namespace: default
#     spec:
#       resources:
#       - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
#         name: default/echo
#         type: EDS
package cmesh.rules.superseded_field

import data.cmesh.lib
import data.cmesh.lib.anything

warn contains {"path": lib.at(message, [field]), "msg": msg} if {
	some name, instead in lib.parameter("superseded-field", "fields", _fields)
	field := regex.replace(name, `^.*[.]`, "")
	type := trim_suffix(name, sprintf(".%v", [field]))
	some message in anything
	message.type == type
	object.get(message.value, field, null) != null
	msg := sprintf("`%v` is no longer written; expected `%v`", [field, instead])
}

_fields := {"envoy.config.cluster.v3.Cluster.lb_policy": "load_balancing_policy"}
