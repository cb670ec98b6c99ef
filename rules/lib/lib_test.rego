package cmesh.lib_test

import data.cmesh.lib

prefix := "type.googleapis.com/"

manager_type := "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"

tls_type := "envoy.extensions.transport_sockets.tls.v3"

config(resources) := {
	"apiVersion": "cilium.io/v2",
	"kind": "CiliumEnvoyConfig",
	"metadata": {"name": "echo", "namespace": "shop", "labels": {"owner": "team-shop"}, "annotations": {"a": "b"}},
	"spec": {
		"services": [{"name": "echo", "namespace": "shop"}],
		"backendServices": [{"name": "other"}],
		"resources": resources,
	},
}

chain(port) := {
	"transport_socket": {"typed_config": {
		"@type": concat("", [prefix, tls_type, ".DownstreamTlsContext"]),
		"common_tls_context": {"alpn_protocols": [port]},
	}},
	"filters": [{
		"name": "manager",
		"typed_config": {
			"@type": concat("", [prefix, manager_type]),
			"route_config": {"name": "inline", "virtual_hosts": [host]},
			"http_filters": [{"name": "lua", "typed_config": {"@type": "x/envoy.extensions.filters.http.lua.v3.Lua"}}],
		},
	}],
}

host := {
	"name": "all",
	"retry_policy": {"num_retries": 1},
	"routes": [
		{"match": {"prefix": "/a"}, "route": {"cluster": "one", "retry_policy": {"num_retries": 2}}},
		{"match": {"prefix": "/b"}, "route": {"weighted_clusters": {"clusters": [{"name": "two"}, {"name": "three"}]}}},
		{"match": {"prefix": "/c"}, "redirect": {}},
	],
}

listener := {
	"@type": "type.googleapis.com/envoy.config.listener.v3.Listener",
	"name": "front",
	"address": {"socket_address": {"address": "10.0.0.1"}},
	"additional_addresses": [{"address": {"socket_address": {"address": "10.0.0.2"}}}],
	"filter_chains": [chain("a")],
	"default_filter_chain": chain("b"),
}

routes := {
	"@type": "type.googleapis.com/envoy.config.route.v3.RouteConfiguration",
	"name": "rds",
	"virtual_hosts": [host],
}

cluster := {
	"@type": "type.googleapis.com/envoy.config.cluster.v3.Cluster",
	"name": "one",
	"circuit_breakers": {"thresholds": [{"max_requests": 5}]},
	"load_assignment": {"cluster_name": "one"},
	"transport_socket": {"typed_config": {
		"@type": concat("", [prefix, tls_type, ".UpstreamTlsContext"]),
		"common_tls_context": {},
	}},
}

assignment := {
	"@type": "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment",
	"cluster_name": "one",
}

secret := {"@type": concat("", [prefix, tls_type, ".Secret"]), "name": "hidden"}

all := config([listener, routes, cluster, assignment, secret])

at_resource(i, steps) := array.concat(["spec", "resources", i], steps)

paths(nodes) := [node.path | some node in nodes]

test_the_object if {
	lib.manifest.metadata.name == "echo" with input as all
	lib.namespaced with input as all
	not lib.clusterwide with input as all
	lib.clusterwide with input as object.union(all, {"kind": "CiliumClusterwideEnvoyConfig"})
	lib.label("owner") == "team-shop" with input as all
	lib.annotation("a") == "b" with input as all
	not lib.label("other") with input as all
}

test_services if {
	expected := [["spec", "services", 0], ["spec", "backendServices", 0]]
	paths(lib.services) == expected with input as all
}

test_resources_by_kind if {
	count(lib.resources) == 5 with input as all
	paths(lib.listeners) == [at_resource(0, [])] with input as all
	paths(lib.clusters) == [at_resource(2, [])] with input as all
	paths(lib.secrets) == [at_resource(4, [])] with input as all
	expected := [at_resource(3, []), at_resource(2, ["load_assignment"])]
	paths(lib.load_assignments) == expected with input as all
}

test_messages_by_type if {
	nodes := lib.messages["envoy.extensions.filters.http.lua.v3.Lua"] with input as all
	count(nodes) == 2
	count(lib.managers) == 2 with input as all
	count(lib.anything) == 12 with input as all
}

test_chains_and_filters if {
	expected := [at_resource(0, ["filter_chains", 0]), at_resource(0, ["default_filter_chain"])]
	paths(lib.filter_chains) == expected with input as all
	paths(lib.network_filters) == [array.concat(path, ["filters", 0]) | some path in expected] with input as all
	count(lib.http_filters) == 2 with input as all
}

test_addresses_of_listeners if {
	paths(lib.addresses) == [
		at_resource(0, ["address", "socket_address"]),
		at_resource(0, ["additional_addresses", 0, "address", "socket_address"]),
	] with input as all
}

test_routes if {
	count(lib.route_configurations) == 3 with input as all
	count(lib.virtual_hosts) == 3 with input as all
	count(lib.routes) == 9 with input as all
	count(lib.actions) == 6 with input as all
	at_resource(1, ["virtual_hosts", 0, "routes", 1, "route"]) in paths(lib.actions) with input as all
}

test_targets if {
	targets := lib.targets with input as config([routes])
	{target.value: array.slice(target.path, 7, 12) | some target in targets} == {
		"one": ["route", "cluster"],
		"two": ["route", "weighted_clusters", "clusters", 0, "name"],
		"three": ["route", "weighted_clusters", "clusters", 1, "name"],
	}
}

test_retries_are_a_route_s_own_or_inherited if {
	retries := lib.retries with input as config([routes])
	[retry.value.num_retries | some retry in retries] == [2, 1]
}

test_thresholds_and_tls if {
	paths(lib.thresholds) == [at_resource(2, ["circuit_breakers", "thresholds", 0])] with input as all
	count(lib.tls_contexts) == 3 with input as all
}

test_nothing_of_another_object if {
	count(lib.resources) == 0 with input as {"apiVersion": "v1", "kind": "Service"}
	count(lib.routes) == 0 with input as {"apiVersion": "v1", "kind": "Service"}
	count(lib.listeners) == 0 with input as {}
	not lib.manifest with input as {"apiVersion": "cilium.io/v2alpha1", "kind": "CiliumEnvoyConfig"}
}

test_nothing_of_a_manifest_without_shape if {
	count(lib.resources) == 0 with input as object.union(all, {"spec": null})
	count(lib.resources) == 0 with input as config("none")
	count(lib.resources) == 0 with input as config([1, null, {"@type": 5}])
}

camel := config([{
	"@type": "type.googleapis.com/envoy.config.route.v3.RouteConfiguration",
	"virtualHosts": [{"routes": [{"route": {
		"cluster": "one",
		"idleTimeout": null,
		"retryPolicy": {"numRetries": 2, "retryOn": null, "perTryTimeout": null},
		"upgradeConfigs": [{"enabled": null}],
	}}]}],
}])

action_path := at_resource(0, ["virtualHosts", 0, "routes", 0, "route"])

test_camel_case_is_read_in_the_protos_spelling if {
	paths(lib.actions) == [action_path] with input as camel
	value := lib.actions[0].value with input as camel
	json.marshal(value) == `{"cluster":"one","retry_policy":{"num_retries":2},"upgrade_configs":[{}]}`
}

test_a_path_is_spelled_as_the_manifest_spells_it if {
	path := lib.at(lib.actions[0], ["retry_policy", "num_retries"]) with input as camel
	path == array.concat(action_path, ["retryPolicy", "numRetries"])
}

test_a_path_to_what_is_not_there_keeps_what_is if {
	path := lib.at(lib.actions[0], ["retry_policy", "retry_back_off"]) with input as camel
	path == array.concat(action_path, ["retryPolicy", "retry_back_off"])
}

test_two_spellings_of_one_name if {
	routes := [
		{"route": {"retryPolicy": {"numRetries": 1}}},
		{"route": {"retry_policy": {"num_retries": 2}}},
	]
	mixed := config([{
		"@type": "type.googleapis.com/envoy.config.route.v3.RouteConfiguration",
		"virtual_hosts": [{"routes": routes}],
	}])
	found := [lib.at(retry, ["num_retries"]) | some retry in lib.retries] with input as mixed
	[array.slice(path, 8, 10) | some path in found] == [["retryPolicy", "numRetries"], ["retry_policy", "num_retries"]]
}

test_size if lib.size == 45 with input as config([{"a": 1, "b": "<&>", "c": [1, 2], "someName": null}])

test_size_of_plain_text if lib.size == 9 with input as config([{"a": 1}])
