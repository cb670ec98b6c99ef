# METADATA
# title: Envoy's admin interface reachable from outside the node
# description: >-
#   A route to the built-in cluster `/envoy-admin` that more than the node itself can take: for metrics on an address
#   other than loopback, or for anything behind a Service or a policy, where the agent picks the listener's address.
#   The built-in rule `admin-exposed` covers addresses that expose more than metrics.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/operations/admin
#     description: Envoy's administration interface
# custom:
#   id: admin-reachable
#   group: exposure
#   severity: warning
#   default: true
#   why: >-
#     Metrics name every cluster, route and path of the node; `/config_dump` shows secrets; and `/quitquitquit` stops
#     Envoy.
#   fix: >-
#     Bind the listener to 127.0.0.1, or let the agent publish metrics (`--proxy-prometheus-port`).
#   bad: |
#     apiVersion: cilium.io/v2
#     kind: CiliumEnvoyConfig
#     metadata:
#       name: echo
#       namespace: default
#     spec:
#       resources:
#       - "@type": type.googleapis.com/envoy.config.listener.v3.Listener
#         name: echo
#         address:
#           socket_address: {address: "::", port_value: 9090}
#         filter_chains:
#         - filters:
#           - name: envoy.filters.network.http_connection_manager
#             typed_config:
#               "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
#               stat_prefix: echo
#               rds: {route_config_name: echo}
#               use_remote_address: true
#               http_filters:
#               - name: envoy.filters.http.router
#                 typed_config:
#                   "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
#       - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
#         name: echo
#         virtual_hosts:
#         - name: echo
#           domains: ["echo.example.com"]
#           routes:
#           - match: {path: /metrics}
#             route:
#               cluster: /envoy-admin  # want: admin-reachable "metrics are open"
#               timeout: 5s
#               prefix_rewrite: /stats/prometheus
#   good: |
#     apiVersion: cilium.io/v2
#     kind: CiliumEnvoyConfig
#     metadata:
#       name: echo
#       namespace: default
#     spec:
#       resources:
#       - "@type": type.googleapis.com/envoy.config.listener.v3.Listener
#         name: echo
#         address:
#           socket_address: {address: 127.0.0.1, port_value: 9090}
#         filter_chains:
#         - filters:
#           - name: envoy.filters.network.http_connection_manager
#             typed_config:
#               "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
#               stat_prefix: echo
#               rds: {route_config_name: echo}
#               use_remote_address: true
#               http_filters:
#               - name: envoy.filters.http.router
#                 typed_config:
#                   "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
#       - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
#         name: echo
#         virtual_hosts:
#         - name: echo
#           domains: ["echo.example.com"]
#           routes:
#           - match: {path: /metrics}
#             route:
#               cluster: /envoy-admin
#               timeout: 5s
#               prefix_rewrite: /stats/prometheus
package cmesh.rules.admin_reachable

import data.cmesh.lib
import data.cmesh.lib.listeners
import data.cmesh.lib.managers
import data.cmesh.lib.route_configurations
import data.cmesh.lib.targets

warn contains {"path": door.target.path, "msg": msg} if {
	some door in _doors
	address := door.listener.value.address.socket_address.address
	not lib.loopback(address)
	_metrics_alone(door.target.action)
	msg := sprintf("Envoy's metrics are open to everybody who can reach `%v`; expected a loopback address", [address])
}

warn contains {"path": door.target.path, "msg": msg} if {
	some door in _doors
	not door.listener.value.address
	msg := "Envoy's admin interface is open to all traffic that a Service or a policy sends here; expected a loopback address"
}

# Routes to the admin interface, each with a listener in front of it.
_doors := [{"target": target, "listener": listener} |
	some target in targets
	target.value in {"/envoy-admin", "envoy-admin"}
	some listener in listeners
	_before(listener, array.slice(target.action.path, 0, 3))
]

# The resource with the route is the listener itself, or one that the listener names.
_before(listener, resource) if listener.path == resource

_before(listener, resource) if {
	some config in route_configurations
	config.path == resource
	some manager in managers
	manager.value.rds.route_config_name == config.value.name
	array.slice(manager.path, 0, 3) == listener.path
}

_metrics_alone(action) if {
	asked := _asked(action)
	is_string(asked)
	some page in ["/stats", "/ready", "/server_info", "/metrics"]
	startswith(asked, page)
}

_asked(action) := rewritten if {
	rewritten := action.value.prefix_rewrite
} else := path if {
	path := action.route.match.path
} else := prefix if {
	prefix := action.route.match.prefix
} else := action.route.match.path_separated_prefix
