"""Which HTTP a cluster is spoken to in."""

from __future__ import annotations

from typing import Any

from ...places import Route
from ..pieces import Piece, cluster
from ..values import any_of

OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
_FIELDS = {"HTTP1": "http_protocol_options", "HTTP2": "http2_protocol_options", "GRPC": "http2_protocol_options"}


def spoken(name: str, protocol: str, of: tuple[Route, ...]) -> Piece:
    """The piece that has the cluster of that name spoken to in HTTP1, HTTP2 or GRPC."""
    explicit: dict[str, Any] = {_FIELDS[protocol]: {}}
    options = any_of(OPTIONS, explicit_http_config=explicit)
    return Piece(cluster(name), {"typed_extension_protocol_options": {OPTIONS: options}}, of)
