"""Settings of a TCP proxy that exclude each other."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_TCP_PROXY = "envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy"
_OLDER = ("access_log_flush_interval", "flush_access_log_on_connected")


def check(proxy: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames two ways to say when to log, and a path of POST requests where there are none."""
    for name in _OLDER:
        if proxy.fields.get(name) not in (None, False) and "access_log_options" in proxy.fields:
            yield RULE.found(f"`{name}` and `access_log_options` exclude each other", proxy.route_of(name), at="key")
    tunnel = proxy.child("tunneling_config")
    if tunnel is not None and tunnel.fields.get("post_path") and tunnel.fields.get("use_post") is not True:
        text = "`post_path` is for POST requests; expected `use_post: true` beside it"
        yield RULE.found(text, tunnel.route_of("post_path"), at="key")


def page() -> Page:
    from ..examples import CLUSTER, network_filter

    bad = network_filter("""\
- name: envoy.filters.network.tcp_proxy
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
    stat_prefix: echo
    cluster: default/echo
    tunneling_config:
      hostname: echo.example.com
      post_path: /tunnel  # want: tcp-proxy-conflict "expected `use_post: true` beside it"
""")
    bad = bad.partition("      - name: envoy.filters.network.http_connection_manager")[0] + CLUSTER
    return Page(
        title="Settings of a TCP proxy that exclude each other",
        catches=(
            "A `post_path` of a `tunneling_config` without `use_post: true`, and `access_log_flush_interval` or `flush_access_log_on_connected` beside `access_log_options`."
        ),
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("post_path: /tunnel", "post_path: /tunnel\n            use_post: true")),
        fix="Keep one of the two, or say `use_post: true`.",
        log=(
            "Can't set a post path when POST method isn't used",
            "Only one of access_log_flush_interval or access_log_options can be specified.",
        ),
    )


RULE = Rule(
    id="tcp-proxy-conflict",
    severity="error",
    gate="nacked",
    on=(_TCP_PROXY,),
    check=check,
    page=page,
)
