"""Metadata that cannot be passed through to an internal listener."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_SOURCE = "envoy.extensions.transport_sockets.internal_upstream.v3.InternalUpstreamTransport.MetadataValueSource"


def check(source: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames metadata of a request or a route: a connection has none."""
    kind = source.child("kind")
    for name in ("request", "route"):
        if kind is not None and name in kind.fields:
            text = f"metadata of the {name} cannot be passed through; expected `host` or `cluster`"
            yield RULE.found(text, kind.route_of(name), at="key")


def page() -> Page:
    from . import _examples

    bad = _examples.dns_cluster("""\
transport_socket:
  name: envoy.transport_sockets.internal_upstream
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.internal_upstream.v3.InternalUpstreamTransport
    passthrough_metadata:
    - name: envoy.lb
      kind:
        request: {}  # want: passthrough-metadata "expected `host` or `cluster`"
    transport_socket:
      name: envoy.transport_sockets.raw_buffer
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer
""")
    return Page(
        title="Metadata that cannot be passed to an internal listener",
        catches=("A `passthrough_metadata` of the kind `request` or `route`."),
        why="Envoy rejects the cluster.",
        bad=bad,
        good=fix_example(bad, ("request: {}", "host: {}")),
        fix="Pass metadata of the host or of the cluster.",
        log=("metadata type is not supported: request { }",),
    )


RULE = Rule(
    id="passthrough-metadata",
    severity="error",
    gate="nacked",
    on=(_SOURCE,),
    check=check,
    page=page,
)
