"""Rules about listeners and filter chains that Envoy rejects."""
