# METADATA
# title: A filter with an old name
# description: >-
#   A filter with a name that Envoy's second API used, such as `envoy.http_connection_manager`. Its configuration is
#   found by its type, so it works.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/version_history/version_history
#     description: Version history
# custom:
#   id: old-extension-name
#   group: deprecation
#   severity: info
#   default: true
#   why: >-
#     A route that overrides the filter does so by name: if the names differ, the override is never applied.
#   fix: >-
#     Use the current name.
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
#         filter_chains:
#         - filters:
#           - name: envoy.filters.network.http_connection_manager
#             typed_config:
#               "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
#               stat_prefix: echo
#               rds: {route_config_name: echo}
#               use_remote_address: true
#               http_filters:
#               - name: envoy.router  # want: old-extension-name "`envoy.filters.http.router`"
#                 typed_config:
#                   "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
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
#           - match: {prefix: /}
#             route:
#               cluster: default/echo
#               timeout: 5s
package cmesh.rules.old_extension_name

import data.cmesh.lib
import data.cmesh.lib.http_filters
import data.cmesh.lib.network_filters

warn contains {"path": lib.at(filter, ["name"]), "msg": msg} if {
	filter := [_network, _http][_][_]
	today := _names[filter.value.name]
	msg := sprintf("`%v` is an old name; use `%v`", [filter.value.name, today])
}

_network := [{"path": filter.path, "value": filter.value} | some filter in network_filters]

_http := [{"path": filter.path, "value": filter.value} | some filter in http_filters]

_names := {
	"envoy.buffer": "envoy.filters.http.buffer",
	"envoy.client_ssl_auth": "envoy.filters.network.client_ssl_auth",
	"envoy.cors": "envoy.filters.http.cors",
	"envoy.csrf": "envoy.filters.http.csrf",
	"envoy.ext_authz": "envoy.filters.http.ext_authz",
	"envoy.fault": "envoy.filters.http.fault",
	"envoy.grpc_http1_bridge": "envoy.filters.http.grpc_http1_bridge",
	"envoy.grpc_json_transcoder": "envoy.filters.http.grpc_json_transcoder",
	"envoy.grpc_web": "envoy.filters.http.grpc_web",
	"envoy.health_check": "envoy.filters.http.health_check",
	"envoy.http_connection_manager": "envoy.filters.network.http_connection_manager",
	"envoy.ip_tagging": "envoy.filters.http.ip_tagging",
	"envoy.lua": "envoy.filters.http.lua",
	"envoy.mongo_proxy": "envoy.filters.network.mongo_proxy",
	"envoy.rate_limit": "envoy.filters.http.ratelimit",
	"envoy.ratelimit": "envoy.filters.network.ratelimit",
	"envoy.redis_proxy": "envoy.filters.network.redis_proxy",
	"envoy.router": "envoy.filters.http.router",
	"envoy.tcp_proxy": "envoy.filters.network.tcp_proxy",
}
