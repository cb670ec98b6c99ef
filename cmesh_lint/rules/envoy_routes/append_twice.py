"""A header with both `append` and `append_action`."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from . import _headers

DEFAULT = "APPEND_IF_EXISTS_OR_ADD"
"""The zero of the enum: Envoy cannot tell it from no value."""


def check(option: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames `append` beside an `append_action` other than the default."""
    twice = "append" in option.fields and option.fields.get("append_action", DEFAULT) != DEFAULT
    if twice and _headers.is_checked(option):
        text = "both `append` and `append_action` are set; remove `append`"
        yield RULE.found(text, option.route_of("append"), at="key")


def page() -> Page:
    from . import _examples

    bad = _examples.routes("""\
- match: {prefix: /}
  response_headers_to_add:
  - header: {key: x-version, value: v2}
    append: false  # want: append-twice "remove `append`"
    append_action: OVERWRITE_IF_EXISTS_OR_ADD
  direct_response: {status: 200}
""")
    return Page(
        title="A header with both `append` and `append_action`",
        catches="A header to add with the deprecated `append` and an `append_action` other than the default.",
        why="Envoy rejects the whole resource and keeps the previous one.",
        bad=bad,
        good=fix_example(bad, ("          append: false\n", "")),
        fix="Remove `append`.",
        log=("Both append and append_action are set and it's not allowed",),
    )


RULE = Rule(
    id="append-twice",
    severity="error",
    gate="nacked",
    on=(_headers.OPTION,),
    check=check,
    page=page,
)
