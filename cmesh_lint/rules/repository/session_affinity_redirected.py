"""Redirected Service has session affinity."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
from ...repository.facts import Facts
from ...repository.index import Repository
from ...rule import REPOSITORY, Page, Rule, fix_example


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames entries of `services` for Services with `sessionAffinity: ClientIP`."""
    for ref in facts.services:
        for service in repository.services(facts.own(ref)):
            if service.session_affinity and facts.listeners:
                text = f"the Service `{ref.name}` has `sessionAffinity: ClientIP`, which does not work with a redirect"
                yield RULE.found(f"{text}; see {service.file}", (*ref.route, "name"))


def page() -> Page:
    from ..echo import ECHO
    from ._examples import SERVICE

    bad = fix_example(
        ECHO + SERVICE,
        (
            "  services:\n  - name: echo\n",
            '  services:\n  - name: echo  # want: session-affinity-redirected "does not work with a redirect"\n',
        ),
        ("spec:\n  ports:\n", "spec:\n  sessionAffinity: ClientIP\n  ports:\n"),
    )
    return Page(
        title="Redirected Service has session affinity",
        catches="An entry of `services` for a Service with `sessionAffinity: ClientIP`.",
        why=(
            "The agent cannot do both and stops updating the Service: its frontends are in error, and it no longer "
            "follows backends that come or go, whether or not traffic uses the CEC."
        ),
        bad=bad,
        good=fix_example(bad, ("  sessionAffinity: ClientIP\n", "")),
        fix=(
            "Remove the affinity from the Service, and use a hash policy on the route with RING_HASH or MAGLEV instead."
        ),
        log=("invalid feature combination: SessionAffinity with proxy redirection is not supported",),
    )


RULE = Rule(
    id="session-affinity-redirected",
    severity="critical",
    gate="runtime",
    effect="the agent stops updating the Service: backends that come or go are not followed",
    since="1.18",
    on=(REPOSITORY,),
    check=check,
    page=page,
)
