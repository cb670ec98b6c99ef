"""RouteConfiguration is not defined in this CEC."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.cluster_references import is_processed
from ...cec.envoy_config import HCM, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ...suggest import did_you_mean, few


def check(manager: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the route name of a connection manager that asks the agent for its routes."""
    rds = manager.child("rds")
    name = rds.fields.get("route_config_name") if rds is not None else None
    if rds is None or not isinstance(name, str) or not name or "config_source" in rds.fields:
        return
    full = config.envelope.owner.qualified(name, force=True)
    if not is_processed(manager) or not config.envelope.owner.owns(full):
        return  # the agent does not complete it, or it is another CEC's
    if full not in config.defined.routes and name not in config.defined.untyped:
        known = config.once("routes to suggest", lambda: few(config.written(config.defined.routes)))
        hint = did_you_mean(name, known)
        text = f"RouteConfiguration `{name}` is not defined in this CEC{hint}"
        yield RULE.found(text, rds.route_of("route_config_name"))


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO,
        (
            "route_config_name: echo\n",
            'route_config_name: ehco  # want: unknown-route-configuration "did you mean `echo`?"\n',
        ),
    )
    return Page(
        title="RouteConfiguration is not defined in this CEC",
        catches="An `rds.route_config_name` without a RouteConfiguration of that name in the same CEC.",
        why="The listener waits half a minute for its routes, then answers every request with 404.",
        bad=bad,
        good=fix_example(bad, ("ehco", "echo")),
        fix="Write the name of a RouteConfiguration in `resources`.",
        log=("gRPC config: initial fetch timed out for type.googleapis.com/envoy.config.route.v3.RouteConfiguration",),
    )


RULE = Rule(
    id="unknown-route-configuration",
    severity="error",
    gate="runtime",
    effect="the listener waits 30 s for its routes, then answers every request with 404",
    on=(HCM,),
    check=check,
    page=page,
)
