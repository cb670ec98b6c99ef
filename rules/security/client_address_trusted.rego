# METADATA
# title: A client's address taken from an untrusted header
# description: >-
#   An HTTP connection manager without `use_remote_address: true` (and without `original_ip_detection_extensions`),
#   which trusts `x-forwarded-for` of any client; or one that trusts more proxies in front of it
#   (`xff_num_trusted_hops`) than the team has.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-forwarded-for
#     description: x-forwarded-for
# custom:
#   id: client-address-trusted
#   group: security
#   severity: warning
#   default: true
#   parameters:
#     hops:
#       description: The maximum number of proxies in front of Envoy.
#       default: 1
#   why: >-
#     Anybody can put an address of their choice into logs, rate limits and rules that use it.
#   fix: >-
#     Set `use_remote_address: true`, and `xff_num_trusted_hops` to the number of proxies in front of Envoy.
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
#               use_remote_address: false  # want: client-address-trusted "`x-forwarded-for`"
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
package cmesh.rules.client_address_trusted

import data.cmesh.lib
import data.cmesh.lib.managers

warn contains {"path": lib.at(manager, ["use_remote_address"]), "msg": msg} if {
	some manager in managers
	not manager.value.use_remote_address
	not manager.value.original_ip_detection_extensions
	msg := "`x-forwarded-for` of any client is trusted; expected `use_remote_address: true`"
}

warn contains {"path": lib.at(manager, ["xff_num_trusted_hops"]), "msg": msg} if {
	some manager in managers
	most := lib.parameter("client-address-trusted", "hops", 1)
	hops := lib.number(manager.value.xff_num_trusted_hops)
	hops > most
	msg := sprintf("%v proxies in front of Envoy are trusted; expected at most %v", [hops, most])
}
