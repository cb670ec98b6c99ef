"""Object is defined twice."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
from ...repository.facts import Facts
from ...repository.index import Repository
from ...rule import REPOSITORY, Page, Rule, fix_example


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames the name of a CEC that another document of the same folder has, too."""
    others = [each for each in repository.same_place(facts) if each is not facts]
    if others and facts.object.name:
        where = others[0].file if others[0].file != facts.file else f"document {others[0].document + 1} of this file"
        yield RULE.found(f"{facts.object} is also defined in {where}", (*facts.route, "metadata", "name"))


NAME = "metadata:\n  name: echo"


def page() -> Page:
    from ..echo import ECHO

    bad = (
        fix_example(ECHO, (NAME, NAME + '  # want: duplicate-object "is also defined in document 2 of this file"'))
        + "---\n"
        + fix_example(
            ECHO,
            (NAME, NAME + '  # want: duplicate-object "is also defined in document 1 of this file"'),
            ("timeout: 5s", "timeout: 9s"),
        )
    )
    return Page(
        title="Object is defined twice",
        catches=(
            "Two documents in one folder with the same kind, namespace and name. Across folders this is normal: bases "
            "and overlays, one folder per cluster."
        ),
        why="The one that is applied last silently replaces the other. kustomize refuses to build the folder.",
        bad=bad,
        good=ECHO,
        fix="Rename one of them, or remove it.",
    )


RULE = Rule(
    id="duplicate-object",
    severity="warning",
    gate="runtime",
    effect="the object that is applied last silently replaces the other",
    on=(REPOSITORY,),
    check=check,
    page=page,
)
