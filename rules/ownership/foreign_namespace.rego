# METADATA
# title: An object in another team's namespace
# description: >-
#   An object whose namespace, or the namespace of a Service that it takes over or sends to, is not one of the team's.
#   Patterns may be written: `team-*`. Off by default: which they are is the team's choice.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
#     description: Namespaces
# custom:
#   id: foreign-namespace
#   group: ownership
#   severity: error
#   default: false
#   parameters:
#     namespaces:
#       description: The namespaces of the team; patterns with `*`.
#       default: ["team-*"]
#   why: >-
#     It changes the traffic of people who do not know about it.
#   fix: >-
#     Move it to a namespace of the team, or ask the other team to add it to theirs.
#   bad: |
#     apiVersion: cilium.io/v2
#     kind: CiliumEnvoyConfig
#     metadata:
#       name: echo
#       namespace: default  # want: foreign-namespace "`default`"
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
#       namespace: team-shop
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
package cmesh.rules.foreign_namespace

import data.cmesh.lib
import data.cmesh.lib.manifest
import data.cmesh.lib.services

deny contains {"path": ["metadata", "namespace"], "msg": msg} if {
	namespace := manifest.metadata.namespace
	_foreign(namespace)
	msg := sprintf("the object is in namespace `%v`; expected one of `%v`", [namespace, concat("`, `", _namespaces)])
}

deny contains {"path": lib.at(service, ["namespace"]), "msg": msg} if {
	some service in services
	namespace := service.value.namespace
	_foreign(namespace)
	msg := sprintf("the Service is in namespace `%v`; expected one of `%v`", [namespace, concat("`, `", _namespaces)])
}

_namespaces := lib.parameter("foreign-namespace", "namespaces", ["team-*"])

_foreign(namespace) if {
	is_string(namespace)
	not _own(namespace)
}

_own(namespace) if {
	some pattern in _namespaces
	glob.match(pattern, [], namespace)
}
