"""A cluster of another CEC that no CEC has."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
from ...repository.facts import Facts
from ...repository.index import Repository
from ...repository.typos import KnownNames
from ...rule import REPOSITORY, Page, Rule, fix_example


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames names with a `/` that no CEC in the files gives to a cluster."""
    used = {use.name for use in facts.cluster_uses}
    own = KnownNames(each.name for each in facts.clusters if each.name not in used)
    for use in facts.cluster_uses:
        if use.name in repository.clusters:
            continue
        near = own.typo_of(use.name)
        if near:
            yield RULE.found(f"no cluster is named `{use.name}`; did you mean `{near}`?", use.route, gate=use.gate)
        else:
            certain = repository.lacks(_defines, use.name)
            mild = None if certain else "info"
            text = f"no CEC in these files has a cluster `{use.name}`"
            yield RULE.found(text, use.route, gate=use.gate if certain else "runtime", severity=mild)


def _defines(repository: Repository, name: str) -> bool:
    return name in repository.clusters


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO,
        (
            "cluster: default/echo\n",
            'cluster: default/ehco  # want: cluster-of-nobody "did you mean `default/echo`?"\n',
        ),
    )
    return Page(
        title="A cluster of another CEC that no CEC has",
        catches=(
            "A reference to a cluster by a name with a `/`, which the agent leaves alone, so that any CEC can define it, "
            "and none of the files does. It is an error where a cluster of the same CEC looks like it misspelt, where a "
            "change removes the cluster (`--changed-since`), or with `--assume-complete`, and else a remark."
        ),
        why="If nobody defines it, Envoy refuses a listener with such a route, and other routes answer 503.",
        bad=bad,
        good=fix_example(bad, ("default/ehco", "default/echo")),
        fix="Write the name of a cluster that is defined.",
        log=("route: unknown cluster",),
    )


RULE = Rule(
    id="cluster-of-nobody",
    severity="error",
    gate=None,
    on=(REPOSITORY,),
    check=check,
    page=page,
)
