# METADATA
# title: More configurations than a namespace should have
# description: >-
#   A CiliumEnvoyConfig beyond the number that the team allows for a namespace, by the order of names. A
#   CiliumClusterwideEnvoyConfig counts among its own. Off by default: how many are many is the team's choice.
# related_resources:
#   - ref: https://docs.cilium.io/en/stable/network/servicemesh/l7-traffic-management/
#     description: CiliumEnvoyConfig and CiliumClusterwideEnvoyConfig
# custom:
#   id: too-many-configs
#   group: budgets
#   severity: warning
#   default: false
#   parameters:
#     most:
#       description: The maximum number of configurations in a namespace.
#       default: 10
#   why: >-
#     The agent of every node keeps all of them, and each adds listeners, ports and routes to search when something is
#     wrong.
#   fix: >-
#     Merge those that serve the same Services.
#   bad: |
#     {apiVersion: cilium.io/v2, kind: CiliumEnvoyConfig, metadata: {name: echo-01, namespace: default}, spec: {resources: []}}
#     ---
#     {apiVersion: cilium.io/v2, kind: CiliumEnvoyConfig, metadata: {name: echo-02, namespace: default}, spec: {resources: []}}
#     ---
#     {apiVersion: cilium.io/v2, kind: CiliumEnvoyConfig, metadata: {name: echo-03, namespace: default}, spec: {resources: []}}
#     ---
#     {apiVersion: cilium.io/v2, kind: CiliumEnvoyConfig, metadata: {name: echo-04, namespace: default}, spec: {resources: []}}
#     ---
#     {apiVersion: cilium.io/v2, kind: CiliumEnvoyConfig, metadata: {name: echo-05, namespace: default}, spec: {resources: []}}
#     ---
#     {apiVersion: cilium.io/v2, kind: CiliumEnvoyConfig, metadata: {name: echo-06, namespace: default}, spec: {resources: []}}
#     ---
#     {apiVersion: cilium.io/v2, kind: CiliumEnvoyConfig, metadata: {name: echo-07, namespace: default}, spec: {resources: []}}
#     ---
#     {apiVersion: cilium.io/v2, kind: CiliumEnvoyConfig, metadata: {name: echo-08, namespace: default}, spec: {resources: []}}
#     ---
#     {apiVersion: cilium.io/v2, kind: CiliumEnvoyConfig, metadata: {name: echo-09, namespace: default}, spec: {resources: []}}
#     ---
#     {apiVersion: cilium.io/v2, kind: CiliumEnvoyConfig, metadata: {name: echo-10, namespace: default}, spec: {resources: []}}
#     ---
#     {apiVersion: cilium.io/v2, kind: CiliumEnvoyConfig, metadata: {name: echo-11, namespace: default}, spec: {resources: []}}  # want: too-many-configs "expected at most 10"
#   good: |
#     {apiVersion: cilium.io/v2, kind: CiliumEnvoyConfig, metadata: {name: echo-01, namespace: default}, spec: {resources: []}}
#     ---
#     {apiVersion: cilium.io/v2, kind: CiliumEnvoyConfig, metadata: {name: echo-02, namespace: default}, spec: {resources: []}}
package cmesh.rules.too_many_configs

import data.cmesh.lib
import data.cmesh.lib.manifest

warn contains {"path": ["metadata", "name"], "msg": msg} if {
	most := lib.parameter("too-many-configs", "most", 10)
	namespace := object.get(manifest.metadata, "namespace", "")
	neighbours := sort({config.name |
		some config in data.repository.configs
		config.kind == manifest.kind
		object.get(config, "namespace", "") == namespace
	})
	neighbours[position] == manifest.metadata.name
	position >= most
	msg := sprintf("number %v of %v in its namespace; expected at most %v", [position + 1, manifest.kind, most])
}
