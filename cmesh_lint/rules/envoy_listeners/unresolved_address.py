"""An address that Envoy cannot resolve."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ._addresses import SOCKET

_IP_RESOLVER = "envoy.ip"
_DNS = {"STRICT_DNS", "LOGICAL_DNS"}


def check(socket: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a port by name, and a resolver by a name that no Envoy of Cilium knows."""
    if not _is_read(socket):
        return
    if "named_port" in socket.fields:
        text = f"named ports are not supported, found `{socket.get('named_port')}`; write the number in `port_value`"
        yield RULE.found(text, socket.route_of("named_port"))
    resolver = socket.fields.get("resolver_name")
    if isinstance(resolver, str) and resolver not in ("", _IP_RESOLVER):
        yield RULE.found(
            f"unknown address resolver `{resolver}`; remove `resolver_name`", socket.route_of("resolver_name")
        )


def _is_read(socket: Message) -> bool:
    """Whether Envoy parses the address at once; clusters of a DNS type do so otherwise."""
    cluster = socket.above(CLUSTER)
    if cluster is not None and (cluster.fields.get("type") in _DNS or "cluster_type" in cluster.fields):
        return socket.parent is not None and socket.parent.type == "envoy.config.core.v3.BindConfig"
    return _within(
        socket, ("envoy.config.listener.v3.", "envoy.config.endpoint.v3.", "envoy.config.core.v3.BindConfig")
    )


def _within(socket: Message, types: tuple[str, ...]) -> bool:
    return any(each is not None and each.type.startswith(types) for each in _around(socket))


def _around(socket: Message) -> tuple[Message | None, Message | None]:
    around = socket.parent
    return around, around.parent if around is not None else None


def page() -> Page:
    from ..examples import in_listener

    bad = in_listener("""\
address:
  socket_address:
    address: 127.0.0.1
    named_port: http  # want: unresolved-address "named ports are not supported, found `http`"
""")
    return Page(
        title="An address that Envoy cannot resolve",
        catches=(
            "`named_port`, or a `resolver_name` other than `envoy.ip`, in the address of a listener, of an endpoint, "
            "or of a source. Cilium's Envoy has no resolver for them."
        ),
        why="Envoy rejects the resource.",
        bad=bad,
        good=fix_example(bad, ("named_port: http", "port_value: 8080")),
        fix="Write the port number in `port_value`, and remove `resolver_name`.",
        log=("IP resolver can't handle port specifier type 4", "Unknown address resolver: x"),
        more=(
            Example(
                "an unknown resolver",
                bad=fix_example(
                    bad,
                    (
                        "named_port: http",
                        'port_value: 8080\n        resolver_name: dns  # want: unresolved-address "unknown address resolver `dns`"',
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="unresolved-address",
    severity="error",
    gate="nacked",
    on=(SOCKET,),
    check=check,
    page=page,
)
