"""A path that no request has."""

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
                yield RULE.found(f"`{path}` does not begin with `/`: no request has such a path", match.route_of(name))
            elif name != "path_separated_prefix" and any(sign in path for sign in "?#"):
                yield RULE.found(
                    f"`{path}` holds a query or a fragment, which Envoy cuts off before it matches",
                    match.route_of(name),
                )


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A path that no request has",
        catches=(
            "A `path`, `prefix` or `path_separated_prefix` of a route that does not begin with `/`, or that "
            "holds `?` or `#`."
        ),
        why=(
            "Envoy compares it with the path of a request, which begins with `/` and is cut before its query: "
            "the route never matches."
        ),
        bad=fix_example(
            ECHO, ("          prefix: /\n", '          prefix: echo  # want: path-without-slash "does not begin"\n')
        ),
        good=ECHO,
        fix="Begin it with `/`; match the query with `query_parameters`.",
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
