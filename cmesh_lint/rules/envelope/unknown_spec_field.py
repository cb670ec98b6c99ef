"""A field that the spec of a CEC does not have."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Page, Rule, fix_example
from ._shape import departures


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """What departs from the CRD in this way."""
    for departure in departures(config):
        if departure.what == "unknown":
            yield RULE.found(departure.message, departure.route, at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A field that the spec of a CEC does not have",
        catches=(
            "A key in `spec`, `services`, `backendServices` or `nodeSelector` that the CRD of the chosen "
            "Cilium does not have, such as `ports` in `backendServices`, where it is `number`."
        ),
        why=(
            "kubectl refuses the object. Without strict validation, as in server-side apply by many GitOps "
            "tools, the field is taken out in silence: all ports of the Service are redirected, or the object "
            "applies to all nodes."
        ),
        bad=fix_example(
            ECHO,
            (
                "  services:\n",
                "  backendServices:\n  - name: echo\n    namespace: default\n"
                '    ports: ["80"]  # want: unknown-spec-field "stand under `number`"\n  services:\n',
            ),
        ),
        good=ECHO,
        fix="Correct the name.",
        log=('unknown field "spec.backendServices[0].ports"',),
    )


RULE = Rule(
    id="unknown-spec-field",
    severity="error",
    gate="api",
    on=(CONFIG,),
    check=check,
    page=page,
)
