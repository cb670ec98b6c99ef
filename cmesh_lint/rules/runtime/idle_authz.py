"""An authorization that asks nobody."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(authz: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames filters without a service."""
    if "grpc_service" not in authz.fields and "http_service" not in authz.fields:
        yield RULE.found("neither `grpc_service` nor `http_service`: there is nobody to ask", authz.route, at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="An authorization that asks nobody",
        catches="An `ext_authz` filter without `grpc_service` or `http_service`.",
        why="Envoy accepts it and has nobody to ask.",
        bad=fix_example(
            ECHO,
            (
                "          - name: envoy.filters.http.router\n",
                """          - name: envoy.filters.http.ext_authz
            typed_config:  # want: idle-authz "nobody to ask"
              "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz
          - name: envoy.filters.http.router
""",
            ),
        ),
        good=ECHO,
        fix="Name the service.",
    )


RULE = Rule(
    id="idle-authz",
    severity="warning",
    gate="runtime",
    effect="Envoy crashes on the first request that reaches the filter, on every node",
    on=("envoy.extensions.filters.http.ext_authz.v3.ExtAuthz",),
    check=check,
    page=page,
)
