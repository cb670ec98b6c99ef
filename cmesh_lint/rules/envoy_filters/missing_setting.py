"""A setting that Envoy asks for in its code, beyond what the schema requires."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_FILTERS = "envoy.extensions.filters."
_NEEDED: dict[str, tuple[str, ...]] = {
    "envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter": ("expression",),
    f"{_FILTERS}http.basic_auth.v3.BasicAuth": ("users",),
    f"{_FILTERS}http.oauth2.v3.OAuth2": ("config",),
    f"{_FILTERS}network.connection_limit.v3.ConnectionLimit": ("max_connections",),
    "envoy.extensions.rate_limit_descriptors.expr.v3.Descriptor": ("text", "parsed"),
    "envoy.extensions.rbac.principals.mtls_authenticated.v3.Config": (
        "san_matcher",
        "any_validated_client_certificate",
    ),
}
"""Message → fields of which one must be set. Seen with 1.37."""


def check(message: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a message that has none of them; `false` sets nothing."""
    needed = _NEEDED[message.type]
    if not any(name in message.fields and message.fields[name] not in (False, "") for name in needed):
        named = " or ".join(f"`{name}`" for name in needed)
        yield RULE.found(f"{message.type.rpartition('.')[2]} needs {named}", message.route)


def page() -> Page:
    from ..examples import network_filter

    bad = network_filter("""\
- name: envoy.filters.network.connection_limit
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.network.connection_limit.v3.ConnectionLimit  # want: missing-setting "ConnectionLimit needs `max_connections`"
    stat_prefix: echo
""")
    return Page(
        title="A setting that Envoy asks for is missing",
        catches=(
            "An OAuth2 filter without `config`, BasicAuth without `users`, ConnectionLimit without `max_connections`, a descriptor by expression without one, or a principal of mTLS that asks for nothing. The schema does not require these, and Envoy does."
        ),
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(
            bad, ("stat_prefix: echo\n      - name", "stat_prefix: echo\n          max_connections: 100\n      - name")
        ),
        fix="Set it.",
        log=(
            "config must be present for global config",
            "Field 'max_connections' is missing in: …",
            "expression specifier is not set",
            "envoy.rbac.principals.mtls_authenticated did not have any configured validation",
        ),
    )


RULE = Rule(
    id="missing-setting",
    severity="error",
    gate="nacked",
    on=tuple(_NEEDED),
    check=check,
    page=page,
)
