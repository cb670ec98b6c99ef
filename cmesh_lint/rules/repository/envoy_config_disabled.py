"""Cilium is configured to ignore CECs."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
from ...repository.environments import apart
from ...repository.facts import Facts
from ...repository.index import Repository
from ...rule import REPOSITORY, Page, Rule

CONFIG_MAP = """\
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: cilium-config
  namespace: kube-system
data:
  enable-envoy-config: "{}"
"""


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames the first CEC of the files, for all."""
    switch = repository.switched_off
    if switch is not None and facts is repository.configs[0] and not apart(switch.file, facts.file):
        text = f"{switch.file} sets `{switch.name}` to false, so CECs have no effect"
        yield RULE.found(text, (*facts.route, "metadata", "name"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Cilium is configured to ignore CECs",
        catches=(
            "CECs in the same files as a `cilium-config` with `enable-envoy-config` or `enable-l7-proxy` false, or as "
            "values of Cilium's Helm chart with `envoyConfig.enabled` or `l7Proxy` false."
        ),
        why="The objects are accepted and ignored, and nothing is logged.",
        bad=ECHO.replace(
            "metadata:\n  name: echo\n",
            'metadata:\n  name: echo  # want: envoy-config-disabled "sets `enable-envoy-config` to false"\n',
        )
        + CONFIG_MAP.format("false"),
        good=ECHO + CONFIG_MAP.format("true"),
        fix="Install Cilium with `envoyConfig.enabled: true` and `l7Proxy: true`.",
    )


RULE = Rule(
    id="envoy-config-disabled",
    severity="error",
    gate="runtime",
    effect="the agent ignores every CEC, and nothing is logged",
    on=(REPOSITORY,),
    check=check,
    page=page,
)
