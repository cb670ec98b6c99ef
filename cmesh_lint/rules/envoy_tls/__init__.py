"""Rules about TLS that Envoy rejects."""
