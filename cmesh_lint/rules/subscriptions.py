"""Which rules want to see what, and which ids they had before. Made by `make pages`, never edited."""

from __future__ import annotations

SUBSCRIPTIONS: dict[str, tuple[str, ...]] = {
    "cel.expr.Constant": (
        "envoy_values.cel_expression",
    ),
    "cel.expr.Expr": (
        "envoy_values.cel_expression",
    ),
    "cel.expr.Expr.Call": (
        "envoy_values.cel_expression",
    ),
    "cel.expr.Expr.CreateStruct.Entry": (
        "envoy_values.cel_expression",
    ),
    "cel.expr.Expr.Ident": (
        "envoy_values.cel_expression",
    ),
    "cel.expr.Expr.Select": (
        "envoy_values.cel_expression",
    ),
    "cilium.WebSocketClient": (
        "envoy_filters.websocket",
    ),
    "cilium.WebSocketServer": (
        "envoy_filters.websocket",
    ),
    "config": (
        "agent.double_qualified_name",
        "agent.original_source_address",
        "agent.resource_name_collision",
        "envelope.all_resources_dropped",
        "envelope.annotation_too_new",
        "envelope.annotation_value",
        "envelope.api_version",
        "envelope.deprecated_label",
        "envelope.invalid_service_name",
        "envelope.metadata_value",
        "envelope.missing_spec_field",
        "envelope.namespace_of_clusterwide",
        "envelope.no_namespace",
        "envelope.no_resources",
        "envelope.node_selector",
        "envelope.node_selector_with_services",
        "envelope.object_name",
        "envelope.object_too_large",
        "envelope.port_beyond_range",
        "envelope.port_zero",
        "envelope.unknown_annotation",
        "envelope.unknown_object_field",
        "envelope.unknown_spec_field",
        "envelope.wrong_metadata_type",
        "envelope.wrong_spec_type",
        "envoy_clusters.dns_cache",
        "envoy_listeners.doubled_listener_address",
        "envoy_values.duration_beyond_range",
        "references.ambiguous_service_listener",
        "references.service_listener_without_port",
        "references.services_without_listener",
        "references.unknown_service_listener",
        "repository.foreign_service",
        "repository.generated_object",
        "repository.service_listed_twice",
        "repository.service_namespace_missing",
    ),
    "envoy.config.accesslog.v3.AccessLog": (
        "envoy_filters.missing_typed_config",
    ),
    "envoy.config.cluster.v3.CircuitBreakers": (
        "runtime.doubled_threshold",
    ),
    "envoy.config.cluster.v3.CircuitBreakers.Thresholds": (
        "agent.partial_circuit_breakers",
        "envoy_clusters.per_host_threshold",
        "runtime.threshold_zero",
    ),
    "envoy.config.cluster.v3.Cluster": (
        "envoy_clusters.both_http_protocols",
        "envoy_clusters.cluster_provided_policy",
        "envoy_clusters.dns_endpoints",
        "envoy_clusters.eds_config_without_eds",
        "envoy_clusters.hostname_hashing",
        "envoy_clusters.insecure_forward_proxy",
        "envoy_clusters.mixed_load_balancing",
        "envoy_clusters.no_load_balancing_policy",
        "envoy_clusters.original_destination",
        "envoy_clusters.protocol_options_key",
        "envoy_clusters.several_health_checks",
        "references.auto_protocol_without_tls",
        "references.deprecated_endpoints_name",
        "references.endpoints_name_unqualified",
        "references.http2_overridden",
        "references.unused_cluster",
        "runtime.idle_lb_config",
        "runtime.no_endpoints",
    ),
    "envoy.config.cluster.v3.Cluster.CustomClusterType": (
        "agent.eds_as_cluster_type",
        "envoy_filters.unknown_cluster_type",
    ),
    "envoy.config.cluster.v3.Cluster.LbSubsetConfig": (
        "envoy_clusters.subset_selector",
    ),
    "envoy.config.cluster.v3.Cluster.LbSubsetConfig.LbSubsetSelector": (
        "envoy_clusters.subset_selector",
    ),
    "envoy.config.cluster.v3.Cluster.MaglevLbConfig": (
        "envoy_clusters.hash_table_size",
    ),
    "envoy.config.cluster.v3.Cluster.RefreshRate": (
        "envoy_clusters.dns_failure_rate",
    ),
    "envoy.config.cluster.v3.Cluster.RingHashLbConfig": (
        "envoy_clusters.hash_table_size",
    ),
    "envoy.config.cluster.v3.Cluster.TransportSocketMatch": (
        "envoy_filters.missing_typed_config",
    ),
    "envoy.config.cluster.v3.Filter": (
        "envoy_filters.missing_typed_config",
    ),
    "envoy.config.cluster.v3.OutlierDetection": (
        "envoy_clusters.ejection_time",
    ),
    "envoy.config.common.matcher.v3.Matcher.OnMatch": (
        "envoy_filters.matcher_action",
    ),
    "envoy.config.core.v3.Address": (
        "envoy_clusters.dns_resolver",
        "envoy_listeners.internal_address",
    ),
    "envoy.config.core.v3.ApiConfigSource": (
        "envoy_filters.removed_xds_version",
    ),
    "envoy.config.core.v3.BackoffStrategy": (
        "envoy_filters.backoff_strategy",
    ),
    "envoy.config.core.v3.BindConfig": (
        "envoy_clusters.source_addresses",
    ),
    "envoy.config.core.v3.CidrRange": (
        "envoy_listeners.malformed_address",
    ),
    "envoy.config.core.v3.ConfigSource": (
        "agent.other_config_source",
        "envoy_values.config_source",
    ),
    "envoy.config.core.v3.DataSource": (
        "runtime.file_in_envoy",
        "runtime.inline_private_key",
    ),
    "envoy.config.core.v3.ExtensionConfigSource": (
        "envoy_filters.discovered_filter_type",
    ),
    "envoy.config.core.v3.GrpcService.EnvoyGrpc": (
        "references.bootstrap_cluster_qualified",
        "references.grpc_over_http1",
        "references.unknown_cluster",
        "references.unqualified_cluster_reference",
    ),
    "envoy.config.core.v3.GrpcService.GoogleGrpc": (
        "envoy_filters.google_grpc_credentials",
    ),
    "envoy.config.core.v3.HeaderValue": (
        "envoy_routes.header_format",
        "envoy_routes.obsolete_header_command",
        "envoy_routes.protected_header",
        "runtime.odd_header_name",
    ),
    "envoy.config.core.v3.HeaderValueOption": (
        "envoy_routes.append_twice",
    ),
    "envoy.config.core.v3.HealthCheck.CustomHealthCheck": (
        "envoy_filters.missing_typed_config",
    ),
    "envoy.config.core.v3.HealthCheck.GrpcHealthCheck": (
        "envoy_clusters.grpc_health_check",
    ),
    "envoy.config.core.v3.HealthCheck.HttpHealthCheck": (
        "envoy_clusters.health_check_payload",
        "envoy_clusters.health_check_status",
        "envoy_routes.protected_header",
    ),
    "envoy.config.core.v3.HealthCheck.Payload": (
        "envoy_clusters.health_check_payload",
    ),
    "envoy.config.core.v3.Http2ProtocolOptions": (
        "envoy_filters.http2_settings",
    ),
    "envoy.config.core.v3.HttpProtocolOptions": (
        "envoy_filters.max_response_headers",
    ),
    "envoy.config.core.v3.HttpUri": (
        "references.bootstrap_cluster_qualified",
        "references.unknown_cluster",
        "references.unqualified_cluster_reference",
    ),
    "envoy.config.core.v3.RetryPolicy.RetryHostPredicate": (
        "envoy_filters.missing_typed_config",
    ),
    "envoy.config.core.v3.RetryPolicy.RetryPriority": (
        "envoy_filters.missing_typed_config",
    ),
    "envoy.config.core.v3.SocketAddress": (
        "envoy_listeners.malformed_address",
        "envoy_listeners.unresolved_address",
        "repository.cluster_dns_name",
        "repository.privileged_port",
        "repository.reserved_port",
    ),
    "envoy.config.core.v3.SubstitutionFormatString": (
        "envoy_filters.format_string",
    ),
    "envoy.config.core.v3.TransportSocket": (
        "envoy_filters.missing_typed_config",
    ),
    "envoy.config.endpoint.v3.ClusterLoadAssignment.Policy": (
        "envoy_clusters.drop_overload",
    ),
    "envoy.config.endpoint.v3.Endpoint": (
        "envoy_clusters.endpoint_network_namespace",
        "envoy_clusters.endpoint_not_an_ip",
        "envoy_clusters.endpoint_without_address",
        "runtime.endpoint_port_zero",
    ),
    "envoy.config.listener.v3.Filter": (
        "envoy_filters.missing_typed_config",
    ),
    "envoy.config.listener.v3.FilterChain": (
        "envoy_filters.network_filter_order",
        "envoy_listeners.empty_filter_chain",
        "envoy_listeners.listener_filter_by_field",
    ),
    "envoy.config.listener.v3.FilterChainMatch": (
        "envoy_listeners.partial_wildcard",
        "envoy_listeners.unimplemented_chain_match",
    ),
    "envoy.config.listener.v3.Listener": (
        "agent.address_without_policy",
        "agent.default_filter_chain",
        "agent.own_cilium_filter",
        "envoy_listeners.internal_listener_field",
        "envoy_listeners.ipv4_compat",
        "envoy_listeners.listener_filter_by_field",
        "envoy_listeners.no_filter_chains",
        "envoy_listeners.overlapping_chain_matches",
        "envoy_listeners.udp_filter_chains",
        "envoy_listeners.unnamed_chain",
        "runtime.admin_exposed",
        "runtime.admin_unrestricted",
        "runtime.api_listener",
        "runtime.chain_match_without_inspector",
        "runtime.plaintext_listener",
    ),
    "envoy.config.listener.v3.ListenerFilter": (
        "envoy_filters.missing_typed_config",
    ),
    "envoy.config.ratelimit.v3.RateLimitServiceConfig": (
        "envoy_filters.removed_xds_version",
    ),
    "envoy.config.rbac.v3.Permission": (
        "envoy_filters.http_rule_in_network_rbac",
        "envoy_filters.rbac_port_range",
    ),
    "envoy.config.rbac.v3.Principal": (
        "envoy_filters.http_rule_in_network_rbac",
    ),
    "envoy.config.route.v3.CorsPolicy": (
        "runtime.cors_without_filter",
    ),
    "envoy.config.route.v3.DirectResponseAction": (
        "envoy_routes.direct_response_too_long",
    ),
    "envoy.config.route.v3.FilterConfig": (
        "references.unsupported_filter_override",
    ),
    "envoy.config.route.v3.InternalRedirectPolicy": (
        "envoy_routes.redirected_header",
    ),
    "envoy.config.route.v3.RedirectAction": (
        "runtime.redirect_to_itself",
    ),
    "envoy.config.route.v3.RetryPolicy": (
        "runtime.idle_retry_codes",
        "runtime.unknown_retry_condition",
    ),
    "envoy.config.route.v3.RetryPolicy.RetryBackOff": (
        "envoy_routes.retry_back_off",
    ),
    "envoy.config.route.v3.RetryPolicy.RetryHostPredicate": (
        "envoy_filters.missing_typed_config",
    ),
    "envoy.config.route.v3.RetryPolicy.RetryPriority": (
        "envoy_filters.missing_typed_config",
    ),
    "envoy.config.route.v3.Route": (
        "envoy_routes.protected_header",
        "envoy_routes.uri_template_rewrite",
        "runtime.rewrite_double_slash",
    ),
    "envoy.config.route.v3.RouteAction": (
        "envoy_routes.duplicate_upgrade",
        "envoy_routes.header_format",
        "envoy_routes.several_path_rewrites",
        "envoy_routes.unknown_cluster_specifier",
        "references.bootstrap_cluster_qualified",
        "references.unknown_cluster",
        "references.unqualified_cluster_reference",
        "repository.original_destination_of_service",
        "runtime.hash_policy_without_hash",
    ),
    "envoy.config.route.v3.RouteAction.HashPolicy": (
        "envoy_clusters.empty_hash_policy",
    ),
    "envoy.config.route.v3.RouteAction.RequestMirrorPolicy": (
        "envoy_routes.one_cluster_name",
        "references.bootstrap_cluster_qualified",
        "references.unknown_cluster",
        "references.unqualified_cluster_reference",
    ),
    "envoy.config.route.v3.RouteAction.UpgradeConfig": (
        "envoy_routes.connect_config",
    ),
    "envoy.config.route.v3.RouteConfiguration": (
        "envoy_routes.duplicate_domain",
        "envoy_routes.protected_header",
        "references.unknown_filter_override",
        "references.unused_route_configuration",
        "runtime.domain_without_port",
    ),
    "envoy.config.route.v3.RouteMatch": (
        "runtime.path_without_slash",
        "runtime.regex_looks_like_prefix",
    ),
    "envoy.config.route.v3.VirtualCluster": (
        "envoy_routes.virtual_cluster_without_headers",
    ),
    "envoy.config.route.v3.VirtualHost": (
        "envoy_routes.matcher_beside_routes",
        "envoy_routes.protected_header",
        "envoy_routes.unmatchable_domain",
        "runtime.unreachable_route",
    ),
    "envoy.config.route.v3.WeightedCluster": (
        "envoy_routes.weighted_clusters",
        "runtime.weight_zero",
    ),
    "envoy.config.route.v3.WeightedCluster.ClusterWeight": (
        "envoy_routes.one_cluster_name",
        "envoy_routes.protected_header",
        "references.bootstrap_cluster_qualified",
        "references.unknown_cluster",
        "references.unqualified_cluster_reference",
        "repository.original_destination_of_service",
    ),
    "envoy.config.trace.v3.DatadogConfig": (
        "references.bootstrap_cluster_qualified",
        "references.unknown_cluster",
        "references.unqualified_cluster_reference",
    ),
    "envoy.config.trace.v3.Tracing.Http": (
        "envoy_filters.missing_typed_config",
    ),
    "envoy.config.trace.v3.ZipkinConfig": (
        "references.bootstrap_cluster_qualified",
        "references.unknown_cluster",
        "references.unqualified_cluster_reference",
    ),
    "envoy.extensions.access_loggers.file.v3.FileAccessLog": (
        "envoy_filters.format_string",
    ),
    "envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter": (
        "envoy_filters.missing_setting",
    ),
    "envoy.extensions.access_loggers.fluentd.v3.FluentdAccessLogConfig": (
        "envoy_filters.format_string",
        "references.bootstrap_cluster_qualified",
        "references.unknown_cluster",
        "references.unqualified_cluster_reference",
    ),
    "envoy.extensions.access_loggers.grpc.v3.CommonGrpcAccessLogConfig": (
        "envoy_filters.removed_xds_version",
    ),
    "envoy.extensions.access_loggers.open_telemetry.v3.OpenTelemetryAccessLogConfig": (
        "envoy_filters.format_string",
        "envoy_filters.otel_without_service",
    ),
    "envoy.extensions.access_loggers.wasm.v3.WasmAccessLog": (
        "envoy_filters.wasm_plugin",
    ),
    "envoy.extensions.clusters.aggregate.v3.ClusterConfig": (
        "references.bootstrap_cluster_qualified",
        "references.unknown_cluster",
        "references.unqualified_cluster_reference",
    ),
    "envoy.extensions.clusters.dns.v3.DnsCluster.RefreshRate": (
        "envoy_clusters.dns_failure_rate",
    ),
    "envoy.extensions.clusters.dynamic_forward_proxy.v3.SubClustersConfig": (
        "envoy_clusters.cluster_provided_policy",
    ),
    "envoy.extensions.common.matching.v3.ExtensionWithMatcher": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.common.matching.v3.ExtensionWithMatcherPerRoute": (
        "envoy_filters.route_type_in_chain",
    ),
    "envoy.extensions.filters.common.set_filter_state.v3.FilterStateValue": (
        "envoy_filters.unknown_filter_state",
    ),
    "envoy.extensions.filters.http.alternate_protocols_cache.v3.FilterConfig": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.api_key_auth.v3.ApiKeyAuth": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.api_key_auth.v3.ApiKeyAuthPerRoute": (
        "envoy_filters.route_type_in_chain",
    ),
    "envoy.extensions.filters.http.aws_lambda.v3.Config": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.aws_lambda.v3.PerRouteConfig": (
        "envoy_filters.route_type_in_chain",
    ),
    "envoy.extensions.filters.http.aws_request_signing.v3.AwsRequestSigning": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.aws_request_signing.v3.AwsRequestSigningPerRoute": (
        "envoy_filters.route_type_in_chain",
    ),
    "envoy.extensions.filters.http.basic_auth.v3.BasicAuth": (
        "envoy_filters.htpasswd",
        "envoy_filters.missing_setting",
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.basic_auth.v3.BasicAuthPerRoute": (
        "envoy_filters.htpasswd",
        "envoy_filters.route_type_in_chain",
    ),
    "envoy.extensions.filters.http.buffer.v3.Buffer": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.buffer.v3.BufferPerRoute": (
        "envoy_filters.route_type_in_chain",
    ),
    "envoy.extensions.filters.http.cache.v3.CacheConfig": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.cdn_loop.v3.CdnLoopConfig": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.composite.v3.Composite": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.compressor.v3.Compressor": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.compressor.v3.CompressorPerRoute": (
        "envoy_filters.route_type_in_chain",
    ),
    "envoy.extensions.filters.http.connect_grpc_bridge.v3.FilterConfig": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.cors.v3.Cors": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.cors.v3.CorsPolicy": (
        "envoy_filters.route_type_in_chain",
    ),
    "envoy.extensions.filters.http.credential_injector.v3.CredentialInjector": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.decompressor.v3.Decompressor": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.dynamic_forward_proxy.v3.FilterConfig": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.dynamic_forward_proxy.v3.PerRouteConfig": (
        "envoy_filters.route_type_in_chain",
    ),
    "envoy.extensions.filters.http.ext_authz.v3.CheckSettings": (
        "envoy_filters.authz_conflict",
    ),
    "envoy.extensions.filters.http.ext_authz.v3.ExtAuthz": (
        "envoy_filters.authz_conflict",
        "envoy_filters.removed_xds_version",
        "references.unsupported_filter_override",
        "runtime.ext_authz_without_service",
        "runtime.fail_open",
    ),
    "envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute": (
        "envoy_filters.route_type_in_chain",
    ),
    "envoy.extensions.filters.http.ext_authz.v3.HttpService": (
        "envoy_filters.authz_path_prefix",
    ),
    "envoy.extensions.filters.http.ext_proc.v3.ExtProcPerRoute": (
        "envoy_filters.route_type_in_chain",
    ),
    "envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor": (
        "envoy_filters.ext_proc_mode",
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.gcp_authn.v3.GcpAuthnFilterConfig": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.geoip.v3.Geoip": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.grpc_http1_bridge.v3.Config": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.grpc_http1_reverse_bridge.v3.FilterConfig": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.grpc_http1_reverse_bridge.v3.FilterConfigPerRoute": (
        "envoy_filters.route_type_in_chain",
    ),
    "envoy.extensions.filters.http.grpc_stats.v3.FilterConfig": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.grpc_web.v3.GrpcWeb": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.header_mutation.v3.HeaderMutation": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.header_mutation.v3.HeaderMutationPerRoute": (
        "envoy_filters.route_type_in_chain",
    ),
    "envoy.extensions.filters.http.health_check.v3.HealthCheck": (
        "envoy_filters.health_check_cache",
        "references.bootstrap_cluster_qualified",
        "references.unknown_cluster",
        "references.unqualified_cluster_reference",
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.ip_tagging.v3.IPTagging": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication": (
        "envoy_filters.unknown_jwt_provider",
        "references.unsupported_filter_override",
        "runtime.jwt_without_rules",
    ),
    "envoy.extensions.filters.http.jwt_authn.v3.JwtProvider": (
        "envoy_filters.local_jwks",
    ),
    "envoy.extensions.filters.http.jwt_authn.v3.PerRouteConfig": (
        "envoy_filters.route_type_in_chain",
    ),
    "envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit": (
        "envoy_filters.doubled_descriptor",
        "envoy_filters.fill_interval_not_multiple",
        "envoy_filters.local_cluster_rate_limit",
        "envoy_filters.local_limit_field",
        "envoy_filters.route_limit_without_bucket",
        "runtime.rate_limit_not_enforced",
    ),
    "envoy.extensions.filters.http.lua.v3.Lua": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.lua.v3.LuaPerRoute": (
        "envoy_filters.route_type_in_chain",
    ),
    "envoy.extensions.filters.http.oauth2.v3.OAuth2": (
        "envoy_filters.missing_setting",
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.oauth2.v3.OAuth2Config": (
        "envoy_filters.format_string",
        "envoy_filters.oauth2_settings",
    ),
    "envoy.extensions.filters.http.oauth2.v3.OAuth2Credentials": (
        "envoy_filters.oauth2_secret_source",
    ),
    "envoy.extensions.filters.http.on_demand.v3.OnDemand": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.on_demand.v3.PerRouteConfig": (
        "envoy_filters.route_type_in_chain",
    ),
    "envoy.extensions.filters.http.original_src.v3.OriginalSrc": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.rate_limit_quota.v3.RateLimitQuotaFilterConfig": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.rate_limit_quota.v3.RateLimitQuotaOverride": (
        "envoy_filters.route_type_in_chain",
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.ratelimit.v3.RateLimit": (
        "envoy_filters.local_limit_field",
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.ratelimit.v3.RateLimitPerRoute": (
        "envoy_filters.local_limit_field",
        "envoy_filters.route_type_in_chain",
    ),
    "envoy.extensions.filters.http.rbac.v3.RBAC": (
        "references.unsupported_filter_override",
        "runtime.rbac_without_rules",
    ),
    "envoy.extensions.filters.http.rbac.v3.RBACPerRoute": (
        "envoy_filters.route_type_in_chain",
    ),
    "envoy.extensions.filters.http.router.v3.Router": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.set_metadata.v3.Config": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.stateful_session.v3.StatefulSession": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.stateful_session.v3.StatefulSessionPerRoute": (
        "envoy_filters.route_type_in_chain",
    ),
    "envoy.extensions.filters.http.tap.v3.Tap": (
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.http.wasm.v3.Wasm": (
        "envoy_filters.wasm_plugin",
        "references.unsupported_filter_override",
    ),
    "envoy.extensions.filters.network.connection_limit.v3.ConnectionLimit": (
        "envoy_filters.missing_setting",
    ),
    "envoy.extensions.filters.network.ext_authz.v3.ExtAuthz": (
        "envoy_filters.removed_xds_version",
    ),
    "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager": (
        "agent.renamed_router_filter",
        "envoy_filters.doubled_upgrade",
        "envoy_filters.http3_codec",
        "envoy_filters.http_filter_order",
        "envoy_filters.ip_detection_conflict",
        "envoy_filters.port_stripping_conflict",
        "envoy_filters.rds_without_source",
        "references.unknown_route_configuration",
        "runtime.no_http_filters",
        "runtime.rate_limit_without_bucket",
    ),
    "envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter": (
        "envoy_filters.missing_typed_config",
        "envoy_filters.router_disabled",
    ),
    "envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy": (
        "envoy_filters.proxy_protocol_tlv",
        "envoy_filters.tcp_proxy_conflict",
        "references.bootstrap_cluster_qualified",
        "references.unknown_cluster",
        "references.unqualified_cluster_reference",
        "repository.original_destination_of_service",
    ),
    "envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.TunnelingConfig": (
        "envoy_filters.format_string",
    ),
    "envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.WeightedCluster.ClusterWeight": (
        "references.bootstrap_cluster_qualified",
        "references.unknown_cluster",
        "references.unqualified_cluster_reference",
        "repository.original_destination_of_service",
    ),
    "envoy.extensions.filters.network.wasm.v3.Wasm": (
        "envoy_filters.wasm_plugin",
    ),
    "envoy.extensions.health_checkers.thrift.v3.Thrift": (
        "envoy_clusters.thrift_health_check",
    ),
    "envoy.extensions.load_balancing_policies.maglev.v3.Maglev": (
        "envoy_clusters.hash_table_size",
    ),
    "envoy.extensions.load_balancing_policies.ring_hash.v3.RingHash": (
        "envoy_clusters.hash_table_size",
    ),
    "envoy.extensions.load_balancing_policies.subset.v3.Subset": (
        "envoy_clusters.no_load_balancing_policy",
    ),
    "envoy.extensions.load_balancing_policies.subset.v3.Subset.LbSubsetSelector": (
        "envoy_clusters.subset_selector",
    ),
    "envoy.extensions.matching.common_inputs.network.v3.ApplicationProtocolInput": (
        "envoy_filters.matcher_input",
    ),
    "envoy.extensions.matching.common_inputs.network.v3.DestinationIPInput": (
        "envoy_filters.matcher_input",
    ),
    "envoy.extensions.matching.common_inputs.network.v3.DestinationPortInput": (
        "envoy_filters.matcher_input",
    ),
    "envoy.extensions.matching.common_inputs.network.v3.DirectSourceIPInput": (
        "envoy_filters.matcher_input",
    ),
    "envoy.extensions.matching.common_inputs.network.v3.DynamicMetadataInput": (
        "envoy_filters.matcher_input",
    ),
    "envoy.extensions.matching.common_inputs.network.v3.FilterStateInput": (
        "envoy_filters.matcher_input",
    ),
    "envoy.extensions.matching.common_inputs.network.v3.NetworkNamespaceInput": (
        "envoy_filters.matcher_input",
    ),
    "envoy.extensions.matching.common_inputs.network.v3.ServerNameInput": (
        "envoy_filters.matcher_input",
    ),
    "envoy.extensions.matching.common_inputs.network.v3.SourceIPInput": (
        "envoy_filters.matcher_input",
    ),
    "envoy.extensions.matching.common_inputs.network.v3.SourcePortInput": (
        "envoy_filters.matcher_input",
    ),
    "envoy.extensions.matching.common_inputs.network.v3.SourceTypeInput": (
        "envoy_filters.matcher_input",
    ),
    "envoy.extensions.matching.common_inputs.network.v3.TransportProtocolInput": (
        "envoy_filters.matcher_input",
    ),
    "envoy.extensions.matching.common_inputs.ssl.v3.DnsSanInput": (
        "envoy_filters.matcher_input",
    ),
    "envoy.extensions.matching.common_inputs.ssl.v3.SubjectInput": (
        "envoy_filters.matcher_input",
    ),
    "envoy.extensions.matching.common_inputs.ssl.v3.UriSanInput": (
        "envoy_filters.matcher_input",
    ),
    "envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig": (
        "envoy_routes.uri_template",
    ),
    "envoy.extensions.path.rewrite.uri_template.v3.UriTemplateRewriteConfig": (
        "envoy_routes.uri_template",
    ),
    "envoy.extensions.rate_limit_descriptors.expr.v3.Descriptor": (
        "envoy_filters.missing_setting",
    ),
    "envoy.extensions.rbac.principals.mtls_authenticated.v3.Config": (
        "envoy_filters.missing_setting",
    ),
    "envoy.extensions.transport_sockets.internal_upstream.v3.InternalUpstreamTransport.MetadataValueSource": (
        "envoy_clusters.passthrough_metadata",
    ),
    "envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext": (
        "envoy_tls.malformed_pem",
        "envoy_tls.tls_value",
        "envoy_tls.trusted_ca_missing",
    ),
    "envoy.extensions.transport_sockets.tls.v3.CommonTlsContext": (
        "envoy_tls.tls_value",
    ),
    "envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext": (
        "envoy_tls.mixed_certificates",
        "envoy_tls.no_server_certificate",
        "envoy_tls.ocsp_missing",
    ),
    "envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig": (
        "references.secret_of_other_kind",
        "references.unknown_tls_secret",
    ),
    "envoy.extensions.transport_sockets.tls.v3.Secret": (
        "references.empty_secret",
    ),
    "envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher": (
        "envoy_tls.tls_value",
    ),
    "envoy.extensions.transport_sockets.tls.v3.TlsCertificate": (
        "envoy_tls.incomplete_certificate",
        "envoy_tls.malformed_pem",
    ),
    "envoy.extensions.transport_sockets.tls.v3.TlsParameters": (
        "envoy_tls.unknown_tls_name",
        "runtime.outdated_tls_version",
    ),
    "envoy.extensions.transport_sockets.tls.v3.TlsSessionTicketKeys": (
        "envoy_tls.tls_value",
    ),
    "envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext": (
        "envoy_tls.several_client_certificates",
        "envoy_tls.tls_value",
        "envoy_tls.unvalidated_sni",
        "runtime.upstream_not_verified",
        "runtime.upstream_without_sni",
    ),
    "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": (
        "envoy_clusters.http3_without_quic",
        "envoy_clusters.upstream_codec",
        "references.auto_protocol_without_tls",
    ),
    "envoy.extensions.wasm.v3.PluginConfig": (
        "envoy_filters.wasm_plugin",
    ),
    "envoy.type.matcher.v3.HttpRequestHeaderMatchInput": (
        "envoy_filters.matcher_input",
    ),
    "envoy.type.matcher.v3.HttpRequestQueryParamMatchInput": (
        "envoy_filters.matcher_input",
    ),
    "envoy.type.matcher.v3.HttpRequestTrailerMatchInput": (
        "envoy_filters.matcher_input",
    ),
    "envoy.type.matcher.v3.HttpResponseHeaderMatchInput": (
        "envoy_filters.matcher_input",
    ),
    "envoy.type.matcher.v3.HttpResponseTrailerMatchInput": (
        "envoy_filters.matcher_input",
    ),
    "envoy.type.matcher.v3.RegexMatcher": (
        "envoy_routes.invalid_regex",
        "envoy_routes.regex_too_large",
    ),
    "envoy.type.matcher.v3.StringMatcher": (
        "envoy_routes.ignore_case_of_regex",
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
    "envoy.type.v3.TokenBucket": (
        "envoy_filters.fill_interval_too_short",
    ),
    "google.api.expr.v1alpha1.Constant": (
        "envoy_values.cel_expression",
    ),
    "google.api.expr.v1alpha1.Expr": (
        "envoy_values.cel_expression",
    ),
    "google.api.expr.v1alpha1.Expr.Call": (
        "envoy_values.cel_expression",
    ),
    "google.api.expr.v1alpha1.Expr.CreateStruct.Entry": (
        "envoy_values.cel_expression",
    ),
    "google.api.expr.v1alpha1.Expr.Ident": (
        "envoy_values.cel_expression",
    ),
    "google.api.expr.v1alpha1.Expr.Select": (
        "envoy_values.cel_expression",
    ),
    "google.protobuf.Any": (
        "agent.typed_struct_not_completed",
        "envoy_filters.extension_not_built",
        "envoy_filters.misplaced_extension",
        "envoy_filters.missing_typed_config",
        "envoy_filters.nested_type_prefix",
        "envoy_filters.no_extension",
        "envoy_tls.wrong_tls_context",
    ),
    "opentelemetry.proto.common.v1.AnyValue": (
        "envoy_filters.otel_value",
    ),
    "opentelemetry.proto.common.v1.KeyValue": (
        "envoy_filters.otel_value",
    ),
    "policy": (
        "repository.conflicting_policy_listeners",
        "repository.policy_listener_fields",
        "repository.policy_listener_kind",
        "repository.policy_listener_of_services",
        "repository.policy_listener_on_ingress",
        "repository.policy_listener_with_address",
        "repository.policy_listener_with_rules",
        "repository.unknown_policy_listener",
    ),
    "repository": (
        "repository.address_in_use",
        "repository.duplicate_object",
        "repository.endpoints_not_published",
        "repository.endpoints_of_all_ports",
        "repository.endpoints_withdrawn",
        "repository.envoy_config_disabled",
        "repository.name_defined_twice",
        "repository.outside_clients_refused",
        "repository.port_not_of_service",
        "repository.port_not_of_slices",
        "repository.redirected_cluster_ip",
        "repository.secret_namespace",
        "repository.secret_served_as_certificate",
        "repository.service_redirected_twice",
        "repository.service_without_frontend",
        "repository.session_affinity_redirected",
        "repository.synced_secret_name",
        "repository.udp_port_redirected",
        "repository.undefined_cluster",
        "repository.unknown_internal_listener",
        "repository.unknown_kubernetes_secret",
        "repository.unknown_namespace",
        "repository.unknown_service",
    ),
    "xds.core.v3.CidrRange": (
        "envoy_listeners.malformed_address",
    ),
    "xds.type.matcher.v3.CelMatcher": (
        "envoy_values.cel_expression",
    ),
    "xds.type.matcher.v3.HttpAttributesCelMatchInput": (
        "envoy_filters.matcher_input",
    ),
    "xds.type.matcher.v3.Matcher.OnMatch": (
        "envoy_filters.matcher_action",
    ),
    "xds.type.matcher.v3.RegexMatcher": (
        "envoy_routes.invalid_regex",
        "envoy_routes.regex_too_large",
    ),
}

ALIASES: dict[str, str] = {
    "cluster-of-nobody": "undefined-cluster",
    "doubled-slash": "rewrite-double-slash",
    "eds-by-name": "eds-as-cluster-type",
    "endpoints-name-star": "deprecated-endpoints-name",
    "foreign-prefix": "double-qualified-name",
    "hidden-in-struct": "typed-struct-not-completed",
    "idle-authz": "ext-authz-without-service",
    "idle-jwt": "jwt-without-rules",
    "idle-rbac": "rbac-without-rules",
    "lets-through-on-failure": "fail-open",
    "lost-stanza": "policy-not-rendered",
    "nothing-decoded": "all-resources-dropped",
    "old-tls": "outdated-tls-version",
    "own-prefix": "resource-name-collision",
    "router-renamed": "renamed-router-filter",
    "tls-context-of-other-side": "wrong-tls-context",
}
