"""A health check payload that Envoy cannot send."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

CHECK = "envoy.config.core.v3.HealthCheck"
HTTP = f"{CHECK}.HttpHealthCheck"
_HEX = re.compile(r"(?:[0-9a-fA-F]{2})*")
_BODILESS = frozenset({"GET", "HEAD", "DELETE", "TRACE"})


def check(message: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a text that is no hexadecimal, and a body for a method without one."""
    if not _is_read(message):
        return
    if message.type == HTTP:
        method = str(message.fields.get("method", "GET")).replace("METHOD_UNSPECIFIED", "GET")
        if "send" in message.fields and method in _BODILESS:
            fault = f"`{method}` has no body; remove `send`, or set `method` to POST, PUT, PATCH or OPTIONS"
            yield RULE.found(fault, message.route_of("send"), at="key")
        return
    text = message.fields.get("text")
    if isinstance(text, str) and not _HEX.fullmatch(text):
        fault = f"the payload `{text}` is not valid hexadecimal; if text is meant, write `{text.encode().hex()}`"
        yield RULE.found(fault, message.route_of("text"))


def _is_read(message: Message) -> bool:
    """Whether it is in one of the health checks of HealthCheck; one in a custom check is not parsed."""
    check = message.parent if message.type == f"{CHECK}.Payload" else message
    return check is not None and check.field != ""


def page() -> Page:
    from . import _examples

    bad = _examples.dns_cluster("""\
health_checks:
- timeout: 1s
  interval: 5s
  healthy_threshold: 1
  unhealthy_threshold: 3
  tcp_health_check:
    send:
      text: PING  # want: health-check-payload "if text is meant, write `50494e47`"
""")
    return Page(
        title="A health check payload that Envoy cannot send",
        catches=(
            "A payload whose `text` is not hexadecimal, in what a TCP or HTTP health check sends or expects. Also a "
            "payload to send with a method that has no body, such as GET, the default."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("PING", '"50494e47"')),
        fix="Write the bytes in hexadecimal: `printf PING | xxd -p`.",
        log=("invalid hex string", "HTTP health check cannot specify a request payload with method"),
        more=(
            Example(
                "a body for GET",
                bad=_examples.dns_cluster("""\
health_checks:
- timeout: 1s
  interval: 5s
  healthy_threshold: 1
  unhealthy_threshold: 3
  http_health_check:
    path: /healthz
    send: {text: "50494e47"}  # want: health-check-payload "`GET` has no body; remove `send`"
"""),
                good=_examples.dns_cluster("""\
health_checks:
- timeout: 1s
  interval: 5s
  healthy_threshold: 1
  unhealthy_threshold: 3
  http_health_check:
    path: /healthz
    method: POST
    send: {text: "50494e47"}
"""),
            ),
        ),
    )


RULE = Rule(
    id="health-check-payload",
    severity="error",
    gate="nacked",
    on=(f"{CHECK}.Payload", HTTP),
    check=check,
    page=page,
)
