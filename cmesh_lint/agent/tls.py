"""Transport sockets: the secrets a TLS context asks for get their name in Envoy and a source.

Source: fillInTransportSocketXDS in the agent's parser. It does not look into sockets wrapped in others.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..places import Route
from . import config_source
from .draft import Draft, Table, type_name

DOWNSTREAM = "envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext"
UPSTREAM = "envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext"


def complete(draft: Draft, holder: Table, route: Route) -> None:
    """Complete the `transport_socket` of a filter chain or a cluster."""
    socket = holder.get("transport_socket", {})
    if type_name(socket) not in {DOWNSTREAM, UPSTREAM}:
        return
    context = socket["typed_config"]
    at = (*route, "transport_socket", "typed_config")
    changed = False
    for secret, below in _secrets(context, draft):
        changed |= _secret(draft, secret, (*at, *below))
    if changed:
        draft.reencode(context, at)


def _secrets(context: Table, draft: Draft) -> Iterator[tuple[Table, Route]]:
    """Every SdsSecretConfig that the agent looks at, and its route in the context."""
    common = context.get("common_tls_context", {})
    at = ("common_tls_context",)
    field = "tls_certificate_sds_secret_configs"
    yield from ((each, (*at, field, index)) for index, each in enumerate(common.get(field, ())))
    field = "validation_context_sds_secret_config"
    if field in common:
        yield common[field], (*at, field)
    if not draft.envelope.features.more_secrets:
        return
    combined = common.get("combined_validation_context", {})
    if field in combined:
        yield combined[field], (*at, "combined_validation_context", field)
    field = "session_ticket_keys_sds_secret_config"
    if field in context:
        yield context[field], (field,)


def _secret(draft: Draft, secret: Table, route: Route) -> bool:
    source = config_source.of_agent(draft.envelope.features)
    completed = draft.complete(secret, "sds_config", route, source, config_source.REASON)
    return draft.qualify(secret, "name", route) or completed
