"""Wrong type in `typed_per_filter_config`."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.filter_types import FILTER_CONFIG, FOR_ROUTES, PER_ROUTE
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

PACKAGE = "envoy.extensions.filters.http."
NOTHING = (
    "alternate_protocols_cache.v3.FilterConfig",
    "cache.v3.CacheConfig",
    "cdn_loop.v3.CdnLoopConfig",
    "composite.v3.Composite",
    "connect_grpc_bridge.v3.FilterConfig",
    "credential_injector.v3.CredentialInjector",
    "decompressor.v3.Decompressor",
    "gcp_authn.v3.GcpAuthnFilterConfig",
    "geoip.v3.Geoip",
    "grpc_http1_bridge.v3.Config",
    "grpc_stats.v3.FilterConfig",
    "grpc_web.v3.GrpcWeb",
    "health_check.v3.HealthCheck",
    "ip_tagging.v3.IPTagging",
    "oauth2.v3.OAuth2",
    "original_src.v3.OriginalSrc",
    "rate_limit_quota.v3.RateLimitQuotaFilterConfig",
    "rate_limit_quota.v3.RateLimitQuotaOverride",
    "router.v3.Router",
    "set_metadata.v3.Config",
    "tap.v3.Tap",
    "wasm.v3.Wasm",
)
"""Filters that routes cannot configure. Seen in Envoy 1.37 and 1.40."""


def check(message: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the `@type` of an override."""
    if message.type == FILTER_CONFIG:
        if _is_override(message) and not message.fields.get("disabled") and "config" not in message.fields:
            yield RULE.found("this override neither configures nor disables the filter", message.route)
        return
    name = message.type.removeprefix(PACKAGE)
    # Optional is a filter that Envoy lacks, or that takes nothing from routes; not a message of the wrong type.
    if not _is_override(message, message.type in FOR_ROUTES and name not in NOTHING):
        return
    if name in NOTHING:
        text = f"the filter of `{name.rpartition('.')[2]}` cannot be configured per route"
        yield RULE.found(text, (*message.route, "@type"))
    elif message.type in FOR_ROUTES:  # where it is empty, the walk has the other one in its place
        own = message.type.rpartition(".")[2]
        text = f"expected `{FOR_ROUTES[message.type]}` in `{PER_ROUTE}`, found the filter's own `{own}`"
        yield RULE.found(text, (*message.route, "@type"))


def _is_override(message: Message, even_optional: bool = False) -> bool:
    """Whether it stands in `typed_per_filter_config`, or in a FilterConfig there that insists on it."""
    around = message.parent
    if around is None or around.field == PER_ROUTE:
        return around is not None
    wrapper = around.parent
    if around.field != "config" or wrapper is None or wrapper.type != FILTER_CONFIG:
        return False
    return (even_optional or wrapper.fields.get("is_optional") is not True) and _is_override(wrapper, even_optional)


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO,
        (
            "          http_filters:\n",
            """\
          http_filters:
          - name: envoy.filters.http.rbac
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC
""",
        ),
        (
            "          timeout: 5s\n",
            """\
          timeout: 5s
        typed_per_filter_config:
          envoy.filters.http.rbac:
            "@type": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC  # want: unsupported-filter-override "RBACPerRoute` in `typed_per_filter_config`"
            rules: {action: ALLOW}
""",
        ),
    )
    return Page(
        title="Wrong type in `typed_per_filter_config`",
        catches=(
            "An entry of `typed_per_filter_config` that has the filter's own type where routes need another, or is for "
            "a filter that cannot be configured per route, or is an empty FilterConfig."
        ),
        why="Envoy rejects the routes: with the listener if they are in one, otherwise silently, keeping the old ones.",
        bad=bad,
        good=fix_example(
            bad,
            (
                "rbac.v3.RBAC\n            rules: {action: ALLOW}",
                "rbac.v3.RBACPerRoute\n            rbac:\n              rules: {action: ALLOW}",
            ),
        ),
        fix="Use the type that the filter documents for routes; its name usually ends in `PerRoute`.",
        log=(
            "doesn't support virtual host or route specific configurations",
            "Unable to unpack as",
            "Empty route/virtual host per filter configuration",
        ),
    )


RULE = Rule(
    id="unsupported-filter-override",
    severity="error",
    gate="nacked",
    on=tuple(dict.fromkeys((FILTER_CONFIG, *(PACKAGE + name for name in NOTHING), *FOR_ROUTES))),
    check=check,
    page=page,
)
