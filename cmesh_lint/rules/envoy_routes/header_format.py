"""An invalid format string in a header value."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ...substitution.formats import problems
from . import _headers

ACTION = "envoy.config.route.v3.RouteAction"


def check(message: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the value of an added header, and a rewrite that is a format string, for each fault in it."""
    if message.type == ACTION:
        fields: tuple[str, ...] = ("host_rewrite", "path_rewrite")
    else:
        fields = ("value",) if _headers.is_added(message) else ()
    for field in fields:
        text = message.fields.get(field)
        if isinstance(text, str) and "%" in text:
            for offset, fault in problems(text, config.version.minor, header=message.type != ACTION):
                yield RULE.found(f"at character {offset + 1} of the format: {fault}", message.route_of(field))


def page() -> Page:
    from . import _examples

    bad = _examples.routes("""\
- match: {prefix: /}
  response_headers_to_add:
  - header:
      key: x-certainty
      value: 100% sure  # want: header-format "at character 4 of the format: a lone `%`"
  - header:
      key: x-upstream
      value: "%UPSTREAM_HOTS%"  # want: header-format "did you mean `UPSTREAM_HOST`?"
  direct_response: {status: 200}
""")
    return Page(
        title="An invalid format string in a header value",
        catches=(
            "The value of a header to add with a single `%`, a command that is not closed or that this version of "
            "Envoy does not know, or arguments that it does not accept. The same in the `host_rewrite` and "
            "`path_rewrite` of a route."
        ),
        why="Envoy rejects the whole resource and keeps the previous one.",
        bad=bad,
        good=fix_example(bad, ("100% sure", "100%% sure"), ("HOTS", "HOST")),
        fix=(
            "Write `%%` for a percent sign, and use the commands in Envoy's documentation of the substitution "
            "formatter."
        ),
        log=("Couldn't find valid command at position", "Not supported field in StreamInfo", "requires parameters"),
        more=(
            Example(
                "a command that is not closed",
                bad=_examples.routes("""\
- match: {prefix: /}
  request_headers_to_add:
  - header: {key: x-path, value: "%REQ(:path"}  # want: header-format "at character 1 of the format"
  direct_response: {status: 200}
"""),
                good=_examples.routes("""\
- match: {prefix: /}
  request_headers_to_add:
  - header: {key: x-path, value: "%REQ(:path)%"}
  direct_response: {status: 200}
"""),
            ),
        ),
    )


RULE = Rule(
    id="header-format",
    severity="error",
    gate="nacked",
    on=(_headers.HEADER, ACTION),
    check=check,
    page=page,
)
