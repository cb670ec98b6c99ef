"""Envoy resource is defined in two CECs."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
from ...repository.facts import Facts
from ...repository.index import Kind, Repository
from ...rule import REPOSITORY, Page, Rule, fix_example


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames names that another CEC gives to a resource of the same type."""
    for kind, what in _KINDS.items():
        for each in getattr(facts, kind):
            other = repository.defined_by_another(kind, each.name, facts)
            if other is not None:
                text = f"{what} `{each.name}` is also defined by {other.object} in {other.file}"
                alike = kind in _HARMLESS and not repository.defined_otherwise(kind, each, facts)
                yield RULE.found(text, each.route, severity="warning" if alike else None)


_KINDS: dict[Kind, str] = {
    "clusters": "cluster",
    "endpoints": "endpoints",
    "secrets": "Secret",
    "listeners": "listener",
    "routes": "RouteConfiguration",
}
_HARMLESS: frozenset[Kind] = frozenset({"clusters", "endpoints", "secrets"})
"""What may be defined twice in the very same words."""


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
    name: default/echo  # want: name-defined-twice "also defined by CiliumEnvoyConfig/default/echo"
    type: EDS
    connect_timeout: 1s
"""


def page() -> Page:
    from ..echo import ECHO

    bad = (
        fix_example(
            ECHO,
            (
                "    name: default/echo\n",
                '    name: default/echo  # want: name-defined-twice "also defined by CiliumEnvoyConfig/default/second"\n',
            ),
        )
        + SECOND
    )
    return Page(
        title="Envoy resource is defined in two CECs",
        catches=(
            "A cluster, endpoints or a Secret with a `/` in the name that two CECs define, or a Listener or "
            "RouteConfiguration whose name starts with the namespace and is that of another CEC's. It is a warning if "
            "both have the same content."
        ),
        why=(
            "Envoy has one resource per name: the CEC that is written last decides what it is, for both. When one of "
            "the CECs is deleted, the other loses the resource."
        ),
        bad=bad,
        good=fix_example(
            bad,
            (
                "    name: default/echo\n    type: EDS\n    connect_timeout: 1s\n",
                "    name: echo\n    type: EDS\n    connect_timeout: 1s\n    eds_cluster_config:\n      service_name: default/echo\n",
            ),
        ),
        fix="Use a name without `/`, which the agent completes, and set the `service_name` that the cluster needs.",
    )


RULE = Rule(
    id="name-defined-twice",
    severity="error",
    gate="runtime",
    effect="the CEC written last decides for both, and deleting one takes the resource from the other",
    on=(REPOSITORY,),
    check=check,
    page=page,
)
