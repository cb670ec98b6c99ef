"""A path rewrite that does not fit the match."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from . import _templates


def check(route: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the rewrite of a route: by template without a template, or by prefix with one."""
    action, match = route.child("route"), route.child("match")
    if action is None or match is None:
        return
    extended = "path_match_policy" in match.fields
    if extended and action.fields.get("prefix_rewrite"):
        text = "`prefix_rewrite` is not supported with `path_match_policy`; use `path_rewrite_policy`"
        yield RULE.found(text, action.route_of("prefix_rewrite"), at="key")
    rewrite = _template(action, "path_rewrite_policy")
    if rewrite is None or rewrite.type != _templates.REWRITE:
        return
    if not extended:
        text = "a URI template rewrite needs a `path_match_policy` with a URI template"
        yield RULE.found(text, action.route_of("path_rewrite_policy"), at="key")
        return
    yield from _strangers(rewrite, _template(match, "path_match_policy"))


def _template(message: Message, field: str) -> Message | None:
    policy = message.child(field)
    return policy.child("typed_config") if policy is not None else None


def _strangers(rewrite: Message, match: Message | None) -> Iterator[Problem]:
    """Variables of the rewrite that the match does not bind."""
    to, from_ = rewrite.fields.get("path_template_rewrite"), match.fields.get("path_template") if match else None
    if (
        isinstance(to, str)
        and isinstance(from_, str)
        and not (_templates.rewrite_fault(to) or _templates.match_fault(from_))
    ):
        bound = set(_templates.variables(from_))
        for name in sorted(set(_templates.variables(to)) - bound):
            text = f"the rewrite uses the variable `{name}`, which the match `{from_}` does not define"
            yield RULE.found(text, rewrite.route_of("path_template_rewrite"))


_MATCH = """match:
          path_match_policy:
            name: envoy.path.match.uri_template.uri_template_matcher
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig
              path_template: /users/{id}"""


def page() -> Page:
    from . import _examples

    bad = _examples.routes("""\
- match: {prefix: /users/}
  route:
    cluster: default/echo
    path_rewrite_policy:  # want: uri-template-rewrite "needs a `path_match_policy`"
      name: envoy.path.rewrite.uri_template.uri_template_rewriter
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.path.rewrite.uri_template.v3.UriTemplateRewriteConfig
        path_template_rewrite: /v2/users/{id}
""")
    return Page(
        title="A path rewrite that does not fit the match",
        catches=(
            "A URI template rewrite on a route that does not match by URI template, or with a variable that the "
            "match does not define; and `prefix_rewrite` on a route that matches by `path_match_policy`."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("match: {prefix: /users/}", _MATCH)),
        fix="Match and rewrite by URI template with the same variables, or use `regex_rewrite`.",
        log=(
            "unable to use envoy.path.rewrite.uri_template.uri_template_rewriter extension without",
            "mismatch between variables in path_match_policy",
            "Cannot use prefix_rewrite with matcher extension",
        ),
        more=(
            Example(
                "an undefined variable",
                bad=fix_example(
                    bad,
                    ("match: {prefix: /users/}", _MATCH),
                    (
                        "path_template_rewrite: /v2/users/{id}",
                        'path_template_rewrite: /v2/users/{user}  # want: uri-template-rewrite "the variable `user`, which the match `/users/{id}` does not define"',
                    ),
                ),
            ),
            Example(
                "a prefix rewrite",
                bad=_examples.routes("""\
- match:
    path_match_policy:
      name: envoy.path.match.uri_template.uri_template_matcher
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig
        path_template: /users/{id}
  route:
    cluster: default/echo
    prefix_rewrite: /  # want: uri-template-rewrite "is not supported with `path_match_policy`"
"""),
            ),
        ),
    )


RULE = Rule(
    id="uri-template-rewrite",
    severity="error",
    gate="nacked",
    on=("envoy.config.route.v3.Route",),
    check=check,
    page=page,
)
