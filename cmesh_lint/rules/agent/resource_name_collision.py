"""A name that can overwrite a resource of another CEC."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import LISTENER, ROUTES, EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Example, Page, Rule, fix_example


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames qualified names that are not this CEC's."""
    owner = config.envelope.owner
    for type_ in (LISTENER, ROUTES):
        for top in config.tops(type_):
            name = top.fields.get("name")
            if isinstance(name, str) and name.startswith(f"{owner.namespace}/") and not owner.owns(name):
                yield RULE.found(
                    f"the agent keeps `{name}` as it is, so it can overwrite a resource of another CEC; write the last part only",
                    top.route_of("name"),
                )


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A name that can overwrite a resource of another CEC",
        catches=(
            "The name of a Listener or RouteConfiguration that begins with the namespace of the CEC but is not "
            "`NAMESPACE/CEC/NAME` with the name of this CEC."
        ),
        why=(
            "The agent keeps the name: if another CEC in the namespace has a resource with the same name, one "
            "overwrites the other."
        ),
        bad=fix_example(
            ECHO,
            (
                "RouteConfiguration\n    name: echo\n",
                'RouteConfiguration\n    name: default/echo  # want: resource-name-collision "can overwrite a resource of another CEC"\n',
            ),
            ("route_config_name: echo", "route_config_name: default/echo"),
        ),
        good=ECHO,
        fix="Write the name without a namespace.",
        more=(
            Example(
                "the name of another CEC",
                bad=fix_example(
                    ECHO,
                    (
                        "Listener\n    name: echo\n",
                        'Listener\n    name: default/shop/echo  # want: resource-name-collision "can overwrite a resource"\n',
                    ),
                ),
            ),
            Example(
                "the name of this CEC",
                good=fix_example(
                    ECHO, ("RouteConfiguration\n    name: echo\n", "RouteConfiguration\n    name: default/echo/echo\n")
                ),
            ),
        ),
    )


RULE = Rule(
    id="resource-name-collision",
    severity="warning",
    gate="runtime",
    effect="if another CEC has a resource of this name, one overwrites the other",
    on=(CONFIG,),
    check=check,
    page=page,
    formerly=("own-prefix",),
)
