"""Services without resources."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Page, Rule


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames an empty list of resources, or an object without a spec."""
    spec = config.manifest.value.get("spec")
    if spec is None:
        yield RULE.found(
            f"{config.manifest.kind} has no spec: there is nothing to install", config.manifest.route, at="key"
        )
    elif config.spec.get("resources") == []:
        yield RULE.found("there is nothing to install", config.at("spec", "resources"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Services without resources",
        catches="A CEC that has no resource in `spec.resources`.",
        why="Everybody accepts it, and nothing is installed: Services that it lists are not redirected.",
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
  resources: []  # want: no-resources "nothing to install"
""",
        good=ECHO,
        fix="Add the resources, or remove the object.",
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
