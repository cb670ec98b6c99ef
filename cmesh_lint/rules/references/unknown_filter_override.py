"""Route configures a filter that does not exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from ...cec.cluster_references import is_processed
from ...cec.envoy_config import HCM, ROUTES, EnvoyConfig
from ...finding import Problem
from ...protobuf.schemas import package_of
from ...protobuf.walk import Message
from ...protobuf.wellknown import ANY
from ...rule import Page, Rule, fix_example
from ...suggest import few, nearest

HTTP_FILTER = "envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter"
FIELD = "typed_per_filter_config"


def check(routes: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames keys that are no filter's name in any connection manager that uses the routes."""
    managers = list(_managers(routes, config))
    if not managers:
        return
    overrides = config.once((__name__, "overrides"), lambda: _overrides(config)).get(id(routes), ())
    own = _Filters(each for manager in managers for each in manager.children("http_filters")) if overrides else None
    # A filter of a cluster, or one within another filter, can be meant as well.
    within = config.once((__name__, "within"), lambda: _Filters(_elsewhere(config)))
    for key, override in overrides:
        if own is not None and key not in own.names and key not in within.names and key != "cilium.l7policy":
            text = (
                f"filter `{key}` is not in `http_filters` of the connection manager{_hint(key, override, own, within)}"
            )
            yield RULE.found(text, override.route, at="key")


class _Filters:
    """Filters by what they are called, and by the package of their configuration."""

    def __init__(self, filters: Iterable[Message]) -> None:
        self.names: dict[str, None] = {}
        self.by_package: dict[str, str] = {}
        for each in filters:
            name, config = str(each.fields.get("name")), each.child("typed_config")
            self.names[name] = None
            if config is not None:
                self.by_package.setdefault(package_of(config.type), name)


def _elsewhere(config: EnvoyConfig) -> Iterator[Message]:
    for each in config.of(HTTP_FILTER):
        if each.parent is None or each.parent.type != HCM:
            yield each


def _managers(routes: Message, config: EnvoyConfig) -> Iterator[Message]:
    if routes.field == "route_config" and routes.parent is not None and routes.parent.type == HCM:
        yield routes.parent
    elif routes.parent is routes.top:
        owner = config.envelope.owner
        name = owner.qualified(str(routes.fields.get("name")), force=True)
        yield from config.once((__name__, "asking"), lambda: _asking(config)).get(name, ())


def _asking(config: EnvoyConfig) -> dict[str, list[Message]]:
    """The connection managers by the routes they ask for."""
    found: dict[str, list[Message]] = {}
    for manager in config.of(HCM):
        rds = manager.child("rds")
        asked = str(rds.fields.get("route_config_name")) if rds is not None else ""
        if asked and is_processed(manager):
            found.setdefault(config.envelope.owner.qualified(asked, force=True), []).append(manager)
    return found


def _overrides(config: EnvoyConfig) -> dict[int, list[tuple[str, Message]]]:
    """The overrides by the routes they are in; of routes in routes, by both."""
    found: dict[int, list[tuple[str, Message]]] = {}
    for message in config.of(ANY):
        around = message.above(ROUTES) if message.field == FIELD else None
        while around is not None:
            found.setdefault(id(around), []).append((str(message.route[-1]), message))
            around = around.above(ROUTES)
    return found


def _hint(key: str, override: Message, own: _Filters, within: _Filters) -> str:
    """The filter whose type goes with the override, or whose name looks like the key."""
    held = override.held
    package = package_of(held.type) if held is not None else ""
    same = (own.by_package.get(package) or within.by_package.get(package)) if package else None
    near = same or nearest(key, few(chain(own.names, within.names)))
    return f"; did you mean `{near}`?" if near else ""


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
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
    return Page(
        title="Route configures a filter that does not exist",
        catches=(
            "A key in `typed_per_filter_config` that is not the name of a filter in the connection managers that use "
            "the routes. What counts is the `name` that the filter has there, not its usual name."
        ),
        why="Envoy silently ignores the entry: what the route should deny is allowed.",
        bad=bad,
        good=fix_example(bad, ("          envoy.filters.http.rbac:\n", "          rbac:\n")),
        fix="Use the name of the filter as it is in `http_filters`.",
    )


RULE = Rule(
    id="unknown-filter-override",
    severity="warning",
    gate="runtime",
    effect="Envoy silently ignores the override: what it should deny is allowed",
    on=(ROUTES,),
    check=check,
    page=page,
)
