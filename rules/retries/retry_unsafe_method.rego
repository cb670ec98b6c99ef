# METADATA
# title: A retry of a request that is not safe to repeat
# description: >-
#   A route for POST or PATCH with a retry condition under which the upstream may have done the work already: `5xx`,
#   `gateway-error`, `reset`, `retriable-4xx`, `retriable-status-codes`, `retriable-headers`. A route for any method
#   counts where `any_method` is set. `retriable_request_headers` on `:method` count as an exception.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on
#     description: Retry conditions
# custom:
#   id: retry-unsafe-method
#   group: retries
#   severity: warning
#   default: true
#   parameters:
#     any_method:
#       description: Whether a route that takes any method counts.
#       default: false
#   why: >-
#     The order is placed twice, the mail goes out twice.
#   fix: >-
#     Retry on `connect-failure,refused-stream,reset-before-request`, where nothing has been done yet, or name the
#     methods in `retriable_request_headers`.
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
#               prefix: /orders
#               headers:
#               - name: ":method"
#                 string_match: {exact: POST}
#             route:
#               cluster: default/echo
#               timeout: 5s
#               retry_policy:
#                 retry_on: 5xx  # want: retry-unsafe-method "a POST"
#                 num_retries: 2
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
#               prefix: /orders
#               headers:
#               - name: ":method"
#                 string_match: {exact: POST}
#             route:
#               cluster: default/echo
#               timeout: 5s
#               retry_policy:
#                 retry_on: connect-failure,refused-stream
#                 num_retries: 2
package cmesh.rules.retry_unsafe_method

import data.cmesh.lib
import data.cmesh.lib.retries

warn contains {"path": lib.at(retry, ["retry_on"]), "msg": msg} if {
	some retry in retries
	is_string(retry.value.retry_on)
	unsafe := {trim_space(condition) | some condition in split(retry.value.retry_on, ",")} & _after_the_work
	count(unsafe) > 0
	not _chosen_by_method(retry)
	method := _method(retry)
	msg := sprintf(
		"`%v` repeats %v that may have been done already; expected conditions such as `connect-failure`",
		[concat(",", sort(unsafe)), method],
	)
}

_after_the_work := {
	"5xx",
	"gateway-error",
	"reset",
	"retriable-4xx",
	"retriable-headers",
	"retriable-status-codes",
}

_chosen_by_method(retry) if retry.value.retriable_request_headers[_].name == ":method"

_method(retry) := "a POST" if _matches(retry, "POST")

else := "a PATCH" if _matches(retry, "PATCH")

else := "any method" if {
	lib.parameter("retry-unsafe-method", "any_method", false)
	not _by_method(retry)
}

_by_method(retry) if retry.action.route.match.headers[_].name == ":method"

_matches(retry, method) if {
	header := retry.action.route.match.headers[_]
	header.name == ":method"
	not header.invert_match
	header.string_match.exact == method
}

_matches(retry, method) if {
	header := retry.action.route.match.headers[_]
	header.name == ":method"
	not header.invert_match
	method in split(trim(header.string_match.safe_regex.regex, "^$()"), "|")
}
