"""More than one health check in a cluster."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames every health check after the first."""
    for check in cluster.children("health_checks")[1:]:
        yield RULE.found("only one health check is allowed in a cluster; remove this one", check.route)


def page() -> Page:
    from . import _examples

    bad = _examples.dns_cluster("""\
health_checks:
- {timeout: 1s, interval: 5s, healthy_threshold: 1, unhealthy_threshold: 3, http_health_check: {path: /healthz}}
- {timeout: 1s, interval: 5s, healthy_threshold: 1, unhealthy_threshold: 3, tcp_health_check: {}}  # want: several-health-checks "only one health check is allowed"
""")
    return Page(
        title="More than one health check in a cluster",
        catches=(
            "A second entry in the `health_checks` of a cluster: the field is a list, but Envoy accepts only one entry."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(
            bad,
            (
                "    - {timeout: 1s, interval: 5s, healthy_threshold: 1, unhealthy_threshold: 3, tcp_health_check: {}}\n",
                "",
            ),
        ),
        fix="Keep the most useful one.",
        log=("Multiple health checks not supported",),
    )


RULE = Rule(
    id="several-health-checks",
    severity="error",
    gate="nacked",
    on=(CLUSTER,),
    check=check,
    page=page,
)
