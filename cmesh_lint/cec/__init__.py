"""CEC resources → what they name: clusters, routes, listeners, secrets, and the names Envoy asks for over xDS."""
