# METADATA
# title: An RBAC policy that allows everything
# description: >-
#   A policy of an RBAC filter that allows anybody (`any: true`) to do anything (`any: true`), without a condition.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/rbac/v3/rbac.proto
#     description: RBAC
# custom:
#   id: rbac-allows-everyone
#   group: security
#   severity: warning
#   default: true
#   why: >-
#     Every request matches this policy, so the other policies have no effect.
#   fix: >-
#     State who may do what, or remove the filter.
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
#               - name: envoy.filters.http.rbac
#                 typed_config:
#                   "@type": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC
#                   rules:
#                     action: ALLOW
#                     policies:
#                       all:  # want: rbac-allows-everyone "`all` allows everyone"
#                         permissions:
#                         - any: true
#                         principals:
#                         - any: true
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
#               - name: envoy.filters.http.rbac
#                 typed_config:
#                   "@type": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC
#                   rules:
#                     action: ALLOW
#                     policies:
#                       all:
#                         permissions:
#                         - any: true
#                         principals:
#                         - direct_remote_ip: {address_prefix: 10.0.0.0, prefix_len: 8}
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
package cmesh.rules.rbac_allows_everyone

import data.cmesh.lib
import data.cmesh.lib.messages

warn contains {"path": lib.at(filter, ["rules", "policies", name]), "msg": msg} if {
	filter := [_http, _network][_][_]
	is_object(filter.value.rules)
	lib.named(object.get(filter.value.rules, "action", "ALLOW"), ["ALLOW", "DENY", "LOG"]) == "ALLOW"
	policy := filter.value.rules.policies[name]
	policy.permissions[_].any
	policy.principals[_].any
	not policy.condition
	not policy.checked_condition
	msg := sprintf("`%v` allows everyone to do everything; expected principals and permissions", [name])
}

_http := [{"path": filter.path, "value": filter.value} |
	some filter in messages["envoy.extensions.filters.http.rbac.v3.RBAC"]
]

_network := [{"path": filter.path, "value": filter.value} |
	some filter in messages["envoy.extensions.filters.network.rbac.v3.RBAC"]
]
