"""Rego rules and objects → results of an OPA server, a child process or one that runs already."""
