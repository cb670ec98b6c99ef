# METADATA
# title: A client's word for its own address
# description: >-
#   An HTTP connection manager without `use_remote_address: true` (and without `original_ip_detection_extensions`),
#   which takes `x-forwarded-for` from whoever connects; or one that trusts more proxies before it
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
#       description: The most proxies that stand before Envoy.
#       default: 1
#   why: >-
#     Anybody writes an address of his choice into logs, rate limits and rules that go by it.
#   fix: >-
#     Set `use_remote_address: true`, and `xff_num_trusted_hops` to the number of proxies before Envoy.
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
	msg := "`x-forwarded-for` is taken from whoever connects; expected `use_remote_address: true`"
}

warn contains {"path": lib.at(manager, ["xff_num_trusted_hops"]), "msg": msg} if {
	some manager in managers
	most := lib.parameter("client-address-trusted", "hops", 1)
	hops := lib.number(manager.value.xff_num_trusted_hops)
	hops > most
	msg := sprintf("%v proxies before Envoy are trusted; expected at most %v", [hops, most])
}
