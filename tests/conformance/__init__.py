"""Conformance: the real Cilium agent and the real Envoy are right, and everything else is held against them."""
