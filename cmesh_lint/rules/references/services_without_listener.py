"""Services, and no listener to send them to."""

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
        text = "there is no Listener among the resources to redirect these Services to"
        yield RULE.found(text, config.at("spec", "services"), at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Services, and no listener to send them to",
        catches="A CEC with `services` and resources of which none is a Listener.",
        why=(
            "The Services are not redirected, and since Cilium 1.18 nothing is logged. Endpoints are published for them "
            "all the same, which `backendServices` does without the promise of a redirect."
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
        fix="Add a Listener, or list the Services under `backendServices` where only their endpoints are needed.",
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
