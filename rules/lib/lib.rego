# METADATA
# title: The library of all rules
# description: >-
#   The parts of a CiliumEnvoyConfig or CiliumClusterwideEnvoyConfig, each a node with `path`, the keys and indices
#   from the manifest's root, and `value`, the message as the protos spell it. For any other object all lists are
#   empty. With the exported schemas, `opa check --strict -s DIR` knows the fields of every value.
# scope: package
# schemas:
#   - data.cmesh.tree.manifest: schema.manifest
#   - data.cmesh.tree.messages: schema.nodes
#   - data.cmesh.tree.messages_by_type: schema.messages
package cmesh.lib

# METADATA
# description: The manifest, where it is one of the two kinds, with `metadata` and `spec` that are objects.
manifest := data.cmesh.tree.manifest

# METADATA
# description: Whether the manifest is a CiliumEnvoyConfig, which has a namespace.
namespaced if manifest.kind == "CiliumEnvoyConfig"

# METADATA
# description: Whether the manifest is a CiliumClusterwideEnvoyConfig.
clusterwide if manifest.kind == "CiliumClusterwideEnvoyConfig"

# METADATA
# description: A label of the manifest, by its key; undefined where it has none.
label(key) := manifest.metadata.labels[key]

# METADATA
# description: An annotation of the manifest, by its key; undefined where it has none.
annotation(key) := manifest.metadata.annotations[key]

# METADATA
# description: >-
#   What the manifest asks of Services, `services` and `backendServices`: nodes with `field`, the list they stand
#   in.
services := [service | lists := [_redirected, _backends]; service := lists[_][_]]

_redirected := [{"path": ["spec", "services", i], "field": "services", "value": service} |
	service := manifest.spec.services[i]
]

_backends := [{"path": ["spec", "backendServices", i], "field": "backendServices", "value": service} |
	service := manifest.spec.backendServices[i]
]

# METADATA
# description: >-
#   Messages by the full name of their type, wherever they are in an `Any`:
#   `lib.messages["envoy.extensions.filters.http.lua.v3.Lua"]` is a list of nodes.
messages := data.cmesh.tree.messages_by_type

# METADATA
# description: Every message in an `Any`, as nodes with `type`, in the order of the document.
anything := [message | some message in data.cmesh.tree.messages]

# METADATA
# description: The resources of the manifest, as nodes with `type`.
resources := [message | some message in anything; count(message.path) == 3]

# METADATA
# description: Listeners.
listeners := [message | some message in messages["envoy.config.listener.v3.Listener"]]

# METADATA
# description: Clusters.
clusters := [message | some message in messages["envoy.config.cluster.v3.Cluster"]]

# METADATA
# description: Secrets.
secrets := [message | some message in messages["envoy.extensions.transport_sockets.tls.v3.Secret"]]

# METADATA
# description: HTTP connection managers.
managers := [message | some message in messages["envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"]]

# METADATA
# description: Filter chains, the default ones too, as nodes with `listener`.
filter_chains := [chain | chains := [_chains, _default_chains]; chain := chains[_][_]]

_chains := [{"path": at(listener, ["filter_chains", i]), "value": chain, "listener": listener} |
	some listener in listeners
	chain := listener.value.filter_chains[i]
]

_default_chains := [{"path": at(listener, ["default_filter_chain"]), "value": chain, "listener": listener} |
	some listener in listeners
	chain := listener.value.default_filter_chain
]

# METADATA
# description: >-
#   Network filters of filter chains, as nodes with `chain`. The configuration of one is among `lib.messages`.
network_filters := [{"path": at(chain, ["filters", i]), "value": filter, "chain": chain} |
	some chain in filter_chains
	filter := chain.value.filters[i]
]

# METADATA
# description: >-
#   HTTP filters of HTTP connection managers, as nodes with `manager`. The configuration of one is among
#   `lib.messages`, as is that of a filter in a composite filter, in a route or in an upstream.
http_filters := [{"path": at(manager, ["http_filters", i]), "value": filter, "manager": manager} |
	some manager in managers
	filter := manager.value.http_filters[i]
]

# METADATA
# description: Addresses that listeners are given, the additional ones too, as nodes with `listener`.
addresses := [address | lists := [_addresses, _additional_addresses]; address := lists[_][_]]

_addresses := [{"path": at(listener, ["address", "socket_address"]), "value": address, "listener": listener} |
	some listener in listeners
	address := listener.value.address.socket_address
]

_additional_addresses := [node |
	some listener in listeners
	address := listener.value.additional_addresses[i].address.socket_address
	path := at(listener, ["additional_addresses", i, "address", "socket_address"])
	node := {"path": path, "value": address, "listener": listener}
]

# METADATA
# description: Route configurations, those that a connection manager holds too.
route_configurations := [config | lists := [_route_resources, _inline_routes]; config := lists[_][_]]

_route_resources := [{"path": config.path, "value": config.value} |
	some config in messages["envoy.config.route.v3.RouteConfiguration"]
]

_inline_routes := [{"path": at(manager, ["route_config"]), "value": config} |
	some manager in managers
	config := manager.value.route_config
]

# METADATA
# description: Virtual hosts.
virtual_hosts := [{"path": at(config, ["virtual_hosts", i]), "value": host} |
	some config in route_configurations
	host := config.value.virtual_hosts[i]
]

# METADATA
# description: Routes, as nodes with `host`, the virtual host.
routes := [{"path": at(host, ["routes", i]), "value": route, "host": host.value} |
	some host in virtual_hosts
	route := host.value.routes[i]
]

# METADATA
# description: >-
#   What routes to clusters do, as nodes with `route` and `host`: `RouteAction` messages.
actions := [{"path": at(route, ["route"]), "value": action, "route": route.value, "host": route.host} |
	some route in routes
	action := route.value.route
]

# METADATA
# description: >-
#   The names of clusters that an action leads to, as nodes: the value is the name, the path that of the field.
targets := [target | lists := [_sole_targets, _weighted_targets]; target := lists[_][_]]

_sole_targets := [{"path": at(action, ["cluster"]), "value": name, "action": action} |
	some action in actions
	name := action.value.cluster
]

_weighted_targets := [node |
	some action in actions
	name := action.value.weighted_clusters.clusters[i].name
	path := at(action, ["weighted_clusters", "clusters", i, "name"])
	node := {"path": path, "value": name, "action": action}
]

# METADATA
# description: >-
#   Retry policies as they hold for an action, its own or that of its virtual host, as nodes with `action`.
retries := [policy | lists := [_own_retries, _inherited_retries]; policy := lists[_][_]]

_own_retries := [{"path": at(action, ["retry_policy"]), "value": policy, "action": action} |
	some action in actions
	policy := action.value.retry_policy
]

_inherited_retries := [{"path": action.path, "value": policy, "action": action} |
	some action in actions
	not action.value.retry_policy
	policy := action.host.retry_policy
]

# METADATA
# description: Thresholds of circuit breakers, as nodes with `cluster`.
thresholds := [{"path": at(cluster, ["circuit_breakers", "thresholds", i]), "value": threshold, "cluster": cluster} |
	some cluster in clusters
	threshold := cluster.value.circuit_breakers.thresholds[i]
]

# METADATA
# description: Load assignments, those that a cluster holds too.
load_assignments := [assignment | lists := [_own_assignments, _inline_assignments]; assignment := lists[_][_]]

_own_assignments := [{"path": assignment.path, "value": assignment.value} |
	some assignment in messages["envoy.config.endpoint.v3.ClusterLoadAssignment"]
]

_inline_assignments := [{"path": at(cluster, ["load_assignment"]), "value": assignment} |
	some cluster in clusters
	assignment := cluster.value.load_assignment
]

# METADATA
# description: The `common_tls_context` of every TLS context, downstream and upstream.
tls_contexts := [context | lists := [_downstream_tls, _upstream_tls]; context := lists[_][_]]

_downstream_tls := [{"path": at(tls, ["common_tls_context"]), "value": context} |
	some tls in messages["envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext"]
	context := tls.value.common_tls_context
]

_upstream_tls := [{"path": at(tls, ["common_tls_context"]), "value": context} |
	some tls in messages["envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext"]
	context := tls.value.common_tls_context
]

# METADATA
# description: >-
#   The path of a field below a node, with the field's names as the protos spell them:
#   `lib.at(action, ["retry_policy", "num_retries"])`. It is returned as the manifest spells it.
at(node, steps) := array.concat(node.path, steps) if {
	data.cmesh.tree.plain
} else := data.cmesh.tree.as_written(array.concat(data.cmesh.tree.as_renamed(node.path), steps))

# METADATA
# description: How many bytes the resources take as JSON, without blanks; in ASCII text, one for each character.
size := count(data.cmesh.tree.text)
