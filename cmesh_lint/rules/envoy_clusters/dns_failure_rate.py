"""A pause after a failed look-up that ends below its beginning."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.durations import milliseconds
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from . import _kinds


def check(rate: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a `max_interval` below the `base_interval`, where names are looked up."""
    if rate.parent is None or rate.field != "dns_failure_refresh_rate" or not _is_read(rate.parent):
        return
    base, most = (rate.fields.get(name) for name in ("base_interval", "max_interval"))
    if isinstance(base, str) and isinstance(most, str) and milliseconds(most) < milliseconds(base):
        text = f"`max_interval` is {most}, below the `base_interval` of {base}; expected at least that"
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
        title="A pause after failed look-ups whose maximum is below its base",
        catches="A `dns_failure_refresh_rate` whose `max_interval` is shorter than its `base_interval`.",
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("max_interval: 1s", "max_interval: 20s")),
        fix="Raise `max_interval`, or leave it out: it is ten times the base then.",
        log=("dns_failure_refresh_rate must have max_interval greater than or equal to the base_interval",),
    )


RULE = Rule(
    id="dns-failure-rate",
    severity="error",
    gate="nacked",
    on=("envoy.config.cluster.v3.Cluster.RefreshRate", f"{_kinds.DNS_CLUSTER}.RefreshRate"),
    check=check,
    page=page,
)
