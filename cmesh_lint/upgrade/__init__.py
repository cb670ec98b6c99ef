"""Manifests and two Cilium versions → findings that appear or disappear, and behaviour that changes without one."""
