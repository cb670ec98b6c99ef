"""A manifest → whether it is a template: Helm, ApplicationSets and the like fill in values before kubectl sees it."""

from __future__ import annotations

from typing import Any

from ..patterns import pattern
from .embedded import texts

_HELM = pattern(
    r"\{\{-?\s*(?:[.$(\"`]|/\*|(?:include|template|tpl|toYaml|toJson|quote|default|required|printf|lookup|if|else|range|with|"
    r"end|define|block|fail)\b)"
)
"""What Helm's templates are made of; other texts with two braces are taken as they are."""


def is_template(value: Any, within: bool) -> bool:
    """Whether a text of the manifest has to be filled in; `within` another object any `{{` is such a place."""
    return any("{{" in text and (within or _HELM.search(text) is not None) for text in texts(value))
