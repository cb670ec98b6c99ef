"""Rules about what CECs and the manifests beside them say of each other."""
