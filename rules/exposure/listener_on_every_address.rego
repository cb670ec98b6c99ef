# METADATA
# title: A listener on every address of the node
# description: >-
#   A listener on `0.0.0.0` or `::`, as its address with TLS, or as one of its `additional_addresses`. The built-in
#   rule `plaintext-listener` covers an address with plaintext connections.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/listener/v3/listener.proto
#     description: Listener
# custom:
#   id: listener-on-every-address
#   group: exposure
#   severity: warning
#   default: true
#   why: >-
#     The listener is reachable from every network of the node, bypassing Services and the policies for them.
#   fix: >-
#     Leave the address out, so that the agent picks one and Services lead to it; or use the one address that is
#     meant.
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
#           socket_address: {address: 0.0.0.0, port_value: 8443}  # want: listener-on-every-address "wildcard address"
#         filter_chains:
#         - transport_socket:
#             name: envoy.transport_sockets.tls
#             typed_config:
#               "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
#               common_tls_context:
#                 tls_certificate_sds_secret_configs:
#                 - name: cilium-secrets/default-echo
#           filters:
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
#         - transport_socket:
#             name: envoy.transport_sockets.tls
#             typed_config:
#               "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
#               common_tls_context:
#                 tls_certificate_sds_secret_configs:
#                 - name: cilium-secrets/default-echo
#           filters:
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
package cmesh.rules.listener_on_every_address

import data.cmesh.lib
import data.cmesh.lib.addresses

warn contains {"path": lib.at(address, ["address"]), "msg": msg} if {
	some address in addresses
	lib.everywhere(address.value.address)
	not _plain(address)
	msg := sprintf("`%v` is the wildcard address; expected one address of the node, or none", [address.value.address])
}

# Its first address takes plain connections: a built-in rule says so.
_plain(address) if {
	address.path == lib.at(address.listener, ["address", "socket_address"])
	chain := address.listener.value.filter_chains[_]
	not chain.transport_socket
}
