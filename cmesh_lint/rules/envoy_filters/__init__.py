"""Rules about filters, extensions and connection managers that Envoy rejects."""
