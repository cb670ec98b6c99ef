"""CEC redirects a Service of another namespace."""

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
                text = f"the Service is in namespace `{ref.namespace}`, but the CEC sets no namespace; set the same one"
                yield RULE.found(text, place, severity="warning")


def _text(ref: ServiceRef, own: str) -> str:
    return f"expected a Service of the CEC's namespace `{own}`, found `{ref.namespace}`"


def _cost(ref: ServiceRef, own: str, config: EnvoyConfig) -> str:
    if config.envelope.features.service_namespace == "owner":
        return f"the agent redirects `{own}/{ref.name}` instead"
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
        title="CEC redirects a Service of another namespace",
        catches=(
            "An entry of `services` in a CiliumEnvoyConfig with a namespace other than the CEC's own. Cilium up to "
            "1.17, and releases after 1.20, use the CEC's namespace instead; 1.18 to 1.20 use the one that is written."
        ),
        why=(
            "With 1.18 to 1.20, whoever can write CECs in one namespace can take over the traffic of another. With "
            "other versions, a Service of the same name in the CEC's namespace is redirected, which nobody wanted."
        ),
        bad=bad,
        good=fix_example(bad, ("namespace: shop", "namespace: default"), ("shop/echo", "default/echo")),
        fix="Move the CEC to the namespace of the Service, or use a CiliumClusterwideEnvoyConfig.",
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
