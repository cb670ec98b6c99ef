"""Envoy's substitution format strings: the grammar, and the commands each version knows."""
