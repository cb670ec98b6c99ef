"""Conflicting external processing settings."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

PROCESSOR = "envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor"
DUPLEX = "FULL_DUPLEX_STREAMED"
_SIDES = ("request", "response")


def check(processor: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the services, the mode, and the two settings for one cache."""
    services = [name for name in ("grpc_service", "http_service") if name in processor.fields]
    if len(services) != 1:
        text = f"set either `grpc_service` or `http_service`, found {'both' if services else 'neither'}"
        yield RULE.found(text, processor.route_of(services[1]) if services else processor.route, at="key")
    cached = processor.fields.get("route_cache_action") not in (None, "DEFAULT")
    if cached and processor.fields.get("disable_clear_route_cache") is True:
        text = "`route_cache_action` cannot be combined with `disable_clear_route_cache`"
        yield RULE.found(text, processor.route_of("route_cache_action"), at="key")
    mode = processor.child("processing_mode")
    if mode is not None:
        yield from _mode(mode, "http_service" in processor.fields)


def _mode(mode: Message, over_http: bool) -> Iterator[Problem]:
    for side in _SIDES:
        body, trailers = f"{side}_body_mode", f"{side}_trailer_mode"
        if mode.fields.get(body) == DUPLEX and mode.fields.get(trailers) != "SEND":
            yield RULE.found(f"`{DUPLEX}` needs `{trailers}: SEND`", mode.route_of(body))
        elif over_http and mode.fields.get(body) not in (None, "NONE"):
            yield RULE.found(
                "an HTTP service cannot receive bodies; use a gRPC service, or write `NONE`", mode.route_of(body)
            )
        elif over_http and mode.fields.get(trailers) == "SEND":
            yield RULE.found(
                "an HTTP service cannot receive trailers; use a gRPC service, or write `SKIP`", mode.route_of(trailers)
            )


def page() -> Page:
    from ..examples import http_filter

    bad = http_filter("""\
- name: envoy.filters.http.ext_proc
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor
    grpc_service: {timeout: 1s, envoy_grpc: {cluster_name: default/authz}}
    processing_mode:
      request_body_mode: FULL_DUPLEX_STREAMED  # want: ext-proc-mode "needs `request_trailer_mode: SEND`"
""")
    return Page(
        title="Conflicting external processing settings",
        catches=(
            "External processing with no service or with two, with full-duplex bodies but no trailers, with bodies "
            "or trailers for an HTTP service, or with two settings for the route cache."
        ),
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(
            bad,
            (
                "request_body_mode: FULL_DUPLEX_STREAMED\n",
                "request_body_mode: FULL_DUPLEX_STREAMED\n                request_trailer_mode: SEND\n",
            ),
        ),
        fix="Change the setting that the message names.",
        log=(
            "One and only one of grpc_service or http_service must be configured",
            "If the ext_proc filter has the request_body_mode set to FULL_DUPLEX_STREAMED, then the request_trailer_mode has to be set to SEND",
        ),
        more=(
            Example(
                "no service",
                bad=http_filter("""\
- name: envoy.filters.http.ext_proc
  typed_config:  # want: ext-proc-mode "found neither"
    "@type": type.googleapis.com/envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor
    stat_prefix: echo
"""),
            ),
            Example(
                "two services",
                bad=http_filter("""\
- name: envoy.filters.http.ext_proc
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor
    grpc_service: {timeout: 1s, envoy_grpc: {cluster_name: default/authz}}
    http_service:  # want: ext-proc-mode "found both"
      http_service:
        http_uri: {uri: http://echo.example.com, cluster: default/echo, timeout: 1s}
"""),
            ),
            Example(
                "two settings for the route cache",
                bad=http_filter("""\
- name: envoy.filters.http.ext_proc
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor
    grpc_service: {timeout: 1s, envoy_grpc: {cluster_name: default/authz}}
    disable_clear_route_cache: true
    route_cache_action: CLEAR  # want: ext-proc-mode "cannot be combined with `disable_clear_route_cache`"
"""),
            ),
            Example(
                "bodies and trailers for an HTTP service",
                bad=http_filter("""\
- name: envoy.filters.http.ext_proc
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor
    http_service:
      http_service:
        http_uri: {uri: http://echo.example.com, cluster: default/echo, timeout: 1s}
    processing_mode:
      request_body_mode: BUFFERED  # want: ext-proc-mode "an HTTP service cannot receive bodies"
      response_trailer_mode: SEND  # want: ext-proc-mode "an HTTP service cannot receive trailers"
"""),
            ),
        ),
    )


RULE = Rule(
    id="ext-proc-mode",
    severity="error",
    gate="nacked",
    on=(PROCESSOR,),
    check=check,
    page=page,
)
