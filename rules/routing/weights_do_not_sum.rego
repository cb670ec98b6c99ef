# METADATA
# title: Weights that do not sum to 100
# description: >-
#   The `weighted_clusters` of a route whose weights do not sum to 100, or to the `total` that the team sets. A
#   single cluster, and missing weights, are ignored.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto
#     description: WeightedCluster
# custom:
#   id: weights-do-not-sum
#   group: routing
#   severity: warning
#   default: true
#   parameters:
#     total:
#       description: The required sum of the weights.
#       default: 100
#   why: >-
#     Envoy divides by the sum, so what looks like 90 % is not. After a traffic shift it usually means that one side
#     was forgotten.
#   fix: >-
#     Write weights that sum to 100.
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
#           domains: ["echo.example.com"]
#           routes:
#           - match: {prefix: /}
#             route:
#               weighted_clusters:  # want: weights-do-not-sum "sum to 95"
#                 clusters:
#                 - {name: default/echo-v1, weight: 90}
#                 - {name: default/echo-v2, weight: 5}
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
#               weighted_clusters:
#                 clusters:
#                 - {name: default/echo-v1, weight: 90}
#                 - {name: default/echo-v2, weight: 10}
#               timeout: 5s
package cmesh.rules.weights_do_not_sum

import data.cmesh.lib
import data.cmesh.lib.actions

warn contains {"path": lib.at(action, ["weighted_clusters"]), "msg": msg} if {
	some action in actions
	weights := [lib.number(cluster.weight) | cluster := action.value.weighted_clusters.clusters[_]]
	count(weights) > 1
	not _partly(action)
	total := lib.parameter("weights-do-not-sum", "total", 100)
	sum(weights) != total
	msg := sprintf("the weights sum to %v; expected %v", [sum(weights), total])
}

# A weight is missing, or the sum is stated.
_partly(action) if {
	cluster := action.value.weighted_clusters.clusters[_]
	object.get(cluster, "weight", null) == null
}

_partly(action) if action.value.weighted_clusters.total_weight
