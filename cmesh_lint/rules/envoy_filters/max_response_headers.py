"""A limit of response headers in a connection manager."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import HCM, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_FIELD = "max_response_headers_kb"


def check(options: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the limit where it belongs to the wrong side."""
    if _FIELD in options.fields and options.parent is not None and options.parent.type == HCM:
        text = f"`{_FIELD}` is for clusters; a connection manager limits the headers of requests alone"
        yield RULE.found(text, options.route_of(_FIELD), at="key")


def page() -> Page:
    from ..examples import in_manager

    bad = in_manager("""\
common_http_protocol_options:
  idle_timeout: 60s
  max_response_headers_kb: 128  # want: max-response-headers "is for clusters"
""")
    return Page(
        title="A limit of response headers in a connection manager",
        catches=("`max_response_headers_kb` in the `common_http_protocol_options` of an HttpConnectionManager."),
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("            max_response_headers_kb: 128\n", "")),
        fix="Set it in the HttpProtocolOptions of the cluster. `max_request_headers_kb` limits requests.",
        log=("max_response_headers_kb cannot be set on http_connection_manager.",),
    )


RULE = Rule(
    id="max-response-headers",
    severity="error",
    gate="nacked",
    on=("envoy.config.core.v3.HttpProtocolOptions",),
    check=check,
    page=page,
)
