# METADATA
# title: A listener without an access log
# description: >-
#   An HTTP connection manager or a TCP proxy without `access_log`. Off by default: where the agent adds its policy
#   filter, Hubble sees the requests.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage
#     description: Access logging
# custom:
#   id: access-log-absent
#   group: observability
#   severity: info
#   default: false
#   why: >-
#     When something goes wrong, nobody can see who requested what, or how Envoy responded.
#   fix: >-
#     Add an `access_log`, for example to stdout.
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
#             typed_config:  # want: access-log-absent "no `access_log`"
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
#               access_log:
#               - name: envoy.access_loggers.stdout
#                 typed_config:
#                   "@type": type.googleapis.com/envoy.extensions.access_loggers.stream.v3.StdoutAccessLog
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
package cmesh.rules.access_log_absent

import data.cmesh.lib.managers
import data.cmesh.lib.messages

warn contains {"path": manager.path, "msg": msg} if {
	some manager in managers
	not manager.value.access_log
	msg := "there is no `access_log`, so requests are not logged; expected one"
}

warn contains {"path": proxy.path, "msg": msg} if {
	some proxy in messages["envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy"]
	not proxy.value.access_log
	msg := "there is no `access_log`, so connections are not logged; expected one"
}
