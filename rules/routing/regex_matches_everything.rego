# METADATA
# title: A regular expression that matches everything
# description: >-
#   A regular expression of a route, for its path, a header or a query parameter, that every text matches, such as
#   `.*`.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/api-v3/type/matcher/v3/regex.proto
#     description: RegexMatcher
# custom:
#   id: regex-matches-everything
#   group: routing
#   severity: info
#   default: true
#   why: >-
#     Envoy runs it for each request, and readers wonder what it excludes.
#   fix: >-
#     For a path write `prefix: /`; for a header or a query parameter `present_match: true`.
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
#           routes:
#           - match:
#               safe_regex: {regex: "/.*"}  # want: regex-matches-everything "matches every path"
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
#           routes:
#           - match:
#               safe_regex: {regex: "/v[0-9]+/.*"}
#             route:
#               cluster: default/echo
#               timeout: 5s
package cmesh.rules.regex_matches_everything

import data.cmesh.lib
import data.cmesh.lib.routes

warn contains {"path": lib.at(route, ["match", "safe_regex", "regex"]), "msg": msg} if {
	some route in routes
	expression := route.value.match.safe_regex.regex
	lib.matches_everything(expression)
	msg := sprintf("`%v` matches every path; expected `prefix: /`", [expression])
}

warn contains {"path": path, "msg": msg} if {
	some route in routes
	expression := route.value.match.headers[i].string_match.safe_regex.regex
	lib.matches_everything(expression)
	path := lib.at(route, ["match", "headers", i, "string_match", "safe_regex", "regex"])
	msg := sprintf("`%v` matches every value; expected `present_match: true`", [expression])
}

warn contains {"path": path, "msg": msg} if {
	some route in routes
	expression := route.value.match.query_parameters[i].string_match.safe_regex.regex
	lib.matches_everything(expression)
	path := lib.at(route, ["match", "query_parameters", i, "string_match", "safe_regex", "regex"])
	msg := sprintf("`%v` matches every value; expected `present_match: true`", [expression])
}
