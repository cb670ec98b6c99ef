# METADATA
# title: A cluster that keeps sending requests to failing endpoints
# description: >-
#   A cluster with endpoints to choose from (EDS, STRICT_DNS, or STATIC with more than one) that states no
#   `outlier_detection`. Off by default: where readiness probes are good, Kubernetes takes a failing pod out itself.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/cluster/v3/outlier_detection.proto
#     description: OutlierDetection
# custom:
#   id: cluster-without-outlier-detection
#   group: clusters
#   severity: info
#   default: false
#   why: >-
#     A pod that is ready but fails keeps getting its share of the requests until someone looks.
#   fix: >-
#     Add `outlier_detection`.
#   bad: |
#     apiVersion: cilium.io/v2
#     kind: CiliumEnvoyConfig
#     metadata:
#       name: echo
#       namespace: default
#     spec:
#       resources:
#       - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
#         name: default/echo  # want: cluster-without-outlier-detection "no `outlier_detection`"
#         type: EDS
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
#         outlier_detection: {consecutive_5xx: 5}
package cmesh.rules.cluster_without_outlier_detection

import data.cmesh.lib
import data.cmesh.lib.clusters

warn contains {"path": lib.at(cluster, ["name"]), "msg": msg} if {
	some cluster in clusters
	not cluster.value.outlier_detection
	_has_a_choice(cluster)
	msg := sprintf("`%v` has no `outlier_detection`; expected one, so that failing endpoints are ejected", [cluster.value.name])
}

_types := ["STATIC", "STRICT_DNS", "LOGICAL_DNS", "EDS", "ORIGINAL_DST"]

_has_a_choice(cluster) if lib.named(cluster.value.type, _types) in {"EDS", "STRICT_DNS"}

_has_a_choice(cluster) if {
	endpoints := [endpoint | endpoint := cluster.value.load_assignment.endpoints[_].lb_endpoints[_]]
	count(endpoints) > 1
}
