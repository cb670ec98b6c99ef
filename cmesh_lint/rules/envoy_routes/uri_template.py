"""An invalid URI template."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from . import _templates


def check(template: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a template of a match or of a rewrite."""
    matches = template.type == _templates.MATCH
    field = "path_template" if matches else "path_template_rewrite"
    text = template.fields.get(field)
    if isinstance(text, str) and text:
        fault = _templates.match_fault(text) if matches else _templates.rewrite_fault(text)
        if fault:
            yield RULE.found(f"`{text}` is not a valid URI template: {fault}", template.route_of(field))


def page() -> Page:
    from . import _examples

    bad = _examples.routes("""\
- match:
    path_match_policy:
      name: envoy.path.match.uri_template.uri_template_matcher
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig
        path_template: /users/{user-id}/**  # want: uri-template "`user-id` is not a valid variable name"
  direct_response: {status: 200}
""")
    return Page(
        title="An invalid URI template",
        catches=(
            "A template that does not begin with `/`, has an empty segment, an invalid character, unbalanced braces "
            "or an invalid variable name; in a match also a duplicate variable, more than five variables, or an "
            "operator or variable after `**`."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("{user-id}", "{user_id}")),
        fix="Write segments, `*`, `**` and variables such as `{user_id}` between slashes.",
        log=("path_match_policy.path_template", "path_rewrite_policy.path_template_rewrite", "is invalid"),
        more=(
            Example(
                "no leading slash",
                bad=bad.replace("/users/{user-id}/**", "users/{id}").replace(
                    "`user-id` is not a valid variable name", "it does not begin with `/`"
                ),
            ),
            Example(
                "an empty segment",
                bad=bad.replace("/users/{user-id}/**", "/users//{id}").replace(
                    "`user-id` is not a valid variable name", "it has an empty segment, `//`"
                ),
            ),
            Example(
                "an open brace",
                bad=bad.replace("/users/{user-id}/**", "/users/{id").replace(
                    "`user-id` is not a valid variable name", "a `{` is not closed"
                ),
            ),
            Example(
                "a duplicate variable",
                bad=bad.replace("/users/{user-id}/**", "/{id}/{id}").replace(
                    "`user-id` is not a valid variable name", "duplicate variable `id`"
                ),
            ),
            Example(
                "too many variables",
                bad=bad.replace("/users/{user-id}/**", "/{a}/{b}/{c}/{d}/{e}/{f}").replace(
                    "`user-id` is not a valid variable name", "it has 6 variables, but only 5 are allowed"
                ),
            ),
            Example(
                "an operator after `**`",
                bad=bad.replace("/users/{user-id}/**", "/**/*").replace(
                    "`user-id` is not a valid variable name", "follows `**`"
                ),
            ),
            Example(
                "a long variable name",
                bad=bad.replace("/users/{user-id}/**", "/{abcdefghijklmnopq}").replace(
                    "`user-id` is not a valid variable name", "is longer than 16 characters"
                ),
            ),
            Example(
                "an invalid character",
                bad=bad.replace("/users/{user-id}/**", "/users/a*b?").replace(
                    "`user-id` is not a valid variable name", "is not a valid segment"
                ),
            ),
            Example(
                "a rewrite",
                bad=_examples.routes("""\
- match: {prefix: /}
  route:
    cluster: default/echo
    path_rewrite_policy:
      name: envoy.path.rewrite.uri_template.uri_template_rewriter
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.path.rewrite.uri_template.v3.UriTemplateRewriteConfig
        path_template_rewrite: /v2/{1}  # want: uri-template "`1` is not a valid variable name"
"""),
            ),
        ),
    )


RULE = Rule(
    id="uri-template",
    severity="error",
    gate="nacked",
    on=(_templates.MATCH, _templates.REWRITE),
    check=check,
    page=page,
)
