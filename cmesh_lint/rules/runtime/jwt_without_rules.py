"""JWT filter requires no token."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(jwt: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames filters and rules that require nothing."""
    required = any(jwt.fields.get(name) for name in ("rules", "filter_state_rules", "requirement_map"))
    if jwt.fields.get("providers") and not required:
        yield RULE.found(
            "`providers` without `rules`: requests pass without a token", jwt.route_of("providers"), at="key"
        )


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="JWT filter requires no token",
        catches="A `jwt_authn` filter with `providers` but without rules or per-route requirements.",
        why="Envoy only checks tokens where a rule requires one: requests pass without.",
        bad=fix_example(
            ECHO,
            (
                "          - name: envoy.filters.http.router\n",
                '          - name: envoy.filters.http.jwt_authn\n            typed_config:\n              "@type": type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication\n              providers:  # want: jwt-without-rules "without a token"\n                example:\n                  issuer: https://example.com\n                  audiences: [echo]\n                  local_jwks: {filename: /etc/jwks.json}\n          - name: envoy.filters.http.router\n',
            ),
        ),
        good=fix_example(
            ECHO,
            (
                "          - name: envoy.filters.http.router\n",
                '          - name: envoy.filters.http.jwt_authn\n            typed_config:\n              "@type": type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication\n              providers:\n                example:\n                  issuer: https://example.com\n                  audiences: [echo]\n                  local_jwks: {filename: /etc/jwks.json}\n              rules:\n              - match: {prefix: /}\n                requires: {provider_name: example}\n          - name: envoy.filters.http.router\n',
            ),
        ),
        fix="Add `rules` with `requires`.",
    )


RULE = Rule(
    id="jwt-without-rules",
    severity="warning",
    gate="runtime",
    effect="no token is required: every request passes",
    on=("envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication",),
    check=check,
    page=page,
    formerly=("idle-jwt",),
)
