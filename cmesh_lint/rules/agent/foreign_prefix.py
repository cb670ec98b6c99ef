"""A name that the agent prefixes once more."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import LISTENER, ROUTES, EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Page, Rule, fix_example


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames names that look qualified and are not taken so."""
    for type_ in (LISTENER, ROUTES):
        for top in config.tops(type_):
            name = top.fields.get("name")
            if isinstance(name, str) and "/" in name and config.envelope.owner.qualified(name, force=True) != name:
                became = config.envelope.owner.qualified(name, force=True)
                yield RULE.found(f"`{name}` becomes `{became}`", top.route_of("name"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A name that the agent prefixes once more",
        catches=(
            "The name of a Listener or RouteConfiguration that holds a `/` and does not begin with the "
            "namespace of the CEC."
        ),
        why="The agent puts `NAMESPACE/CEC/` before it all the same: it is not the name it looks like.",
        bad=fix_example(
            ECHO,
            (
                "RouteConfiguration\n    name: echo\n",
                'RouteConfiguration\n    name: shop/echo  # want: foreign-prefix "becomes `default/echo/shop/echo`"\n',
            ),
            ("route_config_name: echo", "route_config_name: shop/echo"),
        ),
        good=ECHO,
        fix="Write the name alone.",
    )


RULE = Rule(
    id="foreign-prefix",
    severity="warning",
    gate="runtime",
    effect="Envoy knows the resource by another name than the one written",
    on=(CONFIG,),
    check=check,
    page=page,
)
