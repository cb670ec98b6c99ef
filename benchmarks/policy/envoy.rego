# What conftest looks for: the flaws of benchmarks/envoy.py, and what a schema would ask besides.
package main

import rego.v1

kinds := {"CiliumEnvoyConfig", "CiliumClusterwideEnvoyConfig"}

prefix := "type.googleapis.com/envoy."

resources contains resource if {
	kinds[input.kind]
	some resource in input.spec.resources
}

# Every message with an @type, at any depth.
typed contains message if {
	some resource in resources
	walk(resource, [_, message])
	is_object(message)
	message["@type"]
}

deny contains "a resource without @type" if {
	some resource in resources
	not resource["@type"]
}

deny contains msg if {
	some message in typed
	message["@type"] == concat("", [prefix, "extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"])
	object.get(message, "stat_prefix", "") == ""
	msg := "an HttpConnectionManager without stat_prefix"
}

deny contains msg if {
	some resource in resources
	resource["@type"] == concat("", [prefix, "config.cluster.v3.Cluster"])
	not is_duration(resource.connect_timeout)
	msg := sprintf("cluster %v: connect_timeout is no duration", [resource.name])
}

deny contains msg if {
	some resource in resources
	walk(resource, [path, value])
	path[count(path) - 1] in {"timeout", "per_try_timeout", "fill_interval", "interval", "base_ejection_time"}
	not is_duration(value)
	msg := sprintf("%v is no duration", [value])
}

deny contains msg if {
	some resource in resources
	resource["@type"] == concat("", [prefix, "config.route.v3.RouteConfiguration"])
	some host in resource.virtual_hosts
	some route in host.routes
	not specifies_path(route.match)
	msg := sprintf("a route of %v matches no path", [host.name])
}

is_duration(value) if regex.match(`^-?[0-9]+(\.[0-9]+)?s$`, value)

specifies_path(match) if {
	some name in {"prefix", "path", "safe_regex", "path_separated_prefix", "connect_matcher", "path_match_policy"}
	match[name]
}
