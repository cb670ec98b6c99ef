"""A name that can overwrite another CEC's."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import LISTENER, ROUTES, EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Page, Rule, fix_example


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames qualified names that are not this CEC's."""
    owner = config.envelope.owner
    for type_ in (LISTENER, ROUTES):
        for top in config.tops(type_):
            name = top.fields.get("name")
            if isinstance(name, str) and name.startswith(f"{owner.namespace}/") and not owner.owns(name):
                yield RULE.found(f"`{name}` is kept as it is, and may be another object's", top.route_of("name"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A name that can overwrite another CEC's",
        catches=(
            "The name of a Listener or RouteConfiguration that begins with the namespace of the CEC and is "
            "not of the form `NAMESPACE/CEC/NAME` of this CEC."
        ),
        why=(
            "The agent keeps it: if another CEC of the namespace has a resource of that name, one overwrites the other."
        ),
        bad=fix_example(
            ECHO,
            (
                "RouteConfiguration\n    name: echo\n",
                'RouteConfiguration\n    name: default/echo  # want: own-prefix "may be another object"\n',
            ),
            ("route_config_name: echo", "route_config_name: default/echo"),
        ),
        good=ECHO,
        fix="Write the name alone.",
    )


RULE = Rule(
    id="own-prefix",
    severity="warning",
    gate="runtime",
    effect="if another CEC has a resource of this name, one overwrites the other",
    on=(CONFIG,),
    check=check,
    page=page,
)
