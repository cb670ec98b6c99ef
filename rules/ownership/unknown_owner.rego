# METADATA
# title: An unknown owner
# description: >-
#   An object whose owner, by a label, is not in the list of owners, or that has no owner. Patterns may be
#   written: `team-*`. Off by default: who they are is the team's choice.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
#     description: Recommended labels
# custom:
#   id: unknown-owner
#   group: ownership
#   severity: warning
#   default: false
#   parameters:
#     label:
#       description: The label that names the owner.
#       default: "owner"
#     owners:
#       description: The known owners; patterns with `*`.
#       default: ["team-*"]
#   why: >-
#     Whoever is paged for it looks for a team that does not exist.
#   fix: >-
#     Write one of the owners.
#   bad: |
#     apiVersion: cilium.io/v2
#     kind: CiliumEnvoyConfig
#     metadata:
#       name: echo
#       namespace: default
#       labels:
#         owner: someone  # want: unknown-owner "`someone`"
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
#         owner: team-shop
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
package cmesh.rules.unknown_owner

import data.cmesh.lib
import data.cmesh.lib.manifest

warn contains {"path": ["metadata", "labels", _label], "msg": msg} if {
	owner := manifest.metadata.labels[_label]
	is_string(owner)
	not _known(owner)
	msg := sprintf("the owner is `%v`; expected one of `%v`", [owner, concat("`, `", _owners)])
}

warn contains {"path": ["metadata", "name"], "msg": msg} if {
	manifest.metadata
	not manifest.metadata.labels[_label]
	msg := sprintf("it has no owner: there is no label `%v`; expected one of `%v`", [_label, concat("`, `", _owners)])
}

_label := lib.parameter("unknown-owner", "label", "owner")

_owners := lib.parameter("unknown-owner", "owners", ["team-*"])

_known(owner) if {
	some pattern in _owners
	glob.match(pattern, [], owner)
}
