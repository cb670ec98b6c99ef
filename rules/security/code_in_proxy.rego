# METADATA
# title: Code that runs inside Envoy
# description: >-
#   A Lua, Wasm or dynamic module extension, wherever it is.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/security/threat_model
#     description: Envoy's threat model
# custom:
#   id: code-in-proxy
#   group: security
#   severity: warning
#   default: true
#   parameters:
#     allowed:
#       description: Which of `lua`, `wasm` and `dynamic_modules` may be used.
#       default: []
#   why: >-
#     It runs with all of Envoy's privileges, on every node, for every tenant: an endless loop stops everyone's
#     traffic.
#   fix: >-
#     Use one of Envoy's own filters, or `ext_proc`, which runs outside of Envoy. Add kinds that the team supports to
#     `allowed`.
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
#               - name: envoy.filters.http.wasm
#                 typed_config:
#                   "@type": type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm  # want: code-in-proxy "wasm runs inside Envoy"
#                   config:
#                     vm_config:
#                       runtime: envoy.wasm.runtime.v8
#                       code: {local: {filename: /var/run/cilium/filter.wasm}}
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
#               - name: envoy.filters.http.set_metadata
#                 typed_config:
#                   "@type": type.googleapis.com/envoy.extensions.filters.http.set_metadata.v3.Config
#                   metadata:
#                   - {metadata_namespace: echo, value: {version: v1}}
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
package cmesh.rules.code_in_proxy

import data.cmesh.lib
import data.cmesh.lib.anything

warn contains {"path": array.concat(message.path, ["@type"]), "msg": msg} if {
	some message in anything
	some package_name, kind in _kinds
	contains(message.type, package_name)
	not kind in lib.parameter("code-in-proxy", "allowed", [])
	msg := sprintf("%v runs inside Envoy; expected a filter of Envoy's own, or `ext_proc`", [kind])
}

_kinds := {".lua.v3.": "lua", ".wasm.v3.": "wasm", ".dynamic_modules.v3.": "dynamic_modules"}
