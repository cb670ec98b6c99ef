# METADATA
# title: A credential in a manifest
# description: >-
#   A credential written into the object: an `authorization`, `x-api-key` or `cookie` header that is added to requests
#   with a fixed value, users of basic authentication, or a symmetric key among `local_jwks`. The built-in rule
#   `inline-private-key` covers private keys and generic secrets.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/configuration/secret/
#     description: Kubernetes Secrets
# custom:
#   id: inline-credential
#   group: security
#   severity: error
#   default: true
#   why: >-
#     Anyone who can read the repository or list CECs has it, and Git keeps it forever.
#   fix: >-
#     Keep it in a Kubernetes Secret and refer to it by SDS, or let someone else add it: the caller, or the service
#     that `ext_authz` calls.
#   bad: |
#     apiVersion: cilium.io/v2
#     kind: CiliumEnvoyConfig
#     metadata:
#       name: echo
#       namespace: default
#     spec:
#       resources:
#       - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
#         name: echo
#         virtual_hosts:
#         - name: echo
#           domains: ["echo.example.com"]
#           request_headers_to_add:
#           - header:
#               key: authorization
#               value: Bearer example  # want: inline-credential "`authorization` header"
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
#       - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
#         name: echo
#         virtual_hosts:
#         - name: echo
#           domains: ["echo.example.com"]
#           request_headers_to_add:
#           - header:
#               key: x-request-start
#               value: "%START_TIME%"
#           routes:
#           - match: {prefix: /}
#             route:
#               cluster: default/echo
#               timeout: 5s
package cmesh.rules.inline_credential

import data.cmesh.lib
import data.cmesh.lib.messages
import data.cmesh.lib.route_configurations
import data.cmesh.lib.routes
import data.cmesh.lib.virtual_hosts

# Never with the value.
deny contains {"path": added.path, "msg": msg} if {
	added := [_of_configurations, _of_hosts, _of_routes][_][_]
	is_string(added.key)
	lower(added.key) in {"authorization", "proxy-authorization", "x-api-key", "cookie"}
	is_string(added.value)
	not contains(added.value, "%")
	added.value != ""
	msg := sprintf("the value of an `%v` header is in the object; expected a reference to a Secret", [lower(added.key)])
}

deny contains {"path": lib.at(auth, ["users", "inline_string"]), "msg": msg} if {
	some auth in messages["envoy.extensions.filters.http.basic_auth.v3.BasicAuth"]
	auth.value.users.inline_string
	msg := "users and their password hashes are in the object; expected a reference to a Secret"
}

deny contains {"path": path, "msg": msg} if {
	some jwt in messages["envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication"]
	keys := jwt.value.providers[name].local_jwks.inline_string
	is_string(keys)
	regex.match(`"kty"\s*:\s*"oct"`, keys)
	path := lib.at(jwt, ["providers", name, "local_jwks", "inline_string"])
	msg := sprintf("a symmetric key of `%v` is in the object; expected a public key, or a Secret", [name])
}

_of_configurations := [{"path": path, "key": header.key, "value": header.value} |
	some config in route_configurations
	header := config.value.request_headers_to_add[i].header
	path := lib.at(config, ["request_headers_to_add", i, "header", "value"])
]

_of_hosts := [{"path": path, "key": header.key, "value": header.value} |
	some host in virtual_hosts
	header := host.value.request_headers_to_add[i].header
	path := lib.at(host, ["request_headers_to_add", i, "header", "value"])
]

_of_routes := [{"path": path, "key": header.key, "value": header.value} |
	some route in routes
	header := route.value.request_headers_to_add[i].header
	path := lib.at(route, ["request_headers_to_add", i, "header", "value"])
]
