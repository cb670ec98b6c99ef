"""Cluster is not defined in any CEC."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Gate, Problem
from ...repository.facts import Facts
from ...repository.index import Repository
from ...repository.typos import KnownNames
from ...rule import REPOSITORY, Example, Page, Rule, fix_example

_COSTS: dict[Gate, str] = {"runtime": "what needs the cluster fails: requests get 503, connections are closed"}
_ELSEWHERE = "unless another CEC in the cluster defines it, what needs it fails or is rejected by Envoy"


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames names with a `/` that no CEC in the files gives to a cluster."""
    used = {use.name for use in facts.cluster_uses}
    unused = [each.name for each in facts.clusters if each.name not in used]
    own = KnownNames(unused)
    listed = _listed(facts)
    for use in facts.cluster_uses:
        if use.name in repository.clusters:
            continue
        near = own.typo_of(use.name) or _left_over(use.name, unused)
        if near:
            text = f"cluster `{use.name}` is not defined; did you mean `{near}`?"
            yield RULE.found(text, use.route, gate=use.gate, consequence=_COSTS.get(use.gate, ""))
        elif (field := listed.get(use.name.partition(":")[0])) is not None:
            text = f"no Cluster is called `{use.name}`: `{field}` publishes the endpoints of a Service and defines no cluster"
            yield RULE.found(
                f"{text}; add one of `type: EDS`", use.route, gate=use.gate, consequence=_COSTS.get(use.gate, "")
            )
        else:
            certain = repository.lacks(_defines, use.name)
            text = f"cluster `{use.name}` is not defined in any CEC in these files"
            if certain:
                yield RULE.found(text, use.route, gate=use.gate, consequence=_COSTS.get(use.gate, ""))
            else:
                yield RULE.found(text, use.route, gate="runtime", severity="info", consequence=_ELSEWHERE)


def _left_over(name: str, unused: list[str]) -> str:
    """The only cluster that nothing uses, where it and the name begin alike: `shop/cart` for `shop/carts-v2`."""
    if len(unused) != 1 or name.partition("/")[0] != unused[0].partition("/")[0]:
        return ""
    return unused[0] if name.startswith(unused[0]) or unused[0].startswith(name) else ""


def _listed(facts: Facts) -> dict[str, str]:
    """The Services that the CEC lists, `NAMESPACE/NAME`, each with the field that lists it."""
    lists = (("services", facts.services), ("backendServices", facts.backend_services))
    return {facts.own(ref): field for field, refs in lists for ref in refs}


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
            "such names, so any CEC can define them. It is an error if the name is that of a Service in `services` or "
            "`backendServices`, which publish endpoints and define no cluster; if it looks like a typo of a cluster in "
            "the same CEC; if a change removes the cluster (`--changed-since`); or with `--assume-complete`. Otherwise "
            "it is an info-level finding."
        ),
        why="If no CEC defines it, Envoy rejects a listener with such a route, and other routes answer with 503.",
        bad=bad,
        good=fix_example(bad, ("default/ehco", "default/echo")),
        more=(
            Example(
                "the one cluster that nothing uses",
                bad=fix_example(
                    ECHO,
                    (
                        "cluster: default/echo\n",
                        'cluster: default/echo-servers  # want: undefined-cluster "did you mean `default/echo`?"\n',
                    ),
                ),
            ),
            Example(
                "a Service that is listed, and no cluster",
                bad=fix_example(
                    ECHO,
                    (
                        "cluster: default/echo\n",
                        'cluster: default/echo  # want: undefined-cluster "add one of `type: EDS`"\n',
                    ),
                    ("    name: default/echo\n    type: EDS\n", "    name: default/other\n    type: EDS\n"),
                ),
            ),
            Example(
                "a port of a Service that is listed",
                bad=fix_example(
                    ECHO,
                    (
                        "cluster: default/echo\n",
                        'cluster: default/echo:8080  # want: undefined-cluster "`services` publishes the endpoints"\n',
                    ),
                    ("    name: default/echo\n    type: EDS\n", "    name: default/other\n    type: EDS\n"),
                ),
            ),
        ),
        fix="Write the name of a cluster that is defined, or add the Cluster; `services` and `backendServices` make none.",
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
