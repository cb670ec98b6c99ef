# METADATA
# title: A name that does not match the pattern
# description: >-
#   An object, or one of its Envoy resources, whose name is not as the team writes names. Off by default: that is the
#   team's choice.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
#     description: Names of Kubernetes objects
# custom:
#   id: name-pattern
#   group: ownership
#   severity: info
#   default: false
#   parameters:
#     object:
#       description: A regular expression for names of objects.
#       default: "^[a-z0-9]+(-[a-z0-9]+)*$"
#     resource:
#       description: A regular expression for names of Envoy resources.
#       default: "^[^ ]+$"
#   why: >-
#     Names are how people find things in logs, metrics and policies.
#   fix: >-
#     Rename it, and everything that refers to it.
#   bad: |
#     apiVersion: cilium.io/v2
#     kind: CiliumEnvoyConfig
#     metadata:
#       name: echo.v1  # want: name-pattern "`echo.v1`"
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
package cmesh.rules.name_pattern

import data.cmesh.lib
import data.cmesh.lib.manifest
import data.cmesh.lib.resources

warn contains {"path": ["metadata", "name"], "msg": msg} if {
	name := manifest.metadata.name
	pattern := lib.parameter("name-pattern", "object", "^[a-z0-9]+(-[a-z0-9]+)*$")
	_unlike(name, pattern)
	msg := sprintf("the object is named `%v`; expected a name that matches `%v`", [name, pattern])
}

warn contains {"path": lib.at(resource, ["name"]), "msg": msg} if {
	some resource in resources
	name := resource.value.name
	pattern := lib.parameter("name-pattern", "resource", "^[^ ]+$")
	_unlike(name, pattern)
	msg := sprintf("a resource is named `%v`; expected a name that matches `%v`", [name, pattern])
}

_unlike(name, pattern) if {
	is_string(name)
	not regex.match(pattern, name)
}
