"""Hashing by host name in a cluster without host names."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the option in every cluster but one of the type `STRICT_DNS`."""
    common = cluster.child("common_lb_config")
    hashing = common.child("consistent_hashing_lb_config") if common is not None else None
    if hashing is None or hashing.fields.get("use_hostname_for_hashing") is not True:
        return
    if cluster.fields.get("type") != "STRICT_DNS":
        text = "`use_hostname_for_hashing` is only supported with `type: STRICT_DNS`; remove it here"
        yield RULE.found(text, hashing.route_of("use_hostname_for_hashing"), at="key")


def page() -> Page:
    from . import _examples

    bad = (
        fix_example(_examples.dns_cluster("lb_policy: RING_HASH\n"), ("STRICT_DNS", "LOGICAL_DNS"))
        + """\
    common_lb_config:
      consistent_hashing_lb_config:
        use_hostname_for_hashing: true  # want: hostname-hashing "is only supported with `type: STRICT_DNS`"
"""
    )
    return Page(
        title="Hashing by host name in a cluster without host names",
        catches="`use_hostname_for_hashing` in a cluster of a type other than `STRICT_DNS`, whatever its policy.",
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("LOGICAL_DNS", "STRICT_DNS")),
        fix="Use `type: STRICT_DNS`, or remove the option.",
        log=("Cannot use hostname for consistent hashing loadbalancing for cluster of type: '…'",),
    )


RULE = Rule(
    id="hostname-hashing",
    severity="error",
    gate="nacked",
    on=(CLUSTER,),
    check=check,
    page=page,
)
