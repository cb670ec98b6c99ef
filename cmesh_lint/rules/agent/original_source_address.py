"""Services keep the client's source address."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Example, Page, Rule, fix_example


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames Services that are redirected with the clients' addresses."""
    if config.envelope.keeps_sources:
        text = (
            "Envoy keeps the client's source address; for in-cluster Services set "
            '`cec.cilium.io/use-original-source-address: "false"` (before Cilium 1.19 as the label '
            "`cilium.io/use-original-source-address`)"
        )
        yield RULE.found(text, config.at("spec", "services"), at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Services keep the client's source address",
        catches=(
            "A CEC with `services`, without an Ingress or Gateway as owner, that does not set "
            '`cec.cilium.io/use-original-source-address: "false"` (before Cilium 1.19: the label '
            "`cilium.io/use-original-source-address`)."
        ),
        why=(
            "Envoy connects to the backend with the address of the client. With many connections from one client at "
            "a time, connections collide and some requests fail with 503; clients from outside the cluster are "
            "refused. This is an info-level finding, because it works with few connections from pods, and it is the "
            "agent's default."
        ),
        bad=fix_example(
            ECHO,
            ('  annotations:\n    cec.cilium.io/use-original-source-address: "false"\n', ""),
            (
                "  services:\n",
                '  services:  # want: original-source-address "Envoy keeps the client\'s source address"\n',
            ),
        ),
        good=ECHO,
        fix='Set the annotation to "false".',
        log=("Non-local pod can not use original source address",),
        more=(
            Example(
                "the annotation is true",
                bad=fix_example(
                    ECHO,
                    ('"false"', '"true"'),
                    ("  services:\n", '  services:  # want: original-source-address "Envoy keeps"\n'),
                ),
            ),
            Example(
                "the label",
                bad=fix_example(
                    ECHO, ("  services:\n", '  services:  # want: original-source-address "Envoy keeps"\n')
                ),
                good=fix_example(ECHO, ("  annotations:\n    cec.cilium.io/", "  labels:\n    cilium.io/")),
                cilium="1.18",
            ),
            Example(
                "an Ingress as owner",
                good=fix_example(
                    ECHO,
                    (
                        '  annotations:\n    cec.cilium.io/use-original-source-address: "false"\n',
                        "  ownerReferences:\n  - {apiVersion: networking.k8s.io/v1, kind: Ingress, name: echo, uid: 7c1c7dd4-6a2b-4d6c-9f0c-0d6f0e7b3f11}\n",
                    ),
                ),
            ),
        ),
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
