"""A socket setting on an internal listener."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import LISTENER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

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
            text = f"an internal listener cannot have an address; remove `{name}`"
            yield RULE.found(text, listener.route_of(name), at="key")
    for name in (*_SET, *_SAYING):
        if name in listener.fields and (name in _SET or listener.fields[name]):
            text = f"`{name}` is for sockets and not supported on an internal listener; remove it"
            yield RULE.found(text, listener.route_of(name), at="key")


def page() -> Page:
    from ..examples import with_resource

    bad = with_resource("""\
- "@type": type.googleapis.com/envoy.config.listener.v3.Listener
  name: inner
  internal_listener: {}
  enable_reuse_port: false  # want: internal-listener-field "`enable_reuse_port` is for sockets and not supported"
  filter_chains:
  - filters:
    - name: envoy.filters.network.tcp_proxy
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
        stat_prefix: inner
        cluster: default/echo
""")
    return Page(
        title="A socket setting on an internal listener",
        catches=(
            "`address`, `additional_addresses`, or a socket option such as `enable_reuse_port` or `freebind`, on a "
            "listener with `internal_listener`."
        ),
        why="Envoy rejects the listener, even if the option is false.",
        bad=bad,
        good=fix_example(bad, ("\n    enable_reuse_port: false", "")),
        fix="Remove the field.",
        log=(
            "address should not be used when an internal listener config is provided",
            "error adding listener named '…': has unsupported tcp listener feature",
            "does not support socket option",
        ),
        more=(
            Example(
                "an address",
                bad=fix_example(
                    bad,
                    (
                        "    enable_reuse_port: false\n",
                        '    address: {socket_address: {address: 127.0.0.1, port_value: 80}}  # want: internal-listener-field "remove `address`"\n',
                    ),
                ),
            ),
            Example(
                "an option that is false",
                good=fix_example(bad, ("    enable_reuse_port: false\n", "    freebind: false\n")),
            ),
            Example(
                "an option that is true",
                bad=fix_example(
                    bad,
                    (
                        "    enable_reuse_port: false\n",
                        '    freebind: true  # want: internal-listener-field "`freebind` is for sockets"\n',
                    ),
                ),
            ),
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
