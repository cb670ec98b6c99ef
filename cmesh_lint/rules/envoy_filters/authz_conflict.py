"""Conflicting external authorization settings."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

AUTHZ = "envoy.extensions.filters.http.ext_authz.v3.ExtAuthz"
CHECK = "envoy.extensions.filters.http.ext_authz.v3.CheckSettings"


def check(message: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the second of two settings for one thing."""
    if message.type == CHECK:
        if message.fields.get("disable_request_body_buffering") is True and "with_request_body" in message.fields:
            text = "`with_request_body` cannot be combined with `disable_request_body_buffering`"
            yield RULE.found(text, message.route_of("with_request_body"), at="key")
        return
    service = message.child("http_service")
    request = service.child("authorization_request") if service is not None else None
    if request is not None and "allowed_headers" in request.fields and "allowed_headers" in message.fields:
        text = "`allowed_headers` is set here and in the filter; remove one of them"
        yield RULE.found(text, request.route_of("allowed_headers"), at="key")


def page() -> Page:
    from ..examples import http_filter, in_route

    bad = in_route("""\
typed_per_filter_config:
  envoy.filters.http.ext_authz:
    "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute
    check_settings:
      disable_request_body_buffering: true
      with_request_body: {max_request_bytes: 1024}  # want: authz-conflict "cannot be combined with"
""")
    return Page(
        title="Conflicting external authorization settings",
        catches=(
            "`disable_request_body_buffering` together with `with_request_body` in the settings of a route, and "
            "`allowed_headers` set both in the filter and in its `authorization_request`."
        ),
        why="Envoy rejects the resource.",
        bad=bad,
        good=fix_example(bad, ("              disable_request_body_buffering: true\n", "")),
        fix="Keep one of the two.",
        log=(
            "Invalid configuration for check_settings. Only one of disable_request_body_buffering or with_request_body can be set.",
            "Invalid duplicate configuration for allowed_headers.",
        ),
        more=(
            Example(
                "allowed headers in two places",
                bad=http_filter("""\
- name: envoy.filters.http.ext_authz
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz
    allowed_headers: {patterns: [{exact: x-tenant}]}
    http_service:
      server_uri: {uri: http://authz.example.com, cluster: default/echo, timeout: 1s}
      authorization_request:
        allowed_headers: {patterns: [{exact: x-user}]}  # want: authz-conflict "is set here and in the filter"
"""),
            ),
        ),
    )


RULE = Rule(
    id="authz-conflict",
    severity="error",
    gate="nacked",
    on=(AUTHZ, CHECK),
    check=check,
    page=page,
)
