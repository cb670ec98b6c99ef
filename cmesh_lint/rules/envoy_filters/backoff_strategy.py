"""A back-off that ends below its beginning."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import TCP_PROXY, EnvoyConfig
from ...finding import Problem
from ...protobuf.durations import nanoseconds
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

STRATEGY = "envoy.config.core.v3.BackoffStrategy"
JWKS = "envoy.extensions.filters.http.jwt_authn.v3.RemoteJwks"
FLUENTD = "envoy.extensions.access_loggers.fluentd.v3.FluentdAccessLogConfig"


def check(strategy: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a `max_interval` below the `base_interval`, where Envoy compares them before it needs them."""
    base, most = (_length(strategy, name) for name in ("base_interval", "max_interval"))
    if _is_compared(strategy) and base is not None and most is not None and most < base:
        text = f"`max_interval` is {strategy.get('max_interval')}, below the base of {strategy.get('base_interval')}"
        yield RULE.found(text, strategy.route_of("max_interval"))


def _is_compared(strategy: Message) -> bool:
    within = strategy.above(JWKS) or strategy.above(FLUENTD)
    return within is not None or (strategy.parent is not None and strategy.parent.type == TCP_PROXY)


def _length(strategy: Message, name: str) -> int | None:
    text = strategy.fields.get(name)
    return nanoseconds(text) if isinstance(text, str) else None


def page() -> Page:
    from ..examples import http_filter

    bad = http_filter("""\
- name: envoy.filters.http.jwt_authn
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication
    providers:
      accounts:
        issuer: https://accounts.example.com
        audiences: [echo]
        remote_jwks:
          http_uri: {uri: https://accounts.example.com/jwks.json, cluster: default/echo, timeout: 1s}
          retry_policy:
            retry_back_off:
              base_interval: 10s
              max_interval: 1s  # want: backoff-strategy "`max_interval` is 1s, below the base of 10s"
    rules:
    - match: {prefix: /}
      requires: {provider_name: accounts}
""")
    return Page(
        title="A back-off whose maximum is below its base",
        catches="A `max_interval` below the `base_interval` in the retries of a JWKS, of a TCP proxy or of a Fluentd log.",
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("max_interval: 1s", "max_interval: 60s")),
        fix="Make `max_interval` as long as `base_interval` at least.",
        log=(
            "max_interval must be greater than or equal to the base_interval",
            "max_backoff_interval must be greater or equal to base_backoff_interval",
        ),
    )


RULE = Rule(
    id="backoff-strategy",
    severity="error",
    gate="nacked",
    on=(STRATEGY,),
    check=check,
    page=page,
)
