"""cmesh-lint checks the Envoy configuration inside Cilium's CiliumEnvoyConfig manifests."""

__version__ = "0.1.0"
