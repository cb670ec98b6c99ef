"""A header that an internal redirect may not copy."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from . import _headers


def check(policy: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames each protected header among those to copy."""
    names = policy.fields.get("response_headers_to_copy")
    for index, name in enumerate(names if isinstance(names, list) else ()):
        if isinstance(name, str) and _headers.is_protected(name):
            text = f"the header `{name}` may not be copied to the redirected request; remove it"
            yield RULE.found(text, (*policy.route_of("response_headers_to_copy"), index))


def page() -> Page:
    from . import _examples

    bad = _examples.routes("""\
- match: {prefix: /}
  route:
    cluster: default/echo
    internal_redirect_policy:
      response_headers_to_copy:
      - x-trace
      - host  # want: redirected-header "the header `host` may not be copied"
""")
    return Page(
        title="A header that an internal redirect may not copy",
        catches="`host` or a header that begins with `:` in the `response_headers_to_copy` of an internal redirect.",
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("            - host\n", "")),
        fix="Remove it: the redirect itself determines where the request goes.",
        log=(":-prefixed headers or Hosts may not be specified here.",),
    )


RULE = Rule(
    id="redirected-header",
    severity="error",
    gate="nacked",
    on=("envoy.config.route.v3.InternalRedirectPolicy",),
    check=check,
    page=page,
)
