"""The names of the policy API: its group, its annotations and labels."""

from __future__ import annotations

from ..source.prefilter import Mark

GROUP = "policy.cmesh-lint.io"
MARK = Mark(GROUP, "policy.cmesh-lint.")
VERSION = "v1alpha1"
API_VERSION = f"{GROUP}/{VERSION}"

STANZAS = f"{GROUP}/stanzas"
"""Annotation of a CEC: the policies it is made of, one a line, as `RateLimitPolicy default/echo (apps/echo.yaml)`."""
GENERATED_BY = f"{GROUP}/generated-by"
"""Annotation of a CEC: the tool and its version."""
SERVICE = f"{GROUP}/service"
"""Label of a CEC: the Service it belongs to."""
MANAGED_BY = "app.kubernetes.io/managed-by"
MANAGER = "cmesh-lint"
