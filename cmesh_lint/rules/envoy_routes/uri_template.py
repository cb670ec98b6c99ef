"""A URI template that Envoy does not read."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from . import _templates


def check(template: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a template of a match or of a rewrite."""
    matches = template.type == _templates.MATCH
    field = "path_template" if matches else "path_template_rewrite"
    text = template.fields.get(field)
    if isinstance(text, str) and text:
        fault = _templates.match_fault(text) if matches else _templates.rewrite_fault(text)
        if fault:
            yield RULE.found(f"`{text}` is no URI template: {fault}", template.route_of(field))


def page() -> Page:
    from . import _examples

    bad = _examples.routes("""\
- match:
    path_match_policy:
      name: envoy.path.match.uri_template.uri_template_matcher
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig
        path_template: /users/{user-id}/**  # want: uri-template "`user-id` is no name of a variable"
  direct_response: {status: 200}
""")
    return Page(
        title="A URI template that Envoy does not read",
        catches=(
            "A template that does not begin with `/`, has an empty segment, an odd character, braces that do not pair up or a "
            "variable with an odd name; in a match also a variable that stands twice, more than five, or anything to match "
            "behind `**`."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("{user-id}", "{user_id}")),
        fix="Write segments, `*`, `**` and variables such as `{user_id}` between slashes.",
        log=("path_match_policy.path_template", "path_rewrite_policy.path_template_rewrite", "is invalid"),
    )


RULE = Rule(
    id="uri-template",
    severity="error",
    gate="nacked",
    on=(_templates.MATCH, _templates.REWRITE),
    check=check,
    page=page,
)
