# METADATA
# title: An object that is too big
# description: >-
#   An object with more resources, routes or bytes (of its resources, as JSON) than the team allows. The built-in rule
#   `object-too-large` covers what Kubernetes itself rejects.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/cluster-administration/manage-deployment/
#     description: Managing workloads
# custom:
#   id: object-size
#   group: budgets
#   severity: warning
#   default: true
#   parameters:
#     resources:
#       description: The maximum number of resources.
#       default: 30
#     routes:
#       description: The maximum number of routes.
#       default: 200
#     bytes:
#       description: The maximum size of its resources, in bytes as JSON.
#       default: 131072
#   why: >-
#     Every change is sent to every node as a whole, nobody reviews ten thousand lines, and one mistake takes
#     everything in the object down with it.
#   fix: >-
#     Split it by Service: one CEC can refer to what is in another.
#   bad: |
#     apiVersion: cilium.io/v2
#     kind: CiliumEnvoyConfig
#     metadata:
#       name: echo
#       namespace: default
#     spec:
#       resources:  # want: object-size "31 resources"
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-1, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-2, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-3, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-4, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-5, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-6, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-7, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-8, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-9, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-10, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-11, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-12, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-13, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-14, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-15, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-16, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-17, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-18, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-19, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-20, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-21, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-22, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-23, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-24, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-25, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-26, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-27, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-28, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-29, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-30, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-31, type: EDS}
#   good: |
#     apiVersion: cilium.io/v2
#     kind: CiliumEnvoyConfig
#     metadata:
#       name: echo
#       namespace: default
#     spec:
#       resources:
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-1, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-2, type: EDS}
#       - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: default/echo-3, type: EDS}
package cmesh.rules.object_size

import data.cmesh.lib
import data.cmesh.lib.manifest
import data.cmesh.lib.routes
import data.cmesh.lib.size

warn contains {"path": ["spec", "resources"], "msg": msg} if {
	is_array(manifest.spec.resources)
	most := lib.parameter("object-size", "resources", 30)
	count(manifest.spec.resources) > most
	msg := sprintf("%v resources in one object; expected at most %v", [count(manifest.spec.resources), most])
}

warn contains {"path": ["spec", "resources"], "msg": msg} if {
	most := lib.parameter("object-size", "routes", 200)
	count(routes) > most
	msg := sprintf("%v routes in one object; expected at most %v", [count(routes), most])
}

warn contains {"path": ["spec", "resources"], "msg": msg} if {
	most := lib.parameter("object-size", "bytes", 131072)
	size > most
	msg := sprintf("%v bytes of resources in one object; expected at most %v", [size, most])
}
