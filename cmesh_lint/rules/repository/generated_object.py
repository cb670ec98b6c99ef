"""Object is managed by Cilium's operator."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Page, Rule, fix_example

PREFIXES = ("cilium-ingress", "cilium-gateway-")
OWNERS = ("Ingress", "Gateway")


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the name or the owner of an object that looks generated."""
    owners = config.metadata.get("ownerReferences")
    kinds = [each.get("kind") for each in owners if isinstance(each, dict)] if isinstance(owners, list) else []
    owner = next((kind for kind in kinds if kind in OWNERS), "")
    if owner:
        text = f"the object is owned by {'an' if owner == 'Ingress' else 'a'} {owner}, so Cilium's operator writes it"
        yield RULE.found(text, config.at("metadata", "ownerReferences"), at="key")
    elif config.manifest.name.startswith(PREFIXES):
        text = f"Cilium's operator uses names like `{config.manifest.name}` for what it generates from an Ingress or a Gateway"
        yield RULE.found(text, config.at("metadata", "name"))


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO,
        (
            "metadata:\n  name: echo\n",
            'metadata:\n  name: cilium-ingress-echo  # want: generated-object "operator uses names like"\n',
        ),
    )
    return Page(
        title="Object is managed by Cilium's operator",
        catches="A CEC named `cilium-ingress…` or `cilium-gateway-…`, or one that is owned by an Ingress or a Gateway.",
        why=(
            "The operator writes such objects for Ingress and Gateway API, and overwrites what it finds. An owner of "
            "these kinds also changes the source address of upstream connections."
        ),
        bad=bad,
        good=fix_example(bad, ("cilium-ingress-echo", "echo")),
        fix="Change the Ingress or the Gateway, or give the object another name and no owner.",
    )


RULE = Rule(
    id="generated-object",
    severity="warning",
    gate="runtime",
    effect="Cilium's operator overwrites the object",
    on=(CONFIG,),
    check=check,
    page=page,
)
