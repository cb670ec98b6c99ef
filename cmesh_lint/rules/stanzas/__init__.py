"""Rules about policies: what `cmesh-lint render` and the KRM function expand."""
