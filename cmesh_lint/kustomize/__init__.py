"""Kustomizations: what they refer to, and what the program `kustomize` builds of them without running anything else."""
