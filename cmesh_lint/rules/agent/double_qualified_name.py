"""A qualified name that the agent qualifies again."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import LISTENER, ROUTES, EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Example, Page, Rule, fix_example


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames names that look qualified and are not taken so."""
    for type_ in (LISTENER, ROUTES):
        for top in config.tops(type_):
            name = top.fields.get("name")
            if isinstance(name, str) and "/" in name and config.envelope.owner.qualified(name, force=True) != name:
                became = config.envelope.owner.qualified(name, force=True)
                yield RULE.found(f"the agent rewrites `{name}` to `{became}`", top.route_of("name"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A qualified name that the agent qualifies again",
        catches=(
            "The name of a Listener or RouteConfiguration that contains a `/` and does not begin with the namespace "
            "of the CEC."
        ),
        why=(
            "The agent adds `NAMESPACE/CEC/` in front of it anyway, so the resource does not have the name that is "
            "written."
        ),
        bad=fix_example(
            ECHO,
            (
                "RouteConfiguration\n    name: echo\n",
                'RouteConfiguration\n    name: shop/echo  # want: double-qualified-name "rewrites `shop/echo` to `default/echo/shop/echo`"\n',
            ),
            ("route_config_name: echo", "route_config_name: shop/echo"),
        ),
        good=ECHO,
        fix="Write the name without a namespace.",
        more=(
            Example(
                "the name of a listener",
                bad=fix_example(
                    ECHO,
                    (
                        "Listener\n    name: echo\n",
                        'Listener\n    name: shop/echo  # want: double-qualified-name "to `default/echo/shop/echo`"\n',
                    ),
                ),
            ),
            Example(
                "the qualified name of this CEC",
                good=fix_example(
                    ECHO, ("RouteConfiguration\n    name: echo\n", "RouteConfiguration\n    name: default/echo/echo\n")
                ),
            ),
        ),
    )


RULE = Rule(
    id="double-qualified-name",
    severity="warning",
    gate="runtime",
    effect="Envoy knows the resource by another name than the one written",
    on=(CONFIG,),
    check=check,
    page=page,
    formerly=("foreign-prefix",),
)
