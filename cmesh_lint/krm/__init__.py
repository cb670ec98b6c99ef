"""Policies → CECs: expanded by a command or as a KRM function during `kustomize build`."""
