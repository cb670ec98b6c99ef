"""HTTP filters that do not end with the router."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...cec.envoy_config import HCM, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ._layers import HTTP_PASSING, HTTP_TERMINAL, type_of


def check(manager: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a router that is not last, and a last filter that is no router, in the chain and in each upgrade's."""
    yield from _chain(manager.children("http_filters"))
    for upgrade in manager.children("upgrade_configs"):
        yield from _chain(upgrade.children("filters"))


def _chain(filters: Sequence[Message]) -> Iterator[Problem]:
    for filter_ in filters[:-1]:
        if type_of(filter_) in HTTP_TERMINAL:
            text = "the router must be the last filter of its chain; move it to the end"
            yield RULE.found(text, _route(filter_))
    if filters and type_of(filters[-1]) in HTTP_PASSING:
        text = "the filter chain must end with `envoy.filters.http.router`; add it after this filter"
        yield RULE.found(text, _route(filters[-1]))


def _route(filter_: Message) -> tuple[str | int, ...]:
    return filter_.route_of("name") if "name" in filter_.keys else filter_.route


FILTERS = """\
          - name: envoy.filters.http.router
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
"""
CORS = """\
          - name: envoy.filters.http.cors{}
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors
"""


def page() -> Page:
    from ..echo import ECHO
    from ..examples import in_manager

    bad = fix_example(
        ECHO,
        (
            FILTERS,
            FILTERS.replace("router\n", 'router  # want: http-filter-order "must be the last filter"\n', 1)
            + CORS.format('  # want: http-filter-order "add it after this filter"'),
        ),
    )
    return Page(
        title="HTTP filters that do not end with the router",
        catches=(
            "HTTP filters of a connection manager, or of one of its upgrades, whose last filter is not a router, or "
            "that have a router before the last place."
        ),
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, (FILTERS + CORS.format(""), CORS.format("") + FILTERS)),
        fix="Put `envoy.filters.http.router` last, once.",
        log=(
            "Error: non-terminal filter named … is the last filter in a http filter chain.",
            "Error: terminal filter named … must be the last filter in a http filter chain.",
        ),
        more=(
            Example(
                "the filters of an upgrade",
                bad=in_manager("""\
upgrade_configs:
- upgrade_type: websocket
  filters:
  - name: envoy.filters.http.cors  # want: http-filter-order "must end with `envoy.filters.http.router`"
    typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors}
"""),
                good=in_manager("""\
upgrade_configs:
- upgrade_type: websocket
  filters:
  - name: envoy.filters.http.router
    typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
"""),
            ),
        ),
    )


RULE = Rule(
    id="http-filter-order",
    severity="error",
    gate="nacked",
    on=(HCM,),
    check=check,
    page=page,
)
