package main

import rego.v1

is_envoy_config if input.kind in {"CiliumEnvoyConfig", "CiliumClusterwideEnvoyConfig"}

name := input.metadata.name

deny contains msg if {
	is_envoy_config
	not input.metadata.labels.team
	msg := sprintf("%s %q belongs to no team", [input.kind, name])
}

deny contains {"msg": msg, "details": {"cluster": resource.name}} if {
	is_envoy_config
	some resource in input.spec.resources
	endswith(resource["@type"], ".Cluster")
	not resource.connect_timeout
	msg := sprintf("the cluster %v waits as long as it likes", [resource.name])
}

warn contains msg if {
	is_envoy_config
	count(object.get(input.spec, "resources", [])) > 1
	msg := sprintf("%s has more than one resource", [name])
}

# Conftest asks rules with a suffix as well.
deny_cluster_ip contains "a Service with an address of its own" if {
	input.kind == "Service"
	input.spec.clusterIP
}
