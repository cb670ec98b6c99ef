"""A command in the value of a header that Envoy is about to forget."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...patterns import pattern
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from . import _headers

_LIST = pattern(r'%(DYNAMIC_METADATA|UPSTREAM_METADATA)\(\s*\[\s*("[^"]*"(?:\s*,\s*"[^"]*")*)\s*\]\s*\)%')
_STATE = "%PER_REQUEST_STATE("


def check(header: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the value of an added header for each obsolete command in it."""
    text = header.fields.get("value")
    if isinstance(text, str) and "%" in text and _headers.is_added(header):
        for old, new in obsolete(text):
            yield RULE.found(f"`{old}` is obsolete; expected `{new}`", header.route_of("value"))


def obsolete(text: str) -> Iterator[tuple[str, str]]:
    """Each obsolete command in a format string, and what is written today."""
    for match in _LIST.finditer(text):
        names = ":".join(re.findall(r'"([^"]*)"', match[2]))
        yield match[0], f"%{match[1]}({names})%"
    start = text.find(_STATE)
    while start >= 0 and (end := text.find(")", start)) >= 0:
        key = text[start + len(_STATE) : end]
        if key and text.startswith("%", end + 1):
            yield f"{_STATE}{key})%", f"%FILTER_STATE({key}:PLAIN)%"
        start = text.find(_STATE, end)


def page() -> Page:
    from . import _examples

    bad = _examples.routes("""\
- match: {prefix: /}
  response_headers_to_add:
  - header:
      key: x-tenant
      value: '%DYNAMIC_METADATA(["tenant","name"])%'  # want: obsolete-header-command "expected `%DYNAMIC_METADATA(tenant:name)%`"
  direct_response: {status: 200}
""")
    return Page(
        title="An obsolete command in the value of a header",
        catches=(
            "`%DYNAMIC_METADATA([…])%` and `%UPSTREAM_METADATA([…])%` with a JSON list, and `%PER_REQUEST_STATE(…)%`, in the "
            "value of a header. Envoy 1.36 and later take them with a warning."
        ),
        why="A later Envoy rejects them, and a Cilium upgrade brings one.",
        bad=bad,
        good=fix_example(bad, ('\'%DYNAMIC_METADATA(["tenant","name"])%\'', '"%DYNAMIC_METADATA(tenant:name)%"')),
        fix="Write the names with colons between them, and `%FILTER_STATE(KEY:PLAIN)%` for the state of a request.",
        log=("has been obsoleted",),
    )


RULE = Rule(
    id="obsolete-header-command",
    severity="warning",
    gate="runtime",
    since="1.17",
    on=(_headers.HEADER,),
    check=check,
    page=page,
)
