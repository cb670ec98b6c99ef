"""A header that Envoy lets nobody add or remove."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from . import _headers


def check(message: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the name of a protected header that is added, and each that is removed."""
    if message.type == _headers.HEADER:
        key = message.fields.get("key")
        if isinstance(key, str) and _headers.is_protected(key) and _headers.is_added(message):
            text = f"the header `{key}` may not be added or changed{_headers.instead(key)}"
            yield RULE.found(text, message.route_of("key"))
        return
    for name, route in _headers.removed(message):
        if _headers.is_protected(name):
            yield RULE.found(f"the header `{name}` may not be removed", route)


def page() -> Page:
    from . import _examples

    bad = _examples.routes("""\
- match: {prefix: /}
  request_headers_to_add:
  - header:
      key: Host  # want: protected-header "may not be added or changed; `host_rewrite_literal` of the route sets it"
      value: echo.example.com
  response_headers_to_remove:
  - server
  - ":status"  # want: protected-header "the header `:status` may not be removed"
  direct_response: {status: 200}
""")
    return Page(
        title="A header that may not be added or removed",
        catches="`host`, in any case, and headers that begin with `:`, among headers to add or to remove, at any level.",
        why="Envoy rejects the whole resource and keeps the previous one.",
        bad=bad,
        good=fix_example(bad, ("key: Host", "key: x-host"), ('        - ":status"\n', "")),
        fix="Use the rewrites of the route action: `host_rewrite_literal`, `prefix_rewrite`, `regex_rewrite`.",
        log=(":-prefixed or host headers may not be modified", ":-prefixed or host headers may not be removed"),
        more=(
            Example(
                "the path",
                bad=_examples.routes("""\
- match: {prefix: /}
  request_headers_to_add:
  - header:
      key: ":path"  # want: protected-header "`prefix_rewrite` or `regex_rewrite` of the route sets it"
      value: /v2
  direct_response: {status: 200}
"""),
                good=_examples.routes("""\
- match: {prefix: /}
  route: {cluster: default/echo, prefix_rewrite: /v2/}
"""),
            ),
            Example(
                "a header to remove",
                bad=_examples.routes("""\
- match: {prefix: /}
  request_headers_to_remove:
  - Host  # want: protected-header "the header `Host` may not be removed"
  direct_response: {status: 200}
"""),
            ),
        ),
    )


RULE = Rule(
    id="protected-header",
    severity="error",
    gate="nacked",
    on=(_headers.HEADER, *_headers.REMOVING),
    check=check,
    page=page,
)
