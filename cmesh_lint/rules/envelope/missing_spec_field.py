"""A required field of the spec is missing."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Example, Page, Rule, fix_example
from ._shape import departures


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """What departs from the CRD in this way."""
    for departure in departures(config):
        if departure.what == "missing":
            yield RULE.found(departure.message, departure.route, at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A required field of the spec is missing",
        catches="A spec without `resources` (required since Cilium 1.17), or a Service without `name`.",
        why="The API server refuses the object.",
        bad=fix_example(
            ECHO,
            (
                "  - name: echo\n    namespace: default\n    listener: echo\n",
                '  - namespace: default  # want: missing-spec-field "`name` is missing in `services[0]`"\n    listener: echo\n',
            ),
        ),
        good=ECHO,
        fix="Set the field.",
        log=("spec.services[0].name: Required value",),
        more=(
            Example(
                "no `resources`",
                bad="""\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata:
  name: echo
  namespace: default
spec:  # want: missing-spec-field "`resources` is missing in the spec"
  services:
  - name: echo
    namespace: default
""",
            ),
            Example(
                "a node selector requirement without `operator`",
                bad=fix_example(
                    ECHO,
                    (
                        "  services:\n",
                        '  nodeSelector:\n    matchExpressions:\n    - {key: zone}  # want: missing-spec-field "`operator` is missing in `matchExpressions[0]`"\n  services:\n',
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="missing-spec-field",
    severity="error",
    gate="api",
    on=(CONFIG,),
    check=check,
    page=page,
)
