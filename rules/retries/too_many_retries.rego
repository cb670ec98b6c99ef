# METADATA
# title: Too many retries
# description: >-
#   A `num_retries` beyond what the team allows.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto
#     description: RetryPolicy
# custom:
#   id: too-many-retries
#   group: retries
#   severity: warning
#   default: true
#   parameters:
#     most:
#       description: The maximum number of retries of one request.
#       default: 5
#   why: >-
#     Each layer multiplies: four tries here and four in the caller are sixteen requests to an upstream that is down
#     already.
#   fix: >-
#     Retry once or twice, and let the callers see the failure.
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
#           - match: {prefix: /}
#             route:
#               cluster: default/echo
#               timeout: 5s
#               retry_policy:
#                 retry_on: connect-failure
#                 num_retries: 10  # want: too-many-retries "expected at most 5"
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
#           - match: {prefix: /}
#             route:
#               cluster: default/echo
#               timeout: 5s
#               retry_policy:
#                 retry_on: connect-failure
#                 num_retries: 2
package cmesh.rules.too_many_retries

import data.cmesh.lib
import data.cmesh.lib.retries

warn contains {"path": lib.at(retry, ["num_retries"]), "msg": msg} if {
	some retry in retries
	most := lib.parameter("too-many-retries", "most", 5)
	lib.number(retry.value.num_retries) > most
	msg := sprintf("%v retries; expected at most %v", [retry.value.num_retries, most])
}
