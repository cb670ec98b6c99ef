"""A direct response body that is too long."""

from __future__ import annotations

import binascii
from collections.abc import Iterator

from ...cec.envoy_config import ROUTES, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

DEFAULT = 4096
"""Bytes, where `max_direct_response_body_size_bytes` is not set."""


def check(action: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames an inline body above the limit of the RouteConfiguration around it."""
    body = action.child("body")
    if body is None:
        return
    for field in ("inline_string", "inline_bytes"):
        length, most = size(body.fields.get(field), field), limit(action)
        if length > most:
            text = f"the body has {length} bytes, more than the limit of {most}"
            yield RULE.found(text, body.route_of(field))


def size(value: object, field: str) -> int:
    """The bytes in a field of a DataSource."""
    if not isinstance(value, str):
        return 0
    if field == "inline_string":
        return len(value.encode(errors="replace"))
    unpadded = value.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return len(binascii.a2b_base64(unpadded + "=" * (-len(unpadded) % 4)))
    except binascii.Error:
        return 0


def limit(action: Message) -> int:
    """The longest body that the RouteConfiguration around the action allows."""
    routes = action.above(ROUTES)
    own = routes.fields.get("max_direct_response_body_size_bytes") if routes is not None else None
    return own if isinstance(own, int) else DEFAULT


def page() -> Page:
    from . import _examples

    bad = _examples.hosts("""\
- name: echo
  domains: ["*"]
  routes:
  - match: {prefix: /}
    direct_response:
      status: 503
      body:
        inline_string: please come back later  # want: direct-response-too-long "the body has 22 bytes, more than the limit of 16"
""").replace("    virtual_hosts:", "    max_direct_response_body_size_bytes: 16\n    virtual_hosts:")
    return Page(
        title="A direct response body that is too long",
        catches=(
            "A `direct_response` whose inline body is longer than `max_direct_response_body_size_bytes` of its "
            "RouteConfiguration, which defaults to 4096."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("size_bytes: 16", "size_bytes: 8192")),
        fix="Shorten the body, or raise `max_direct_response_body_size_bytes` in the RouteConfiguration.",
        log=("response body size is", "bytes; maximum is 4096"),
        more=(
            Example(
                "bytes in base64",
                bad=_examples.routes("""\
- match: {prefix: /}
  direct_response:
    status: 200
    body:
      inline_bytes: YWJjZGVm  # want: direct-response-too-long "the body has 6 bytes, more than the limit of 5"
""").replace("    virtual_hosts:", "    max_direct_response_body_size_bytes: 5\n    virtual_hosts:"),
            ),
        ),
    )


RULE = Rule(
    id="direct-response-too-long",
    severity="error",
    gate="nacked",
    on=("envoy.config.route.v3.DirectResponseAction",),
    check=check,
    page=page,
)
