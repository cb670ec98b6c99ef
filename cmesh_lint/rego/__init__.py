"""Objects and Rego rules → findings, by the embedded engine or by OPA."""
