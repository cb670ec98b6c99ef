"""Settings of external authorization that exclude each other."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

AUTHZ = "envoy.extensions.filters.http.ext_authz.v3.ExtAuthz"
CHECK = "envoy.extensions.filters.http.ext_authz.v3.CheckSettings"


def check(message: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the second of two settings for one thing."""
    if message.type == CHECK:
        if message.fields.get("disable_request_body_buffering") is True and "with_request_body" in message.fields:
            text = "`with_request_body` and `disable_request_body_buffering` exclude each other"
            yield RULE.found(text, message.route_of("with_request_body"), at="key")
        return
    service = message.child("http_service")
    request = service.child("authorization_request") if service is not None else None
    if request is not None and "allowed_headers" in request.fields and "allowed_headers" in message.fields:
        text = "`allowed_headers` is set here and in the filter; expected one of the two"
        yield RULE.found(text, request.route_of("allowed_headers"), at="key")


def page() -> Page:
    from ..examples import in_route

    bad = in_route("""\
typed_per_filter_config:
  envoy.filters.http.ext_authz:
    "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute
    check_settings:
      disable_request_body_buffering: true
      with_request_body: {max_request_bytes: 1024}  # want: authz-conflict "exclude each other"
""")
    return Page(
        title="Two settings of external authorization for one thing",
        catches=(
            "`disable_request_body_buffering` beside `with_request_body` in the settings of a route, and `allowed_headers` "
            "both in the filter and in its `authorization_request`."
        ),
        why="Envoy rejects the resource.",
        bad=bad,
        good=fix_example(bad, ("              disable_request_body_buffering: true\n", "")),
        fix="Keep one of the two.",
        log=(
            "Invalid configuration for check_settings. Only one of disable_request_body_buffering or with_request_body can be set.",
            "Invalid duplicate configuration for allowed_headers.",
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
