"""Cilium's policy for requests that leave through the clusters of a CEC.

Source: the last loop of ParseResources and injectCiliumUpstreamL7Filter in the agent's parser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..finding import Problem
from ..places import Route
from ..tuples import NamedTuple
from . import tls
from .draft import PREFIX, Draft, Table, type_url
from .filters import l7_filter
from .texts import quote

OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
_AT = ("typed_extension_protocol_options", OPTIONS)
_CODEC = f"{PREFIX}envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec"
_WITH_ALPN = (
    PREFIX + tls.UPSTREAM,
    f"{PREFIX}envoy.extensions.transport_sockets.quic.v3.QuicUpstreamTransport",
)
PROTOCOLS = ("explicit_http_config", "use_downstream_protocol_config", "auto_config")
"""The oneof `upstream_protocol_options`."""
_REASON = "Cilium's policy for HTTP, upstream"

Validate = Callable[[Table], Iterable[Problem]]
"""What protoc-gen-validate says of HttpProtocolOptions, with routes that begin in them."""


class Refusal(NamedTuple):
    """Why the agent refuses a cluster. The route begins in the cluster."""

    message: str
    route: Route


def inject(draft: Draft, validate: Validate) -> Refusal | None:
    """Put Cilium's filters into a cluster, unless the agent refuses that."""
    given = draft.value.get("typed_extension_protocol_options", {}).get(OPTIONS)
    if given is not None and given.get("@type", "").rpartition("/")[2] != OPTIONS:
        return Refusal("failed to unmarshal HttpProtocolOptions: mismatched message type", _AT)
    socket = draft.value.get("transport_socket")
    if socket is not None and "typed_config" not in socket:
        return Refusal("Transport socket has no type", ("transport_socket",))
    options: Table = {} if given is None else given
    refusal = _misplaced(options)
    if refusal is None:
        _complete(draft, options, socket, new=given is None)
        refusal = _invalid(options, validate)
    if refusal is None:
        return None
    words = f"failed to inject upstream filters for cluster {quote(draft.name)}: {refusal.message}"
    return refusal._replace(message=words)


def _misplaced(options: Table) -> Refusal | None:
    """What is in the way among the filters that are there: the codec must be the last."""
    coded = False
    for index, each in enumerate(options.get("http_filters", ())):
        at = (*_AT, "http_filters", index)
        if coded:
            return Refusal("filter after codec filter", at)
        if not each.get("name"):
            return Refusal("filter has no name", at)
        if "typed_config" not in each:
            return Refusal("filter has no type", at)
        coded = type_url(each) == _CODEC
    return None


def _complete(draft: Draft, options: Table, socket: Table | None, new: bool) -> None:
    changed = _add_filters(draft, options)
    changed |= _choose_protocol(draft, options, socket)
    if changed:
        _store(draft, options, new)


def _add_filters(draft: Draft, options: Table) -> bool:
    filters = options.get("http_filters", [])
    codec = next((index for index, each in enumerate(filters) if type_url(each) == _CODEC), None)
    policy = l7_filter()
    new: list[int] = []
    if not any(type_url(each) == policy["typed_config"]["@type"] for each in filters):
        new.append(len(filters) if codec is None else codec)
        filters.insert(new[-1], policy)
    if codec is None:
        new.append(len(filters))
        filters.append({"name": "envoy.filters.http.upstream_codec", "typed_config": {"@type": _CODEC}})
    if new:
        options["http_filters"] = filters
    for index in new:
        draft.added((*_AT, "http_filters", index), _REASON)
    return bool(new)


def _choose_protocol(draft: Draft, options: Table, socket: Table | None) -> bool:
    if any(name in options for name in PROTOCOLS):
        return False
    if socket is not None and type_url(socket) in _WITH_ALPN:
        return draft.complete(options, "auto_config", _AT, {}, "the transport can negotiate a protocol")
    protocol: Table = {"http2_protocol_options": {}}
    return draft.complete(options, "use_downstream_protocol_config", _AT, protocol, "the protocol of the client")


def _invalid(options: Table, validate: Validate) -> Refusal | None:
    for problem in validate(options):
        what = "failed to validate HttpProtocolOptions after injecting Cilium upstream filters"
        return Refusal(f"{what}: {problem.message}", (*_AT, *problem.route))
    return None


def _store(draft: Draft, options: Table, new: bool) -> None:
    if not new:
        draft.reencode(options, _AT)
        return
    table = draft.value.setdefault("typed_extension_protocol_options", {})
    table[OPTIONS] = {"@type": PREFIX + OPTIONS, **options}
    # What was added within is part of this.
    draft.changes[:] = [change for change in draft.changes if change.route[:2] != _AT]
    draft.added(_AT if len(table) > 1 else _AT[:1], _REASON)
