"""Rules about policy stanzas: what `cmesh-lint render` and the function for kustomize expand."""
