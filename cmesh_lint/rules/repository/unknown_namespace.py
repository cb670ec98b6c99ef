"""Namespace does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Gate, Problem
from ...repository.facts import Facts
from ...repository.index import Repository
from ...rule import REPOSITORY, Page, Rule, fix_example


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames the namespace of a CEC or of an entry where a Namespace object looks like it written right, or where
    the files are said to be complete."""
    places = [((*facts.route, "metadata", "namespace"), facts.object.namespace)]
    places += [((*ref.route, "namespace"), ref.namespace) for ref in (*facts.services, *facts.backend_services)]
    for route, name in places:
        if not name or name in repository.namespaces or (route != places[0][0] and name == facts.object.namespace):
            continue
        gate: Gate | None = "api" if route == places[0][0] else None
        near = repository.written_namespaces.typo_of(name)
        if near:
            yield RULE.found(f"Namespace `{name}` is not in these files; did you mean `{near}`?", route, gate=gate)
        elif repository.complete and repository.neighbours.namespaces:
            yield RULE.found(f"Namespace `{name}` is not in these files", route, gate=gate)


def page() -> Page:
    from ..echo import ECHO

    bad = (
        fix_example(
            ECHO,
            (
                "namespace: default\n  annotations",
                'namespace: shpo  # want: unknown-namespace "mean `shop`?"\n  annotations',
            ),
            ("    namespace: default\n", "    namespace: shpo\n"),
            ("default/echo", "shpo/echo"),
        )
        + """\
---
apiVersion: v1
kind: Namespace
metadata:
  name: shop
"""
    )
    return Page(
        title="Namespace does not exist",
        catches=(
            "The namespace of a CEC, or of an entry of `services` or `backendServices`, that none of the files uses "
            "and that looks like a typo of a Namespace object. With `--assume-complete`, if the files have Namespace "
            "objects: every namespace without one. Otherwise a namespace may come from elsewhere."
        ),
        why="The API server rejects the object if it is its own namespace; in an entry, the Service is not redirected.",
        bad=bad,
        good=fix_example(bad, ("shpo", "shop")),
        fix="Write the name of the Namespace object.",
        log=('namespaces "shpo" not found',),
    )


RULE = Rule(
    id="unknown-namespace",
    severity="error",
    gate="runtime",
    effect="no Service in the namespace is redirected, and nothing is logged",
    on=(REPOSITORY,),
    check=check,
    page=page,
)
