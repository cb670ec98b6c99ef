"""Service does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from ...agent.envelope import ServiceRef
from ...finding import Problem
from ...repository.facts import Facts
from ...repository.index import Repository
from ...rule import REPOSITORY, Page, Rule, fix_example


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames names of Services that the repository lacks, where one looks alike or none can be elsewhere."""
    for ref in (*facts.services, *facts.backend_services):
        full = facts.own(ref)
        if ref.name and not repository.services(full) and (ref.namespace or facts.placed):
            yield from _missing(full, ref, repository)


def _missing(full: str, ref: ServiceRef, repository: Repository) -> Iterator[Problem]:
    namespace = full.partition("/")[0]
    near = repository.service_like(namespace, ref.name)
    route = (*ref.route, "name")
    if near:
        yield RULE.found(f"Service `{full}` is not in these files; did you mean `{near}`?", route)
    elif repository.lacks(Repository.services, full):
        yield RULE.found(f"Service `{full}` is not in these files", route)


def page() -> Page:
    from ..echo import ECHO
    from ._examples import SERVICE

    bad = (
        fix_example(
            ECHO,
            (
                "  services:\n  - name: echo\n",
                '  services:\n  - name: ehco  # want: unknown-service "did you mean `echo`?"\n',
            ),
        )
        + SERVICE
    )
    return Page(
        title="Service does not exist",
        catches=(
            "A name in `services` or `backendServices` that no Service in the files has, if it looks like a typo of "
            "one in the namespace, or if a change removes the Service (`--changed-since`). With `--assume-complete`: "
            "every name without a Service. Otherwise a Service may come from elsewhere."
        ),
        why=(
            "Since Cilium 1.18 the agent waits for the Service and logs nothing: no redirect, no endpoints. Before, it "
            "gives up on the whole CEC after its resources are in Envoy."
        ),
        bad=bad,
        good=fix_example(bad, ("ehco", "echo")),
        fix="Write the name and namespace of the Service as they are in its manifest.",
        log=("retrieved nil details for Service",),
    )


RULE = Rule(
    id="unknown-service",
    severity="error",
    gate="runtime",
    effect="the Service is not redirected, and its endpoints are not published",
    on=(REPOSITORY,),
    check=check,
    page=page,
)
