"""Cluster is not defined in any CEC."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Gate, Problem
from ...repository.facts import Facts
from ...repository.index import Repository
from ...repository.typos import KnownNames
from ...rule import REPOSITORY, Page, Rule, fix_example

_COSTS: dict[Gate, str] = {"runtime": "what needs the cluster fails: requests get 503, connections are closed"}
_ELSEWHERE = "unless another CEC in the cluster defines it, what needs it fails or is rejected by Envoy"


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames names with a `/` that no CEC in the files gives to a cluster."""
    used = {use.name for use in facts.cluster_uses}
    own = KnownNames(each.name for each in facts.clusters if each.name not in used)
    for use in facts.cluster_uses:
        if use.name in repository.clusters:
            continue
        near = own.typo_of(use.name)
        if near:
            text = f"cluster `{use.name}` is not defined; did you mean `{near}`?"
            yield RULE.found(text, use.route, gate=use.gate, consequence=_COSTS.get(use.gate, ""))
        else:
            certain = repository.lacks(_defines, use.name)
            text = f"cluster `{use.name}` is not defined in any CEC in these files"
            if certain:
                yield RULE.found(text, use.route, gate=use.gate, consequence=_COSTS.get(use.gate, ""))
            else:
                yield RULE.found(text, use.route, gate="runtime", severity="info", consequence=_ELSEWHERE)


def _defines(repository: Repository, name: str) -> bool:
    return name in repository.clusters


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO,
        (
            "cluster: default/echo\n",
            'cluster: default/ehco  # want: undefined-cluster "did you mean `default/echo`?"\n',
        ),
    )
    return Page(
        title="Cluster is not defined in any CEC",
        catches=(
            "A reference to a cluster by a name with a `/`, which none of the files defines. The agent does not change "
            "such names, so any CEC can define them. It is an error if it looks like a typo of a cluster in the same "
            "CEC, if a change removes the cluster (`--changed-since`), or with `--assume-complete`, and otherwise an "
            "info-level finding."
        ),
        why="If no CEC defines it, Envoy rejects a listener with such a route, and other routes answer with 503.",
        bad=bad,
        good=fix_example(bad, ("default/ehco", "default/echo")),
        fix="Write the name of a cluster that is defined.",
        log=("route: unknown cluster",),
    )


RULE = Rule(
    id="undefined-cluster",
    severity="error",
    gate=None,
    on=(REPOSITORY,),
    check=check,
    page=page,
    formerly=("cluster-of-nobody",),
)
