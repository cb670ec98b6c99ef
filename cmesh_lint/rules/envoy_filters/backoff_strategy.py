"""A back-off with `max_interval` below `base_interval`."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import TCP_PROXY, EnvoyConfig
from ...finding import Problem
from ...protobuf.durations import nanoseconds
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

STRATEGY = "envoy.config.core.v3.BackoffStrategy"
JWKS = "envoy.extensions.filters.http.jwt_authn.v3.RemoteJwks"
FLUENTD = "envoy.extensions.access_loggers.fluentd.v3.FluentdAccessLogConfig"


def check(strategy: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a `max_interval` below the `base_interval`, where Envoy compares them before it needs them."""
    base, most = (_length(strategy, name) for name in ("base_interval", "max_interval"))
    if _is_compared(strategy) and base is not None and most is not None and most < base:
        text = f"`max_interval` is {strategy.get('max_interval')}, below the `base_interval` of {strategy.get('base_interval')}"
        yield RULE.found(text, strategy.route_of("max_interval"))


def _is_compared(strategy: Message) -> bool:
    within = strategy.above(JWKS) or strategy.above(FLUENTD)
    return within is not None or (strategy.parent is not None and strategy.parent.type == TCP_PROXY)


def _length(strategy: Message, name: str) -> int | None:
    text = strategy.fields.get(name)
    return nanoseconds(text) if isinstance(text, str) else None


def page() -> Page:
    from ..examples import http_filter, network_filter

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
              max_interval: 1s  # want: backoff-strategy "`max_interval` is 1s, below the `base_interval` of 10s"
    rules:
    - match: {prefix: /}
      requires: {provider_name: accounts}
""")
    return Page(
        title="A back-off with `max_interval` below `base_interval`",
        catches=(
            "A `max_interval` below the `base_interval` in the retry policy of a JWKS, a TCP proxy or a Fluentd "
            "access log."
        ),
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("max_interval: 1s", "max_interval: 60s")),
        fix="Make `max_interval` at least as long as `base_interval`.",
        log=(
            "max_interval must be greater than or equal to the base_interval",
            "max_backoff_interval must be greater or equal to base_backoff_interval",
        ),
        more=(
            Example(
                "a TCP proxy",
                bad=network_filter("""\
- name: envoy.filters.network.tcp_proxy
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
    stat_prefix: tcp
    cluster: default/echo
    backoff_options:
      base_interval: 10s
      max_interval: 1s  # want: backoff-strategy "below the `base_interval` of 10s"
"""),
            ),
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
