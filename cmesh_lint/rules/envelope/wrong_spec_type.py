"""A spec value of the wrong type."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Example, Page, Rule, fix_example
from ._shape import departures


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """What departs from the CRD in this way."""
    for departure in departures(config):
        if departure.what == "type":
            yield RULE.found(departure.message, departure.route, at="value")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A spec value of the wrong type",
        catches=(
            "A string where the CRD requires a number or the other way round, or a resource that is not an object. "
            "Ports are numbers in `services` and strings in `backendServices`."
        ),
        why="The API server refuses the object.",
        bad=fix_example(
            ECHO,
            (
                "    listener: echo\n",
                '    listener: echo\n    ports: ["80"]  # want: wrong-spec-type "expected an integer"\n',
            ),
        ),
        good=ECHO,
        fix="Write a value of the type that the CRD requires.",
        log=('must be of type integer: "string"',),
        more=(
            Example(
                "a port of a backend Service as a number",
                bad=fix_example(
                    ECHO,
                    (
                        "  services:\n",
                        '  backendServices:\n  - name: echo\n    namespace: default\n    number: [80]  # want: wrong-spec-type "expected a string"\n  services:\n',
                    ),
                ),
                good=fix_example(
                    ECHO,
                    (
                        "  services:\n",
                        '  backendServices:\n  - name: echo\n    namespace: default\n    number: ["80"]\n  services:\n',
                    ),
                    ("    name: default/echo\n", "    name: default/echo:80\n"),
                    ("cluster: default/echo", "cluster: default/echo:80"),
                ),
            ),
            Example(
                "a resource that is not an object",
                bad=fix_example(
                    ECHO, ("  resources:\n", '  resources:\n  - echo  # want: wrong-spec-type "expected an object"\n')
                ),
            ),
        ),
    )


RULE = Rule(
    id="wrong-spec-type",
    severity="error",
    gate="api",
    on=(CONFIG,),
    check=check,
    page=page,
)
