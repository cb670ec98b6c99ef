# METADATA
# title: A retry without a per-try timeout
# description: >-
#   A retry policy without `per_try_timeout`. Off by default: for conditions such as `connect-failure` the upstream
#   answers, or does not, at once.
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto
#     description: RetryPolicy
# custom:
#   id: retry-without-per-try-timeout
#   group: retries
#   severity: info
#   default: false
#   why: >-
#     A try that hangs uses up all of the route's timeout, and no retry follows.
#   fix: >-
#     Add a `per_try_timeout`, a part of the route's `timeout`.
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
#               retry_policy:  # want: retry-without-per-try-timeout "uses up"
#                 retry_on: connect-failure
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
#           - match: {prefix: /}
#             route:
#               cluster: default/echo
#               timeout: 5s
#               retry_policy:
#                 retry_on: connect-failure
#                 num_retries: 2
#                 per_try_timeout: 1s
package cmesh.rules.retry_without_per_try_timeout

import data.cmesh.lib.retries

warn contains {"path": retry.path, "msg": msg} if {
	some retry in retries
	not retry.value.per_try_timeout
	msg := "no `per_try_timeout`: a try that hangs uses up the route's timeout; expected a part of it"
}
