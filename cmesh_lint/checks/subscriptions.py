"""Which rules want to see what. Made by `make pages`, never edited."""

from __future__ import annotations

SUBSCRIPTIONS: dict[str, tuple[str, ...]] = {
    "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager": ("agent.router_renamed",),
}
