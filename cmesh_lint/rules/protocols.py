"""Which protocol Envoy speaks to a cluster or at a listener, shared by rules about it."""

from __future__ import annotations

from ..cec.envoy_config import HCM, LISTENER, EnvoyConfig
from ..protobuf.walk import Message

OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
_SOCKETS = "envoy.extensions.transport_sockets."
_WRAPPERS = frozenset((f"{_SOCKETS}proxy_protocol.v3.ProxyProtocolUpstreamTransport", f"{_SOCKETS}tap.v3.Tap"))
_PLAIN = frozenset((f"{_SOCKETS}raw_buffer.v3.RawBuffer",))


def options(cluster: Message) -> Message | None:
    """The HttpProtocolOptions of a cluster."""
    found = cluster.children("typed_extension_protocol_options")
    return next((each for each in found if each.type == OPTIONS), None)


def speaks_http2(cluster: Message, config: EnvoyConfig) -> bool:
    """Whether Envoy speaks HTTP/2 or HTTP/3 to the cluster on its own account, not only after the client's fashion."""
    given = options(cluster)
    if given is not None:
        explicit = given.child("explicit_http_config")
        if explicit is not None:
            return bool({"http2_protocol_options", "http3_protocol_options"} & explicit.fields.keys())
        if "auto_config" in given.fields:
            return True
        if "use_downstream_protocol_config" in given.fields:
            return False
    if injects_upstream(config):
        return not is_plain(cluster)  # the agent then lets TLS negotiate the protocol
    return given is not None or "http2_protocol_options" in cluster.fields


def is_plain(cluster: Message) -> bool:
    """Whether no transport socket of the cluster can negotiate a protocol, as far as that can be told."""
    socket = cluster.child("transport_socket")
    held = socket.child("typed_config") if socket is not None else None
    while held is not None and held.type in _WRAPPERS:
        inner = held.child("transport_socket")
        held = inner.child("typed_config") if inner is not None else None
    return (held is None and (socket is None or not socket.value)) or (held is not None and held.type in _PLAIN)


def injects_upstream(config: EnvoyConfig) -> bool:
    """Whether the agent puts its filters, and a choice of protocol, into the clusters of the CEC."""
    return config.once(__name__, lambda: _injects_upstream(config))


def _injects_upstream(config: EnvoyConfig) -> bool:
    if not config.envelope.inject_filters:
        return False
    listeners = [each for each in config.tops(LISTENER) if each.child("internal_listener") is None]
    if not config.envelope.features.filters_beside_an_address:
        listeners = [each for each in listeners if each.child("address") is None]
    if config.envelope.features.upstream_filters_need_http:
        tops = {each.top for each in config.of(HCM)}
        listeners = [each for each in listeners if each.top in tops]
    return bool(listeners)


def is_quic(listener: Message) -> bool:
    """Whether the listener speaks QUIC."""
    if "udp_listener_config" not in listener.fields:
        return False  # asked for each of many chains
    options = listener.child("udp_listener_config")
    return options is not None and "quic_options" in options.fields
