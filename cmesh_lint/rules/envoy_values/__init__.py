"""Rules about values of any message that Envoy rejects."""
