"""An internal listener has a field that only sockets can have."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import LISTENER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_ADDRESSES = ("address", "additional_addresses")
_SET = (
    "api_listener",
    "connection_balance_config",
    "enable_reuse_port",
    "tcp_backlog_size",
    "tcp_fast_open_queue_length",
)
"""Rejected as soon as they are set, whatever they say."""
_SAYING = ("enable_mptcp", "freebind", "socket_options", "transparent")
"""Rejected where they say something: not when false or empty."""


def check(listener: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames each such field."""
    if "internal_listener" not in listener.fields:
        return
    for name in _ADDRESSES:
        if listener.fields.get(name) not in (None, []):
            text = f"an internal listener has no address, found `{name}`"
            yield RULE.found(text, listener.route_of(name), at="key")
    for name in (*_SET, *_SAYING):
        if name in listener.fields and (name in _SET or listener.fields[name]):
            text = f"`{name}` is for sockets, and an internal listener has none"
            yield RULE.found(text, listener.route_of(name), at="key")


def page() -> Page:
    from ..examples import with_resource

    bad = with_resource("""\
- "@type": type.googleapis.com/envoy.config.listener.v3.Listener
  name: inner
  internal_listener: {}
  enable_reuse_port: false  # want: internal-listener-field "`enable_reuse_port` is for sockets"
  filter_chains:
  - filters:
    - name: envoy.filters.network.tcp_proxy
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
        stat_prefix: inner
        cluster: default/echo
""")
    return Page(
        title="An internal listener with a socket's field",
        catches=(
            "`address`, `additional_addresses`, or an option of sockets such as `enable_reuse_port` or `freebind`, on a "
            "listener with `internal_listener`."
        ),
        why="Envoy rejects the listener, even where the option says false.",
        bad=bad,
        good=fix_example(bad, ("\n    enable_reuse_port: false", "")),
        fix="Take the field away.",
        log=(
            "address should not be used when an internal listener config is provided",
            "error adding listener named '…': has unsupported tcp listener feature",
            "does not support socket option",
        ),
    )


RULE = Rule(
    id="internal-listener-field",
    severity="error",
    gate="nacked",
    on=(LISTENER,),
    check=check,
    page=page,
)
