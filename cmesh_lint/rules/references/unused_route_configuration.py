"""RouteConfiguration is not used."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import ROUTES, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

RDS = (
    "envoy.extensions.filters.network.http_connection_manager.v3.Rds",
    "envoy.config.route.v3.ScopedRouteConfiguration",
)


def check(routes: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the name of a RouteConfiguration that no connection manager of its CEC names."""
    name = routes.fields.get("name")
    if routes.parent is not routes.top or not isinstance(name, str) or not name or config.defined.untyped:
        return
    if len(config.undecoded) or not config.defined.listeners:
        return
    qualified = config.envelope.owner.qualified
    if qualified(name, force=True) not in config.once(__name__, lambda: _asked(config)):
        yield RULE.found(
            f"no connection manager in this CEC uses the RouteConfiguration `{name}`", routes.route_of("name")
        )


def _asked(config: EnvoyConfig) -> frozenset[str]:
    """The routes that some connection manager asks for, by the names Envoy has for them."""
    asked = {str(rds.fields.get("route_config_name", "")) for type_ in RDS for rds in config.of(type_)}
    return frozenset(config.envelope.owner.qualified(each, force=True) for each in asked)


SECOND = """\
  - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
    name: old  # want: unused-route-configuration "uses the RouteConfiguration `old`"
    virtual_hosts:
    - name: old
      domains: ["*"]
      routes:
      - match:
          prefix: /
        redirect:
          host_redirect: example.com
"""
ROUTE = '  - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration\n'


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="RouteConfiguration is not used",
        catches="A RouteConfiguration that no `rds` in the same CEC references.",
        why=(
            "It has no effect. Envoy does not look at it until a connection manager requests it, so errors in it stay "
            "hidden."
        ),
        bad=fix_example(ECHO, (ROUTE, SECOND + ROUTE)),
        good=ECHO,
        fix="Reference it in the `rds` of a connection manager, or remove it.",
    )


RULE = Rule(
    id="unused-route-configuration",
    severity="warning",
    gate="runtime",
    effect="the routes have no effect, and errors in them stay hidden",
    on=(ROUTES,),
    check=check,
    page=page,
)
