"""A rate limit that is shared by the Envoys of a cluster which Cilium's Envoy is in none of."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ._rate_limits import HTTP

_FIELD = "local_cluster_rate_limit"


def check(limit: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames `local_cluster_rate_limit`: Cilium's bootstrap names no local cluster."""
    if _FIELD in limit.fields:
        text = f"`{_FIELD}` shares the limit among the Envoys of a local cluster, and Cilium's Envoy has none"
        yield RULE.found(text, limit.route_of(_FIELD), at="key")


def page() -> Page:
    from ..examples import http_filter

    bad = http_filter("""\
- name: envoy.filters.http.local_ratelimit
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
    stat_prefix: echo
    token_bucket: {max_tokens: 100, fill_interval: 1s}
    filter_enabled: {default_value: {numerator: 100}}
    filter_enforced: {default_value: {numerator: 100}}
    local_cluster_rate_limit: {}  # want: local-cluster-rate-limit "Cilium's Envoy has none"
""")
    return Page(
        title="A rate limit for a local cluster that there is not",
        catches=(
            "`local_cluster_rate_limit` in a LocalRateLimit. It needs a `local_cluster_name` in the bootstrap, which Cilium does not set."
        ),
        why="Envoy rejects the listener, or the routes.",
        bad=bad,
        good=fix_example(bad, ("              local_cluster_rate_limit: {}\n", "")),
        fix="Take it out: each node limits on its own. The global rate limit is for a limit of all.",
        log=(
            "local_cluster_rate_limit is set but no local cluster name is present",
            "local_cluster_rate_limit is set and local_rate_limit_per_downstream_connection is set to true",
        ),
    )


RULE = Rule(
    id="local-cluster-rate-limit",
    severity="error",
    gate="nacked",
    on=(HTTP,),
    check=check,
    page=page,
)
