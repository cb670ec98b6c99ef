"""Stanzas → CECs: short policies of a group of our own, expanded; a function for kustomize."""
