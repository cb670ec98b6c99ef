"""Envoy's format strings → commands, and which version knows each."""
