"""Rules about routes that Envoy rejects."""
