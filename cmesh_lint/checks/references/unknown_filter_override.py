"""A route configures a filter that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from ...cluster_references import is_processed
from ...envoy_config import HCM, ROUTES, EnvoyConfig
from ...finding import Problem
from ...protobuf.schemas import package_of
from ...protobuf.walk import Message
from ...protobuf.wellknown import ANY
from ...rule import Rule, mended
from ...suggest import nearest
from ..echo import ECHO

HTTP_FILTER = "envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter"
FIELD = "typed_per_filter_config"


def judge(routes: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames keys that are no filter's name in any connection manager that uses the routes."""
    managers = list(_managers(routes, config))
    if not managers:
        return
    # A filter of a cluster, or one within another filter, can be meant as well.
    within = [each for each in config.of(HTTP_FILTER) if each.parent not in config.of(HCM)]
    filters = [each for manager in managers for each in manager.children("http_filters")] + within
    names = {str(each.fields.get("name")) for each in filters} | {"cilium.l7policy"}
    for key, override in _overrides(routes, config):
        if key not in names:
            text = f"no filter of the connection manager is named `{key}`{_hint(key, override, filters)}"
            yield RULE.found(text, override.route, at="key")


def _managers(routes: Message, config: EnvoyConfig) -> Iterator[Message]:
    if routes.field == "route_config" and routes.parent is not None and routes.parent.type == HCM:
        yield routes.parent
    elif routes.parent is routes.top:
        owner = config.envelope.owner
        name = owner.qualified(str(routes.fields.get("name")), force=True)
        for manager in config.of(HCM):
            rds = manager.child("rds")
            asked = str(rds.fields.get("route_config_name")) if rds is not None else ""
            if asked and is_processed(manager) and owner.qualified(asked, force=True) == name:
                yield manager


def _overrides(routes: Message, config: EnvoyConfig) -> Iterator[tuple[str, Message]]:
    for message in config.of(ANY):
        if message.field == FIELD and message.route[: len(routes.route)] == routes.route:
            yield str(message.route[-1]), message


def _hint(key: str, override: Message, filters: list[Message]) -> str:
    """The filter whose type goes with the override, or whose name looks like the key."""
    held = override.held
    typed = ((each, each.child("typed_config")) for each in filters)
    package = package_of(held.type) if held is not None else ""
    same = [each for each, config in typed if config is not None and package and package_of(config.type) == package]
    names = [str(each.fields.get("name")) for each in same or filters]
    near = names[0] if same else nearest(key, names)
    return f"; did you mean `{near}`?" if near else ""


BAD = mended(
    ECHO,
    (
        "          http_filters:\n",
        """\
          http_filters:
          - name: rbac
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC
""",
    ),
    (
        "          timeout: 5s\n",
        """\
          timeout: 5s
        typed_per_filter_config:
          envoy.filters.http.rbac:  # want: unknown-filter-override "did you mean `rbac`?"
            "@type": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBACPerRoute
            rbac:
              rules: {action: ALLOW}
""",
    ),
)
RULE = Rule(
    id="unknown-filter-override",
    title="A route configures a filter that is not there",
    severity="warning",
    gate="runtime",
    catches=(
        "A key of `typed_per_filter_config` that is not the name of a filter in the connection managers that use the "
        "routes. What counts is the `name` given to the filter, not the usual one."
    ),
    why="Envoy passes over it: what the route should forbid is allowed, and nothing is logged.",
    bad=BAD,
    good=mended(BAD, ("          envoy.filters.http.rbac:\n", "          rbac:\n")),
    fix="Use the name of the filter as it stands in `http_filters`.",
    on=(ROUTES,),
    judge=judge,
)
