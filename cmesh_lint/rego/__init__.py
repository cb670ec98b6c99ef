"""The organisation's rules: Rego, by the engine inside the package or by OPA."""
