# METADATA
# title: A cluster without circuit breakers
# description: >-
#   A cluster that states no `circuit_breakers`. Off by default: limits of Cilium's own then hold, 1024 connections,
#   requests and pending requests.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/circuit_breaking
#     description: Circuit breaking
# custom:
#   id: cluster-without-circuit-breakers
#   group: clusters
#   severity: info
#   default: false
#   why: >-
#     The defaults fit no upstream in particular: a small one is overloaded long before 1024 requests, and a big one
#     is held back.
#   fix: >-
#     Set the connections, requests and retries that the upstream can take.
#   bad: |
#     apiVersion: cilium.io/v2
#     kind: CiliumEnvoyConfig
#     metadata:
#       name: echo
#       namespace: default
#     spec:
#       resources:
#       - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
#         name: default/echo  # want: cluster-without-circuit-breakers "no `circuit_breakers`"
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
#         circuit_breakers:
#           thresholds:
#           - max_requests: 100
#             max_retries: 10
package cmesh.rules.cluster_without_circuit_breakers

import data.cmesh.lib
import data.cmesh.lib.clusters

warn contains {"path": lib.at(cluster, ["name"]), "msg": msg} if {
	some cluster in clusters
	not cluster.value.circuit_breakers
	msg := sprintf("`%v` has no `circuit_breakers`; expected the limits of this upstream", [cluster.value.name])
}
