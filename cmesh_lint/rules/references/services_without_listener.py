"""`services` in a CEC without a Listener."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Page, Rule


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames `services` in a CEC with resources of which none is a listener."""
    if not config.envelope.services or not config.resources or config.defined.untyped:
        return
    if not config.defined.listeners and not any("istener" in each.type_url for each in config.resources):
        text = "`resources` contain no Listener to redirect these Services to"
        yield RULE.found(text, config.at("spec", "services"), at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="`services` in a CEC without a Listener",
        catches="A CEC with `services` and resources of which none is a Listener.",
        why=(
            "The Services are not redirected, and since Cilium 1.18 nothing is logged. Their endpoints are still "
            "published; use `backendServices` if that is what you want."
        ),
        bad="""\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata:
  name: echo
  namespace: default
spec:
  services:  # want: services-without-listener "no Listener"
  - name: echo
    namespace: default
  resources:
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/echo
    type: EDS
    connect_timeout: 5s
""",
        good=ECHO,
        fix="Add a Listener, or list the Services under `backendServices` if only their endpoints are needed.",
        log=("Skipping L7LB k8s service redirect",),
    )


RULE = Rule(
    id="services-without-listener",
    severity="error",
    gate="runtime",
    effect="the Services are not redirected: clients reach them without this configuration",
    on=(CONFIG,),
    check=check,
    page=page,
)
