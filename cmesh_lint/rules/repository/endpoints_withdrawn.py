"""Another CEC removes the endpoints of this one."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
from ...repository.facts import Facts
from ...repository.index import Repository
from ...rule import REPOSITORY, Page, Rule, fix_example
from ._published import asked, published_by

_MOST = 8
"""Ports that a message lists."""


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames a name for endpoints that is served only as long as no other CEC asks for ports of the Service."""
    for use in facts.endpoints_uses:
        service, _ = asked(use.name)
        if use.name not in published_by(service, facts, repository) or repository.asks_for_ports(service, facts):
            continue
        other = repository.restricting(service, facts)
        if other is not None:
            ports = ", ".join(sorted(repository.listed_ports(other))[:_MOST])
            text = f"`{use.name}` is no longer published once {other.config.object} lists port {ports}"
            yield RULE.found(text, use.route)


SECOND = """\
---
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata:
  name: status
  namespace: default
spec:
  backendServices:
  - name: echo
    namespace: default
    number: ["80"]
  resources:
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: status
    type: EDS
    connect_timeout: 5s
    eds_cluster_config:
      service_name: default/echo:80
"""


def page() -> Page:
    from ..echo import ECHO

    bad = (
        fix_example(
            ECHO,
            (
                "    name: default/echo\n",
                '    name: default/echo  # want: endpoints-withdrawn "once CiliumEnvoyConfig/default/status lists port 80"\n',
            ),
        )
        + SECOND
    )
    return Page(
        title="Another CEC removes the endpoints of this one",
        catches=(
            "Two CECs that list the same Service, one with ports and one without. The agent merges the ports of all "
            "CECs: as soon as one lists a port, `NAMESPACE/NAME` is no longer published, only `NAMESPACE/NAME:PORT`."
        ),
        why="When the second CEC is applied, the first one, which nobody changed, answers with 503.",
        bad=bad,
        good=fix_example(
            bad,
            ("    listener: echo\n", "    listener: echo\n    ports: [80]\n"),
            (
                "    name: default/echo\n    type: EDS\n",
                "    name: default/echo\n    type: EDS\n    eds_cluster_config:\n      service_name: default/echo:80\n",
            ),
        ),
        fix="List the Service with its ports in both, and use `NAMESPACE/NAME:PORT`.",
        log=("no_healthy_upstream",),
    )


RULE = Rule(
    id="endpoints-withdrawn",
    severity="critical",
    gate="runtime",
    effect="as soon as the other CEC is applied, requests through this one get 503",
    on=(REPOSITORY,),
    check=check,
    page=page,
)
