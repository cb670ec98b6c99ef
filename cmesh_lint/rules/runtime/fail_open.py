"""External authorization fails open."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(authz: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames filters that pass requests when their service fails."""
    if authz.fields.get("failure_mode_allow") is True:
        yield RULE.found(
            "`failure_mode_allow: true` lets requests pass if the authorization service fails",
            authz.route_of("failure_mode_allow"),
        )


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="External authorization fails open",
        catches="`failure_mode_allow: true` in the `ext_authz` filter.",
        why="While the authorization service is down, every request passes.",
        bad=fix_example(
            ECHO,
            (
                "          - name: envoy.filters.http.router\n",
                """          - name: envoy.filters.http.ext_authz
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz
              failure_mode_allow: true  # want: fail-open "lets requests pass"
              grpc_service:
                envoy_grpc: {cluster_name: default/echo}
          - name: envoy.filters.http.router
""",
            ),
        ),
        good=ECHO,
        fix="Remove `failure_mode_allow`, unless you want to fail open.",
    )


RULE = Rule(
    id="fail-open",
    severity="warning",
    gate="runtime",
    effect="while the authorization service is down, every request passes unauthorized",
    on=("envoy.extensions.filters.http.ext_authz.v3.ExtAuthz",),
    check=check,
    page=page,
    formerly=("lets-through-on-failure",),
)
