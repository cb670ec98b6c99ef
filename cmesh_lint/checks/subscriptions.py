"""Which rules want to see what. Made by `make pages`, never edited."""

from __future__ import annotations

SUBSCRIPTIONS: dict[str, tuple[str, ...]] = {
    "config": (
        "envelope.annotation_too_new",
        "envelope.annotation_value",
        "envelope.api_version",
        "envelope.deprecated_label",
        "envelope.missing_spec_field",
        "envelope.namespace_of_clusterwide",
        "envelope.no_namespace",
        "envelope.no_resources",
        "envelope.node_selector",
        "envelope.node_selector_with_services",
        "envelope.nothing_decoded",
        "envelope.object_name",
        "envelope.object_too_large",
        "envelope.port_beyond_range",
        "envelope.port_zero",
        "envelope.unknown_annotation",
        "envelope.unknown_spec_field",
        "envelope.wrong_spec_type",
    ),
    "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager": (
        "agent.router_renamed",
    ),
}
