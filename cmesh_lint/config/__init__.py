"""`.cmesh-lint.yaml`, `CMESH_LINT_*` variables and flags → Settings."""
