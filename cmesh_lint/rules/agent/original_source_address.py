"""Services whose clients keep their address."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Page, Rule, fix_example


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames Services that are redirected with the clients' addresses."""
    if config.envelope.keeps_sources:
        text = "Envoy will use the addresses of the clients; for Services of the cluster that should be off"
        yield RULE.found(text, config.at("spec", "services"), at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Services whose clients keep their address",
        catches=(
            "A CEC with `services`, without an Ingress or Gateway as owner, that does not set "
            '`cec.cilium.io/use-original-source-address: "false"` (before 1.19 the label `cilium.io/use-'
            "original-source-address`)."
        ),
        why=(
            "Envoy connects with the address of the client. Many connections of one client at a time collide, and some are "
            "answered with 503; clients from outside of the cluster are refused. It is a remark: with few connections from "
            "pods it works, and it is what the agent does unless told otherwise."
        ),
        bad=fix_example(
            ECHO,
            ('  annotations:\n    cec.cilium.io/use-original-source-address: "false"\n', ""),
            ("  services:\n", '  services:  # want: original-source-address "should be off"\n'),
        ),
        good=ECHO,
        fix='Set the annotation to "false".',
        log=("Non-local pod can not use original source address",),
    )


RULE = Rule(
    id="original-source-address",
    severity="info",
    gate="runtime",
    effect="under load some requests get 503, and clients from outside the cluster are refused",
    on=(CONFIG,),
    check=check,
    page=page,
)
