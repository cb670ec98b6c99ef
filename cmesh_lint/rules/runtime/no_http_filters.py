"""Connection manager without HTTP filters."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(manager: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a connection manager without any filter."""
    if not manager.fields.get("http_filters"):
        yield RULE.found("`http_filters` is missing or empty; add `envoy.filters.http.router`", manager.route, at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Connection manager without HTTP filters",
        catches="A connection manager whose `http_filters` are missing or empty.",
        why="Envoy accepts it, but nothing answers requests: they hang.",
        bad=fix_example(
            ECHO,
            (
                """          http_filters:
          - name: envoy.filters.http.router
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
""",
                "",
            ),
            (
                "        typed_config:\n",
                '        typed_config:  # want: no-http-filters "add `envoy.filters.http.router`"\n',
            ),
        ),
        good=ECHO,
        fix="Add `envoy.filters.http.router` to `http_filters`.",
    )


RULE = Rule(
    id="no-http-filters",
    severity="error",
    gate="runtime",
    effect="nothing answers requests: they hang until the client gives up",
    on=("envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",),
    check=check,
    page=page,
)
