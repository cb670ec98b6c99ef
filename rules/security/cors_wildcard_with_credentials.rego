# METADATA
# title: Credentials for every origin
# description: >-
#   A CORS policy with `allow_credentials: true` whose `allow_origin_string_match` matches every origin, or every one
#   of a scheme. Envoy responds with the origin of the request, so browsers do not block it as they would a `*`.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/cors/v3/cors.proto
#     description: CorsPolicy
# custom:
#   id: cors-wildcard-with-credentials
#   group: security
#   severity: error
#   default: true
#   why: >-
#     Any page on the web can call the service with the visitor's cookies, and read the responses.
#   fix: >-
#     Name the origins, or leave `allow_credentials` out.
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
#               - name: envoy.filters.http.cors
#                 typed_config:
#                   "@type": type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors
#               - name: envoy.filters.http.router
#                 typed_config:
#                   "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
#       - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
#         name: echo
#         virtual_hosts:
#         - name: echo
#           domains: ["echo.example.com"]
#           typed_per_filter_config:
#             envoy.filters.http.cors:
#               "@type": type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy
#               allow_origin_string_match:
#               - safe_regex: {regex: ".*"}  # want: cors-wildcard-with-credentials "every origin"
#               allow_credentials: true
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
#               - name: envoy.filters.http.cors
#                 typed_config:
#                   "@type": type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors
#               - name: envoy.filters.http.router
#                 typed_config:
#                   "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
#       - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
#         name: echo
#         virtual_hosts:
#         - name: echo
#           domains: ["echo.example.com"]
#           typed_per_filter_config:
#             envoy.filters.http.cors:
#               "@type": type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy
#               allow_origin_string_match:
#               - exact: https://app.example.com
#               allow_credentials: true
#           routes:
#           - match: {prefix: /}
#             route:
#               cluster: default/echo
#               timeout: 5s
package cmesh.rules.cors_wildcard_with_credentials

import data.cmesh.lib
import data.cmesh.lib.messages
import data.cmesh.lib.virtual_hosts

deny contains {"path": lib.at(policy, ["allow_origin_string_match", i]), "msg": msg} if {
	policy := [_policies, _old_policies][_][_]
	policy.value.allow_credentials
	origin := policy.value.allow_origin_string_match[i]
	_every_origin(origin)
	msg := "every origin is allowed, with credentials; expected the origins that are trusted"
}

_policies := [{"path": policy.path, "value": policy.value} |
	some policy in messages["envoy.extensions.filters.http.cors.v3.CorsPolicy"]
]

_old_policies := [{"path": lib.at(host, ["cors"]), "value": host.value.cors} | some host in virtual_hosts]

_every_origin(origin) if origin.exact == "*"

_every_origin(origin) if origin.prefix in {"http", "http://", "https://"}

_every_origin(origin) if lib.accepts_everything(origin)

_every_origin(origin) if {
	expression := origin.safe_regex.regex
	is_string(expression)
	regex.match(`^\^?https?\??://\(?\.[*+]\)?\$?$`, expression)
}
