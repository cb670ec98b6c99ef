"""Examples that the rules share."""

from __future__ import annotations

STANZA = """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: RateLimitPolicy
metadata:
  name: echo-limit
  namespace: default
spec:
  targetRefs: [{kind: Service, name: echo}]
  requests: 2
  per: 5s
"""
MADE = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata:
  name: echo
  namespace: default
  annotations:
    policy.cmesh-lint.io/stanzas: RateLimitPolicy default/echo-limit (echo.yaml)
spec:
  backendServices:
  - name: echo
    namespace: default
  resources:
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/echo
    type: EDS
    connect_timeout: 5s
"""
