"""An unknown field of the spec."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Example, Page, Rule, fix_example
from ._shape import departures


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """What departs from the CRD in this way."""
    for departure in departures(config):
        if departure.what == "unknown":
            yield RULE.found(departure.message, departure.route, at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="An unknown field of the spec",
        catches=(
            "A key in `spec`, `services`, `backendServices` or `nodeSelector` that the CRD of the selected Cilium "
            "version does not have, such as `ports` in `backendServices`, where it is `number`."
        ),
        why=(
            "kubectl refuses the object. Without strict validation, as with server-side apply in many GitOps tools, "
            "the field is silently removed: all ports of the Service are redirected, or the object applies to all "
            "nodes."
        ),
        bad=fix_example(
            ECHO,
            (
                "  services:\n",
                "  backendServices:\n  - name: echo\n    namespace: default\n"
                '    ports: ["80"]  # want: unknown-spec-field "write the ports as strings in `number`"\n  services:\n',
            ),
        ),
        good=ECHO,
        fix="Correct the name.",
        log=('unknown field "spec.backendServices[0].ports"',),
        more=(
            Example(
                "a misspelt field",
                bad=fix_example(
                    ECHO, ("  services:\n", '  service:  # want: unknown-spec-field "did you mean `services`?"\n')
                ),
            ),
            Example(
                "`number` in `services`",
                bad=fix_example(
                    ECHO,
                    (
                        "    listener: echo\n",
                        '    listener: echo\n    number: ["80"]  # want: unknown-spec-field "write the ports as numbers in `ports`"\n',
                    ),
                ),
            ),
            Example(
                "a field of a later Cilium",
                bad=fix_example(
                    ECHO,
                    (
                        "    listener: echo\n",
                        '    listener: echo\n    ports: [80]  # want: unknown-spec-field "`ports` is only supported from Cilium 1.16"\n',
                    ),
                ),
                cilium="1.15",
            ),
        ),
    )


RULE = Rule(
    id="unknown-spec-field",
    severity="error",
    gate="api",
    on=(CONFIG,),
    check=check,
    page=page,
)
