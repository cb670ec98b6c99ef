"""An undefined cluster specifier plugin."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import ROUTES, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ...suggest import did_you_mean, few


def check(action: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a `cluster_specifier_plugin` that the RouteConfiguration around it does not define."""
    name = action.fields.get("cluster_specifier_plugin")
    routes = action.above(ROUTES)
    if isinstance(name, str) and name and routes is not None:
        known = config.once((__name__, routes.route), lambda: dict.fromkeys(plugins(routes)))
        if name not in known:
            text = f"cluster specifier plugin `{name}` is not defined in the RouteConfiguration{did_you_mean(name, few(known))}"
            yield RULE.found(text, action.route_of("cluster_specifier_plugin"))


def plugins(routes: Message) -> Iterator[str]:
    """The names of the plugins that a RouteConfiguration defines."""
    for plugin in routes.children("cluster_specifier_plugins"):
        extension = plugin.child("extension")
        name = extension.fields.get("name") if extension is not None else None
        if isinstance(name, str):
            yield name


def page() -> Page:
    from . import _examples

    bad = _examples.routes("""\
- match: {prefix: /}
  route:
    cluster_specifier_plugin: by-tenant  # want: unknown-cluster-specifier "cluster specifier plugin `by-tenant` is not defined"
""")
    return Page(
        title="An undefined cluster specifier plugin",
        catches="A `cluster_specifier_plugin` of a route that is not defined in its RouteConfiguration.",
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("cluster_specifier_plugin: by-tenant", "cluster_header: x-tenant-cluster")),
        fix=("Set the cluster by name, or define the plugin in `cluster_specifier_plugins` of the RouteConfiguration."),
        log=("Unknown cluster specifier plugin name",),
    )


RULE = Rule(
    id="unknown-cluster-specifier",
    severity="error",
    gate="nacked",
    on=("envoy.config.route.v3.RouteAction",),
    check=check,
    page=page,
)
