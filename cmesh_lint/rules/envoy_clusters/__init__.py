"""Rules about clusters that Envoy rejects."""
