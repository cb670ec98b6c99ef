# METADATA
# title: Outlier detection that never ejects an endpoint
# description: >-
#   A limit of `outlier_detection` that has no effect: failures of local origin without
#   `split_external_local_origin_errors`, a `failure_percentage_threshold` whose `enforcing_failure_percentage` is not
#   set (0 is the default), or a `max_ejection_percent` of 0 without `always_eject_one_host`.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/cluster/v3/outlier_detection.proto
#     description: OutlierDetection
# custom:
#   id: outlier-detection-idle
#   group: clusters
#   severity: warning
#   default: true
#   why: >-
#     Failing endpoints stay in the rotation, although the manifest looks as if they would not.
#   fix: >-
#     Set the field that the limit depends on.
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
#         outlier_detection:
#           consecutive_local_origin_failure: 2  # want: outlier-detection-idle "`split_external_local_origin_errors: true`"
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
#         outlier_detection:
#           split_external_local_origin_errors: true
#           consecutive_local_origin_failure: 2
package cmesh.rules.outlier_detection_idle

import data.cmesh.lib
import data.cmesh.lib.clusters

warn contains {"path": _path(cluster, "consecutive_local_origin_failure"), "msg": msg} if {
	some cluster in clusters
	cluster.value.outlier_detection.consecutive_local_origin_failure
	not cluster.value.outlier_detection.split_external_local_origin_errors
	msg := "this has no effect; expected `split_external_local_origin_errors: true` as well"
}

warn contains {"path": _path(cluster, "failure_percentage_threshold"), "msg": msg} if {
	some cluster in clusters
	cluster.value.outlier_detection.failure_percentage_threshold
	not cluster.value.outlier_detection.enforcing_failure_percentage
	not cluster.value.outlier_detection.enforcing_failure_percentage_local_origin
	msg := "this ejects no endpoint; expected `enforcing_failure_percentage` as well, which is 0 by default"
}

warn contains {"path": _path(cluster, "max_ejection_percent"), "msg": msg} if {
	some cluster in clusters
	lib.number(cluster.value.outlier_detection.max_ejection_percent) == 0
	not cluster.value.outlier_detection.always_eject_one_host
	msg := "0 % of the endpoints may be ejected; expected more, or `always_eject_one_host: true`"
}

_path(cluster, field) := lib.at(cluster, ["outlier_detection", field])
