"""Two CECs define one Envoy resource."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...across.facts import Facts, ListenerFacts, Named
from ...across.repository import Index, Repository, meet
from ...finding import Problem
from ...rule import REPOSITORY, Rule, mended
from ..echo import ECHO


def judge(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames names that another CEC gives to a resource of the same type."""
    kinds: tuple[tuple[str, Iterable[Named | ListenerFacts], Index], ...] = (
        ("cluster", facts.clusters, repository.clusters),
        ("endpoints", facts.endpoints, repository.endpoints),
        ("Secret", facts.secrets, repository.secrets),
        ("listener", facts.listeners, repository.listeners),
        ("RouteConfiguration", facts.routes, repository.routes),
    )
    for kind, named, index in kinds:
        for each in named:
            others = [config for config in index[each.name] if meet(facts, config)]
            if others:
                text = f"{others[0].object} has a {kind} `{each.name}`, too, in {others[0].file}"
                alike = all(_alike(each, config) for config in others)
                yield RULE.found(text, each.route, severity="warning" if alike else None)


def _alike(one: Named | ListenerFacts, other: Facts) -> bool:
    """Whether another CEC defines a cluster, endpoints or a Secret in the very same words."""
    theirs = (*other.clusters, *other.endpoints, *other.secrets)
    return isinstance(one, Named) and any(each[0] == one.name and each.content == one.content for each in theirs)


SECOND = """\
---
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata:
  name: second
  namespace: default
spec:
  resources:
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/echo  # want: name-defined-twice "CiliumEnvoyConfig/default/echo has a cluster"
    type: EDS
    connect_timeout: 1s
"""
BAD = (
    mended(
        ECHO,
        (
            "    name: default/echo\n",
            '    name: default/echo  # want: name-defined-twice "CiliumEnvoyConfig/default/second has a cluster"\n',
        ),
    )
    + SECOND
)
RULE = Rule(
    id="name-defined-twice",
    title="Two CECs define one Envoy resource",
    severity="error",
    gate="runtime",
    catches=(
        "A cluster, endpoints or a Secret with a `/` in the name that two CECs define, or a listener or "
        "RouteConfiguration whose name begins with the namespace and is that of another CEC's. It is a warning where "
        "both say the same."
    ),
    why=(
        "Envoy has one resource of a name: the CEC that is written last decides what it is, for both. When one of the "
        "CECs is deleted, the resource is gone for the other."
    ),
    bad=BAD,
    good=mended(
        BAD,
        (
            "    name: default/echo\n    type: EDS\n    connect_timeout: 1s\n",
            "    name: echo\n    type: EDS\n    connect_timeout: 1s\n    eds_cluster_config:\n      service_name: default/echo\n",
        ),
    ),
    fix="Give it a name without `/`, which the agent completes, and a cluster the `service_name` it needs.",
    on=(REPOSITORY,),
    judge=judge,
)
