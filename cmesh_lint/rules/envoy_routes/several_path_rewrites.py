"""Several path rewrites in one route."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

WAYS = ("prefix_rewrite", "regex_rewrite", "path_rewrite_policy", "path_rewrite")


def check(action: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames every rewrite after the first."""
    first, *others = [way for way in WAYS if way in action.fields and action.fields[way] != ""] or [""]
    for way in others:
        text = f"the path is rewritten by both `{first}` and `{way}`; remove one of them"
        yield RULE.found(text, action.route_of(way), at="key")


def page() -> Page:
    from . import _examples

    bad = _examples.routes("""\
- match: {prefix: /v1}
  route:
    cluster: default/echo
    prefix_rewrite: /
    regex_rewrite:  # want: several-path-rewrites "both `prefix_rewrite` and `regex_rewrite`"
      pattern: {regex: "^/v1/"}
      substitution: /
""")
    return Page(
        title="Several path rewrites in one route",
        catches="A route action with more than one of `prefix_rewrite`, `regex_rewrite` and `path_rewrite_policy`.",
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("          prefix_rewrite: /\n", "")),
        fix="Keep one of them.",
        log=("Specify only one of prefix_rewrite, regex_rewrite or path_rewrite_policy",),
        more=(
            Example(
                "an empty `prefix_rewrite`",
                good=_examples.routes("""\
- match: {prefix: /v1}
  route:
    cluster: default/echo
    prefix_rewrite: ""
    regex_rewrite: {pattern: {regex: "^/v1/"}, substitution: /}
"""),
            ),
        ),
    )


RULE = Rule(
    id="several-path-rewrites",
    severity="error",
    gate="nacked",
    on=("envoy.config.route.v3.RouteAction",),
    check=check,
    page=page,
)
