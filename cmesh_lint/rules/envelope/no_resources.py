"""A CEC without resources."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Example, Page, Rule


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames an empty list of resources, or an object without a spec."""
    spec = config.manifest.value.get("spec")
    if spec is None:
        yield RULE.found(
            f"{config.manifest.kind} has no spec, so nothing is installed", config.manifest.route, at="key"
        )
    elif config.spec.get("resources") == []:
        yield RULE.found("`resources` is empty, so nothing is installed", config.at("spec", "resources"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A CEC without resources",
        catches="A CEC with no resource in `spec.resources`, or without a spec.",
        why="Nothing rejects it, but nothing is installed: the Services that it lists are not redirected.",
        bad="""\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata:
  name: echo
  namespace: default
spec:
  services:
  - name: echo
    namespace: default
  resources: []  # want: no-resources "nothing is installed"
""",
        good=ECHO,
        fix="Add resources, or delete the object.",
        more=(
            Example(
                "no spec",
                bad="""\
apiVersion: cilium.io/v2  # want: no-resources "has no spec"
kind: CiliumEnvoyConfig
metadata:
  name: echo
  namespace: default
""",
            ),
        ),
    )


RULE = Rule(
    id="no-resources",
    severity="warning",
    gate="runtime",
    effect="nothing is installed, and listed Services are not redirected",
    on=(CONFIG,),
    check=check,
    page=page,
)
