# METADATA
# title: A circuit breaker that never trips
# description: >-
#   A limit of a circuit breaker so high that nothing reaches it.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/cluster/v3/circuit_breaker.proto
#     description: CircuitBreakers
# custom:
#   id: threshold-never-trips
#   group: clusters
#   severity: warning
#   default: true
#   parameters:
#     beyond:
#       description: Limits from this value on count as no limit.
#       default: 1000000
#   why: >-
#     It looks like protection and is none: before a million requests are pending, Envoy or the upstream is out of
#     memory.
#   fix: >-
#     Write what the upstream can take, or leave the limit out.
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
#         circuit_breakers:
#           thresholds:
#           - max_connections: 1024
#             max_pending_requests: 4294967295  # want: threshold-never-trips "expected less than 1000000"
#             max_requests: 1024
#             max_retries: 10
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
#         circuit_breakers:
#           thresholds:
#           - max_connections: 1024
#             max_pending_requests: 1024
#             max_requests: 1024
#             max_retries: 10
package cmesh.rules.threshold_never_trips

import data.cmesh.lib
import data.cmesh.lib.thresholds

warn contains {"path": lib.at(limit.threshold, [limit.field]), "msg": msg} if {
	some limit in _limits
	beyond := lib.parameter("threshold-never-trips", "beyond", 1000000)
	lib.number(limit.value) >= beyond
	msg := sprintf("a limit of %v is never reached; expected less than %v", [limit.value, beyond])
}

_limits contains {"threshold": threshold, "field": "max_connections", "value": threshold.value.max_connections} if {
	some threshold in thresholds
}

_limits contains {"threshold": threshold, "field": "max_pending_requests", "value": value} if {
	some threshold in thresholds
	value := threshold.value.max_pending_requests
}

_limits contains {"threshold": threshold, "field": "max_requests", "value": threshold.value.max_requests} if {
	some threshold in thresholds
}

_limits contains {"threshold": threshold, "field": "max_retries", "value": threshold.value.max_retries} if {
	some threshold in thresholds
}
