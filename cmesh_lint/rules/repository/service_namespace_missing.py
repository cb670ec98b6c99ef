"""Service without a namespace."""

from __future__ import annotations

from collections.abc import Iterator

from ...agent.envelope import DEFAULT_NAMESPACE
from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Page, Rule, fix_example


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames entries of `services` and `backendServices` without a namespace."""
    envelope = config.envelope
    for ref in (*envelope.services, *envelope.backend_services):
        if ref.name and not ref.namespace:
            meant = envelope.owner.namespace or DEFAULT_NAMESPACE
            text = f"`namespace` is not set: the agent looks for `/{ref.name}`, not for `{meant}/{ref.name}`"
            yield RULE.found(text, (*ref.route, "name"))


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO,
        (
            "  - name: echo\n    namespace: default\n",
            '  - name: echo  # want: service-namespace-missing "the agent looks for `/echo`"\n',
        ),
    )
    return Page(
        title="Service without a namespace",
        catches=(
            "An entry of `services` or `backendServices` without `namespace`. The description of the field promises "
            "the namespace of the CEC, or `default` in a CCEC, but Cilium 1.18 to 1.20 use an empty one."
        ),
        why="The Service is never redirected, its endpoints are never published, and nothing is logged.",
        bad=bad,
        good=fix_example(bad, ("  - name: echo\n    listener", "  - name: echo\n    namespace: default\n    listener")),
        fix="Set `namespace`: the CEC's own, or that of the Service in a CCEC.",
    )


RULE = Rule(
    id="service-namespace-missing",
    severity="error",
    gate="runtime",
    effect="the Service is not redirected, its endpoints are not published, and nothing is logged",
    since="1.18",
    until="1.20",
    on=(CONFIG,),
    check=check,
    page=page,
)
