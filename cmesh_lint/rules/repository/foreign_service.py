"""A namespaced CEC takes the Service of another namespace."""

from __future__ import annotations

from collections.abc import Iterator

from ...agent.envelope import DEFAULT_NAMESPACE, ServiceRef
from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Page, Rule, fix_example


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames entries of `services` with another namespace than their CEC."""
    if config.clusterwide:
        return
    own = config.manifest.namespace
    for ref in config.envelope.services:
        if ref.namespace and ref.namespace != (own or DEFAULT_NAMESPACE):
            place = (*ref.route, "namespace")
            if own:
                yield RULE.found(_text(ref, own), place, consequence=_cost(ref, own, config))
            else:
                text = f"found a Service of `{ref.namespace}` and no namespace of the CEC; it must be the same"
                yield RULE.found(text, place, severity="warning")


def _text(ref: ServiceRef, own: str) -> str:
    return f"a CEC of `{own}` is for Services of `{own}`, found `{ref.namespace}`"


def _cost(ref: ServiceRef, own: str, config: EnvoyConfig) -> str:
    if config.envelope.features.service_namespace == "owner":
        return f"the agent reads `{own}/{ref.name}` instead"
    return f"all traffic to `{ref.namespace}/{ref.name}` goes through this CEC, whoever owns that namespace"


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO,
        (
            "  - name: echo\n    namespace: default\n",
            '  - name: echo\n    namespace: shop  # want: foreign-service "found `shop`"\n',
        ),
        ("default/echo", "shop/echo"),
    )
    return Page(
        title="A CEC takes the Service of another namespace",
        catches=(
            "An entry of `services` in a CiliumEnvoyConfig with another namespace than the CEC's own. Cilium up to 1.17, "
            "and what follows 1.20, put the CEC's namespace in its place; 1.18 to 1.20 do as it says."
        ),
        why=(
            "In 1.18 to 1.20 whoever may write CECs in one namespace takes over the traffic of another. Elsewhere a "
            "Service of the same name in the own namespace is redirected, which nobody asked for."
        ),
        bad=bad,
        good=fix_example(bad, ("namespace: shop", "namespace: default"), ("shop/echo", "default/echo")),
        fix="Put the CEC into the namespace of the Service, or use a CiliumClusterwideEnvoyConfig.",
    )


RULE = Rule(
    id="foreign-service",
    severity="critical",
    gate="runtime",
    effect="the traffic of a Service in another namespace, or of the wrong Service, is redirected",
    on=(CONFIG,),
    check=check,
    page=page,
)
