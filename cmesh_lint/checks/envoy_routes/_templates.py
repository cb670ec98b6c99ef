"""URI templates: `/users/{id}/**`.

Source: https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/path/match/uri_template/v3/uri_template_match.proto
and what Envoy 1.37 says of them. Only what it surely refuses is a fault here.
"""

from __future__ import annotations

import re

MATCH = "envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig"
REWRITE = "envoy.extensions.path.rewrite.uri_template.v3.UriTemplateRewriteConfig"
_VARIABLE = re.compile(r"\{([^{}=]*)(?:=[^{}]*)?\}")
_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9_]*", re.ASCII)
MOST_VARIABLES = 5
LONGEST_NAME = 16


def variables(template: str) -> list[str]:
    """The names of the variables, in order."""
    return _VARIABLE.findall(template)


def shape_fault(template: str) -> str:
    """What is wrong with the shape of a template for a match or a rewrite; empty for nothing."""
    if not template.startswith("/"):
        return "it does not begin with `/`"
    if "//" in template:
        return "it has an empty segment, `//`"
    if any(char.isspace() for char in template):
        return "it contains a blank"
    rest = _VARIABLE.sub("", template)
    return "its braces do not pair up" if "{" in rest or "}" in rest else ""


def variable_fault(template: str) -> str:
    """What is wrong with the variables of a template for a match; empty for nothing."""
    names = variables(template)
    for name in names:
        if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
            return f"`{name}` is no name of a variable: a letter, then letters, digits or `_`, {LONGEST_NAME} at most"
        if names.count(name) > 1:
            return f"the variable `{name}` stands twice"
    return f"it has {len(names)} variables, {MOST_VARIABLES} are allowed" if len(names) > MOST_VARIABLES else ""
