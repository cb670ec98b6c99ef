"""Envoy's message types: schemas, the typed walk through a resource, and how protojson reads a value."""
