"""A value of the wrong kind in the spec of a CEC."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Page, Rule, fix_example
from ._shape import departures


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """What departs from the CRD in this way."""
    for departure in departures(config):
        if departure.what == "type":
            yield RULE.found(departure.message, departure.route, at="value")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A value of the wrong kind in the spec of a CEC",
        catches=(
            "Text where the CRD wants a number and the other way round, or a resource that is no object. "
            "Ports are numbers in `services` and text in `backendServices`."
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
        fix="Write the kind of value that the CRD asks for.",
        log=('must be of type integer: "string"',),
    )


RULE = Rule(
    id="wrong-spec-type",
    severity="error",
    gate="api",
    on=(CONFIG,),
    check=check,
    page=page,
)
