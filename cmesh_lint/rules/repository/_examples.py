"""Manifests beside the CEC of the examples."""

from __future__ import annotations

SERVICE = """\
---
apiVersion: v1
kind: Service
metadata:
  name: echo
  namespace: default
spec:
  ports:
  - name: http
    port: 80
    targetPort: 8080
"""
POLICY = """\
---
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata:
  name: echo
  namespace: default
spec:
  endpointSelector: {}
  egress:
  - toPorts:
    - ports:
      - port: "80"
        protocol: TCP
      listener:
        envoyConfig:
          kind: CiliumEnvoyConfig
          name: echo
        name: echo
"""
PROXY = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata:
  name: echo
  namespace: default
spec:
  resources:
  - "@type": type.googleapis.com/envoy.config.listener.v3.Listener
    name: echo
    filter_chains:
    - filters:
      - name: envoy.filters.network.tcp_proxy
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
          stat_prefix: echo
          cluster: original
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: original
    type: ORIGINAL_DST
    lb_policy: CLUSTER_PROVIDED
    connect_timeout: 5s
"""
"""A CEC for a network policy: what comes in goes out again."""
