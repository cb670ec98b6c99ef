"""Path that can never match."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_FIELDS = ("path", "prefix", "path_separated_prefix")


def check(match: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames paths that cannot be the path of a request."""
    for name in _FIELDS:
        path = match.fields.get(name)
        if isinstance(path, str) and path and not match.child("connect_matcher"):
            if not path.startswith("/"):
                yield RULE.found(f"`{path}` does not start with `/`, so no request matches it", match.route_of(name))
            elif name != "path_separated_prefix" and any(sign in path for sign in "?#"):
                yield RULE.found(
                    f"`{path}` contains a query or a fragment, which Envoy removes before it matches",
                    match.route_of(name),
                )


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Path that can never match",
        catches=(
            "A `path`, `prefix` or `path_separated_prefix` of a route that does not start with `/`, or that contains "
            "`?` or `#`."
        ),
        why=(
            "Envoy compares it with the path of the request, which starts with `/` and does not include the query: the "
            "route never matches."
        ),
        bad=fix_example(
            ECHO, ("          prefix: /\n", '          prefix: echo  # want: path-without-slash "does not start"\n')
        ),
        good=ECHO,
        fix="Start it with `/`; match the query with `query_parameters`.",
    )


RULE = Rule(
    id="path-without-slash",
    severity="warning",
    gate="runtime",
    effect="the route never matches; its requests go to a later route or get 404",
    on=("envoy.config.route.v3.RouteMatch",),
    check=check,
    page=page,
)
