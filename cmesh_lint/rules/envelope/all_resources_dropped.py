"""The agent skips every resource."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Page, Rule


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the list when none of its elements is decoded."""
    # Of a single resource its own finding says enough.
    if len(config.resources) > 1 and all(resource.route in config.undecoded for resource in config.resources):
        text = "the agent skips every resource of this object, and nothing reports an error"
        yield RULE.found(text, config.at("spec", "resources"), at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="The agent skips every resource",
        catches="A CEC with several resources, all of which the agent skips.",
        why="The object looks installed and reports no error, but nothing from it exists.",
        bad="""\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata:
  name: echo
  namespace: default
spec:
  resources:  # want: all-resources-dropped "skips every resource"
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/echo
    type: EDS
    connect_timeout: 5
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/shop
    type: eds
""",
        good=ECHO,
        fix="Fix the findings on its resources.",
    )


RULE = Rule(
    id="all-resources-dropped",
    severity="warning",
    gate="runtime",
    effect="the object looks installed, and nothing of it is in Envoy",
    on=(CONFIG,),
    check=check,
    page=page,
    formerly=("nothing-decoded",),
)
