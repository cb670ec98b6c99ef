"""Rules about the Kubernetes object around the resources."""
