"""A namespace that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
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
        near = repository.written_namespaces.typo_of(name)
        if near:
            yield RULE.found(f"no Namespace `{name}` in these files; did you mean `{near}`?", route)
        elif repository.complete and repository.neighbours.namespaces:
            yield RULE.found(f"no Namespace `{name}` in these files", route)


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
        title="A namespace that is not there",
        catches=(
            "The namespace of a CEC, or of an entry of `services` or `backendServices`, in which nothing of the files lies, "
            "where a Namespace object looks like it written right. With `--assume-complete`, where the files have Namespace "
            "objects: every namespace that has none. Otherwise a namespace may come from elsewhere."
        ),
        why="The API server refuses the object where the namespace is its own; for a Service, nothing is redirected.",
        bad=bad,
        good=fix_example(bad, ("shpo", "shop")),
        fix="Write the namespace as its object is called.",
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
