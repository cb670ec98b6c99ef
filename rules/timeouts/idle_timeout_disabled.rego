# METADATA
# title: Connections that stay open forever
# description: >-
#   An idle timeout of `0s`, which disables it: `stream_idle_timeout` or
#   `common_http_protocol_options.idle_timeout` of an HTTP connection manager, or `idle_timeout` of a TCP proxy.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/faq/configuration/timeouts
#     description: How Envoy's timeouts work together
# custom:
#   id: idle-timeout-disabled
#   group: timeouts
#   severity: warning
#   default: true
#   why: >-
#     Peers that vanish silently leave connections and streams behind, which are never closed.
#   fix: >-
#     Set a timeout, or leave the field out: Envoy then closes streams after 5 minutes and connections after an hour.
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
#               stream_idle_timeout: 0s  # want: idle-timeout-disabled "disables the idle timeout"
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
#               stream_idle_timeout: 300s
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
package cmesh.rules.idle_timeout_disabled

import data.cmesh.lib
import data.cmesh.lib.managers
import data.cmesh.lib.messages

warn contains {"path": lib.at(idle.node, idle.field), "msg": msg} if {
	idle := [_streams, _connections, _tunnels][_][_]
	lib.seconds(idle.timeout) == 0
	msg := sprintf("`%v` disables the idle timeout; expected a duration", [idle.timeout])
}

_streams := [{"node": manager, "field": ["stream_idle_timeout"], "timeout": manager.value.stream_idle_timeout} |
	some manager in managers
]

_connections := [{"node": manager, "field": ["common_http_protocol_options", "idle_timeout"], "timeout": timeout} |
	some manager in managers
	timeout := manager.value.common_http_protocol_options.idle_timeout
]

_tunnels := [{"node": proxy, "field": ["idle_timeout"], "timeout": proxy.value.idle_timeout} |
	some proxy in messages["envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy"]
]
