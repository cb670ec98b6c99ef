"""Paths → files → documents → manifests → resources, each value with its line and column."""
