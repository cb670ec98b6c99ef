"""An obsolete command in a header value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...patterns import pattern
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from . import _headers

_LIST = pattern(r'%(DYNAMIC_METADATA|UPSTREAM_METADATA)\(\s*\[\s*("[^"]*"(?:\s*,\s*"[^"]*")*)\s*\]\s*\)%')
_STATE = "%PER_REQUEST_STATE("


def check(header: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the value of an added header for each obsolete command in it."""
    text = header.fields.get("value")
    if isinstance(text, str) and "%" in text and _headers.is_added(header):
        for old, new in obsolete(text):
            yield RULE.found(f"`{old}` is obsolete; write `{new}`", header.route_of("value"))


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
      value: '%DYNAMIC_METADATA(["tenant","name"])%'  # want: obsolete-header-command "write `%DYNAMIC_METADATA(tenant:name)%`"
  direct_response: {status: 200}
""")
    return Page(
        title="An obsolete command in a header value",
        catches=(
            "`%DYNAMIC_METADATA([…])%` and `%UPSTREAM_METADATA([…])%` with a JSON list, and "
            "`%PER_REQUEST_STATE(…)%`, in the value of a header. Envoy 1.36 and later accept them with a warning."
        ),
        why="A later Envoy rejects them, and it comes with a Cilium upgrade.",
        bad=bad,
        good=fix_example(bad, ('\'%DYNAMIC_METADATA(["tenant","name"])%\'', '"%DYNAMIC_METADATA(tenant:name)%"')),
        fix=("Separate the names with colons, and write `%FILTER_STATE(KEY:PLAIN)%` for the state of a request."),
        log=("has been obsoleted",),
        more=(
            Example(
                "the state of a request",
                bad=_examples.routes("""\
- match: {prefix: /}
  response_headers_to_add:
  - header:
      key: x-tenant
      value: "%PER_REQUEST_STATE(tenant)%"  # want: obsolete-header-command "write `%FILTER_STATE(tenant:PLAIN)%`"
  direct_response: {status: 200}
"""),
            ),
        ),
    )


RULE = Rule(
    id="obsolete-header-command",
    severity="warning",
    gate="runtime",
    effect="it works today; a later release of Envoy rejects the command",
    since="1.17",
    on=(_headers.HEADER,),
    check=check,
    page=page,
)
