"""A DNS failure refresh rate with `max_interval` below `base_interval`."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.durations import milliseconds
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from . import _kinds


def check(rate: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a `max_interval` below the `base_interval`, where names are looked up."""
    if rate.parent is None or rate.field != "dns_failure_refresh_rate" or not _is_read(rate.parent):
        return
    base, most = (rate.fields.get(name) for name in ("base_interval", "max_interval"))
    if isinstance(base, str) and isinstance(most, str) and milliseconds(most) < milliseconds(base):
        text = f"`max_interval` is {most}, below the `base_interval` of {base}"
        yield RULE.found(text, rate.route_of("max_interval"))


def _is_read(owner: Message) -> bool:
    return owner.type == _kinds.DNS_CLUSTER or (owner.type == CLUSTER and _kinds.kind(owner) in _kinds.DNS)


def page() -> Page:
    from . import _examples

    bad = _examples.dns_cluster("""\
dns_failure_refresh_rate:
  base_interval: 2s
  max_interval: 1s  # want: dns-failure-rate "`max_interval` is 1s, below the `base_interval` of 2s"
""")
    return Page(
        title="A DNS failure refresh rate with `max_interval` below `base_interval`",
        catches="A `dns_failure_refresh_rate` whose `max_interval` is shorter than its `base_interval`.",
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("max_interval: 1s", "max_interval: 20s")),
        fix="Raise `max_interval`, or leave it out: the default is ten times the base.",
        log=("dns_failure_refresh_rate must have max_interval greater than or equal to the base_interval",),
        more=(
            Example(
                "a DnsCluster",
                bad=_examples.cluster("""\
cluster_type:
  name: envoy.clusters.dns
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.clusters.dns.v3.DnsCluster
    dns_failure_refresh_rate:
      base_interval: 2s
      max_interval: 1s  # want: dns-failure-rate "below the `base_interval` of 2s"
"""),
            ),
            Example(
                "a cluster that does not use DNS",
                good=_examples.cluster(
                    "type: EDS\ndns_failure_refresh_rate: {base_interval: 2s, max_interval: 1s}\n"
                ).replace("name: echo\n    connect", "name: default/echo\n    connect"),
            ),
        ),
    )


RULE = Rule(
    id="dns-failure-rate",
    severity="error",
    gate="nacked",
    on=("envoy.config.cluster.v3.Cluster.RefreshRate", f"{_kinds.DNS_CLUSTER}.RefreshRate"),
    check=check,
    page=page,
)
