# METADATA
# title: A field that the team no longer uses
# description: >-
#   A field of a resource or of an extension that the team no longer uses, with its replacement. Off by
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
#       description: Full names of fields, and their replacements.
#       default: {"envoy.config.cluster.v3.Cluster.lb_policy": "load_balancing_policy"}
#   why: >-
#     Two ways to write the same thing are two things to know, and to look for.
#   fix: >-
#     Use its replacement.
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
	msg := sprintf("`%v` is no longer used; use `%v`", [field, instead])
}

_fields := {"envoy.config.cluster.v3.Cluster.lb_policy": "load_balancing_policy"}
