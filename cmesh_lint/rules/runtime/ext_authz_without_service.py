"""External authorization without a service."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(authz: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames filters without a service."""
    if "grpc_service" not in authz.fields and "http_service" not in authz.fields:
        yield RULE.found("neither `grpc_service` nor `http_service` is set", authz.route, at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="External authorization without a service",
        catches="An `ext_authz` filter without `grpc_service` or `http_service`.",
        why="Envoy accepts the filter, and crashes as soon as a request reaches it.",
        bad=fix_example(
            ECHO,
            (
                "          - name: envoy.filters.http.router\n",
                """          - name: envoy.filters.http.ext_authz
            typed_config:  # want: ext-authz-without-service "is set"
              "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz
          - name: envoy.filters.http.router
""",
            ),
        ),
        good=ECHO,
        fix="Set `grpc_service` or `http_service`.",
    )


RULE = Rule(
    id="ext-authz-without-service",
    severity="critical",
    gate="runtime",
    effect="Envoy crashes on the first request that reaches the filter, on every node",
    on=("envoy.extensions.filters.http.ext_authz.v3.ExtAuthz",),
    check=check,
    page=page,
    formerly=("idle-authz",),
)
