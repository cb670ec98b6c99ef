# METADATA
# title: Retries without a limit
# description: >-
#   A cluster of the manifest that a route retries and that has no `circuit_breakers`. The built-in rule
#   `partial-circuit-breakers` covers circuit breakers without `max_retries`.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/circuit_breaking
#     description: Circuit breaking
# custom:
#   id: retries-without-limit
#   group: retries
#   severity: warning
#   default: true
#   why: >-
#     Only defaults then limit how many retries run at once: 128 from Cilium 1.17 on, Envoy's 3 before. When the
#     upstream slows down, retries multiply its load, or fail themselves.
#   fix: >-
#     Set `max_retries`, or a `retry_budget` that grows and shrinks with the traffic.
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
#               cluster: default/echo
#               timeout: 5s
#               retry_policy:
#                 retry_on: connect-failure
#                 num_retries: 2
#       - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
#         name: default/echo  # want: retries-without-limit "`max_retries`"
#         type: EDS
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
#               retry_policy:
#                 retry_on: connect-failure
#                 num_retries: 2
#       - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
#         name: default/echo
#         type: EDS
#         circuit_breakers:
#           thresholds:
#           - max_requests: 100
#             max_retries: 10
package cmesh.rules.retries_without_limit

import data.cmesh.lib
import data.cmesh.lib.clusters
import data.cmesh.lib.retries

warn contains {"path": lib.at(cluster, ["name"]), "msg": msg} if {
	some cluster in clusters
	not cluster.value.circuit_breakers
	cluster.value.name in _retried
	msg := sprintf(
		"requests to `%v` are retried and nothing limits how many at once; expected `max_retries` or a `retry_budget`",
		[cluster.value.name],
	)
}

_retried contains retry.action.value.cluster if some retry in retries

_retried contains name if {
	some retry in retries
	name := retry.action.value.weighted_clusters.clusters[_].name
}
