"""An authorization that lets through when it fails."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(authz: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames filters that pass requests when their service fails."""
    if authz.fields.get("failure_mode_allow") is True:
        yield RULE.found("when the service fails, every request passes", authz.route_of("failure_mode_allow"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="An authorization that lets through when it fails",
        catches="`failure_mode_allow: true` of the `ext_authz` filter.",
        why="When the authorization service is down, every request passes.",
        bad=fix_example(
            ECHO,
            (
                "          - name: envoy.filters.http.router\n",
                """          - name: envoy.filters.http.ext_authz
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz
              failure_mode_allow: true  # want: lets-through-on-failure "every request passes"
              grpc_service:
                envoy_grpc: {cluster_name: default/echo}
          - name: envoy.filters.http.router
""",
            ),
        ),
        good=ECHO,
        fix="Leave it out, unless this is what you want.",
    )


RULE = Rule(
    id="lets-through-on-failure",
    severity="warning",
    gate="runtime",
    effect="while the authorization service is down, every request passes unauthorized",
    on=("envoy.extensions.filters.http.ext_authz.v3.ExtAuthz",),
    check=check,
    page=page,
)
