"""Listeners: their filter chains, then their addresses and Cilium's listener filter.

Source: the case of listeners in ParseResources of the agent's parser, and the loop over all of them after it.
"""

from __future__ import annotations

from . import filters, tls
from .draft import PREFIX, Draft, Table
from .envelope import Envelope

METADATA_FILTER = "cilium.bpf_metadata"


def is_internal(listener: Table) -> bool:
    """Whether connections reach it from within Envoy only."""
    return "internal_listener" in listener


def injects_filters(listener: Table, envelope: Envelope) -> bool:
    """Whether the agent puts Cilium's policy filters into the chains of a listener."""
    features = envelope.features
    if is_internal(listener) and features.spares_internal_listeners:
        return False
    return "address" not in listener or (features.filters_beside_an_address and envelope.inject_filters)


def complete(draft: Draft) -> bool:
    """Complete the chains of a listener; whether the clusters get filters because of it."""
    listener, envelope = draft.value, draft.envelope
    inject = injects_filters(listener, envelope)
    http = False
    for index, chain in enumerate(listener.get("filter_chains", ())):
        tls.complete(draft, chain, ("filter_chains", index))
        http |= filters.complete_chain(draft, chain, ("filter_chains", index), inject)
    draft.qualify(listener, "name", (), force=True)
    return inject and envelope.inject_filters and (http or not envelope.features.upstream_filters_need_http)


def needs_port(draft: Draft) -> bool:
    """Whether the agent chooses an address for a listener."""
    spared = is_internal(draft.value) and draft.envelope.features.spares_internal_listeners
    return "address" not in draft.value and not spared


def settle(draft: Draft, port: int) -> None:
    """Give a listener the port where it needs one, and Cilium's listener filter."""
    if needs_port(draft):
        # With IPv4 alone, which is what we show, there are no more.
        given = draft.value.pop("additional_addresses", None)
        instead = ", instead of the `additional_addresses`" if given else ""
        address = {"socket_address": {"address": "127.0.0.1", "port_value": port}}
        reason = f"a port the agent chooses, by default from 10000 to 20000{instead}"
        draft.complete(draft.value, "address", (), address, reason)
    if not (is_internal(draft.value) and draft.envelope.features.spares_internal_listeners):
        _add_metadata(draft)


def socket_port(listener: Table) -> int | None:
    """The port of a listener with a socket, 0 for a named one; None without a socket."""
    socket = listener.get("address", {}).get("socket_address")
    return None if socket is None else int(socket.get("port_value", 0)) % 2**16


def equal_matches(listener: Table) -> int | None:
    """The index of the first filter chain whose match equals that of one before it; no match equals no match."""
    seen: list[Table | None] = []
    for index, chain in enumerate(listener.get("filter_chains", ())):
        match = chain.get("filter_chain_match")
        if match in seen:
            return index
        seen.append(match)
    return None


def _add_metadata(draft: Draft) -> None:
    given = draft.value.get("listener_filters", [])
    if any(each.get("name") == METADATA_FILTER for each in given):
        return
    config = _metadata(draft.envelope, socket_port(draft.value) or 0)
    draft.value["listener_filters"] = [*given, {"name": METADATA_FILTER, "typed_config": config}]
    route = ("listener_filters", len(given)) if given else ("listener_filters",)
    draft.added(route, "Cilium's identities and policies")


def _metadata(envelope: Envelope, port: int) -> Table:
    """BpfMetadata on a node without addresses for Ingress."""
    config: Table = {"@type": f"{PREFIX}cilium.BpfMetadata", "bpf_root": "/sys/fs/bpf"}
    if envelope.use_original_source:
        config["use_original_source_address"] = True
    if envelope.is_l7lb:
        config["is_l7lb"] = True
    known = envelope.features.metadata
    if "proxy_id" in known and port:
        config["proxy_id"] = port
    if "policy_update_warning_limit" in known:
        config["policy_update_warning_limit"] = "0.1s"
    if "ipcache_name" in known:
        config["ipcache_name"] = "cilium_ipcache_v2"
    return config
