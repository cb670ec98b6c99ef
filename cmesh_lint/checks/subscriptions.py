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
    "envoy.config.cluster.v3.CircuitBreakers": (
        "runtime.doubled_threshold",
    ),
    "envoy.config.cluster.v3.CircuitBreakers.Thresholds": (
        "runtime.threshold_zero",
    ),
    "envoy.config.cluster.v3.Cluster": (
        "runtime.idle_lb_config",
        "runtime.no_endpoints",
    ),
    "envoy.config.core.v3.DataSource": (
        "runtime.file_in_envoy",
        "runtime.inline_private_key",
    ),
    "envoy.config.core.v3.HeaderValue": (
        "runtime.odd_header_name",
    ),
    "envoy.config.endpoint.v3.Endpoint": (
        "runtime.endpoint_port_zero",
    ),
    "envoy.config.listener.v3.Listener": (
        "runtime.admin_exposed",
        "runtime.admin_unrestricted",
        "runtime.chain_match_without_inspector",
        "runtime.plaintext_listener",
    ),
    "envoy.config.route.v3.CorsPolicy": (
        "runtime.cors_without_filter",
    ),
    "envoy.config.route.v3.RedirectAction": (
        "runtime.redirect_to_itself",
    ),
    "envoy.config.route.v3.RetryPolicy": (
        "runtime.idle_retry_codes",
        "runtime.unknown_retry_condition",
    ),
    "envoy.config.route.v3.Route": (
        "runtime.doubled_slash",
    ),
    "envoy.config.route.v3.RouteAction": (
        "runtime.hash_policy_without_hash",
    ),
    "envoy.config.route.v3.RouteConfiguration": (
        "runtime.domain_without_port",
    ),
    "envoy.config.route.v3.RouteMatch": (
        "runtime.path_without_slash",
        "runtime.regex_looks_like_prefix",
    ),
    "envoy.config.route.v3.VirtualHost": (
        "runtime.unreachable_route",
    ),
    "envoy.config.route.v3.WeightedCluster": (
        "runtime.weight_zero",
    ),
    "envoy.extensions.filters.http.ext_authz.v3.ExtAuthz": (
        "runtime.idle_authz",
        "runtime.lets_through_on_failure",
    ),
    "envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication": (
        "runtime.idle_jwt",
    ),
    "envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit": (
        "runtime.rate_limit_not_enforced",
    ),
    "envoy.extensions.filters.http.rbac.v3.RBAC": (
        "runtime.idle_rbac",
    ),
    "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager": (
        "agent.router_renamed",
        "runtime.no_http_filters",
        "runtime.rate_limit_without_bucket",
    ),
    "envoy.extensions.transport_sockets.tls.v3.TlsParameters": (
        "runtime.old_tls",
    ),
    "envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext": (
        "runtime.upstream_not_verified",
        "runtime.upstream_without_sni",
    ),
    "envoy.type.v3.FractionalPercent": (
        "runtime.fraction_over_one",
    ),
    "envoy.type.v3.Int64Range": (
        "runtime.empty_range",
    ),
    "envoy.type.v3.Percent": (
        "runtime.nan_percentage",
    ),
}
