"""No resource is left."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Page, Rule


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the list when none of its elements is decoded."""
    # Of a single resource its own finding says enough.
    if len(config.resources) > 1 and all(resource.route in config.undecoded for resource in config.resources):
        text = "the agent skips every resource of this object and reports no error on it"
        yield RULE.found(text, config.at("spec", "resources"), at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="No resource is left",
        catches="A CEC of several resources of which the agent skips every one.",
        why="The object counts as installed, no error is reported on it, and nothing of it is there.",
        bad="""\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata:
  name: echo
  namespace: default
spec:
  resources:  # want: nothing-decoded "skips every resource"
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/echo
    type: EDS
    connect_timeout: 5
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/shop
    type: eds
""",
        good=ECHO,
        fix="Mend the resources that are skipped.",
    )


RULE = Rule(
    id="nothing-decoded",
    severity="warning",
    gate="runtime",
    effect="the object looks installed, and nothing of it is in Envoy",
    on=(CONFIG,),
    check=check,
    page=page,
)
