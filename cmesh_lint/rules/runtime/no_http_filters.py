"""A connection manager without filters."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(manager: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a connection manager without any filter."""
    if not manager.fields.get("http_filters"):
        yield RULE.found("no HTTP filters: every request hangs", manager.route, at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A connection manager without filters",
        catches="A connection manager whose `http_filters` is missing or empty.",
        why="Envoy accepts it, and every request hangs: nothing answers it.",
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
            ("        typed_config:\n", '        typed_config:  # want: no-http-filters "every request hangs"\n'),
        ),
        good=ECHO,
        fix="Add `envoy.filters.http.router`.",
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
