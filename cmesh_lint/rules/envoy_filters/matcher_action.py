"""A matcher that does what its place cannot do."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import TYPE, Message, payload_type
from ...rule import Page, Rule, fix_example

_ON_MATCH = ("xds.type.matcher.v3.Matcher.OnMatch", "envoy.config.common.matcher.v3.Matcher.OnMatch")
_FILTERS = "envoy.extensions.filters."
_ACTION = "envoy.config.rbac.v3.Action"
_ROUTES = ("envoy.config.route.v3.Route", "envoy.config.route.v3.RouteList")
_QUOTA = f"{_FILTERS}http.rate_limit_quota.v3."
_BUCKET = f"{_QUOTA}RateLimitQuotaBucketSettings"
_TAKEN: dict[str, tuple[str, ...]] = {
    "envoy.config.route.v3.VirtualHost": _ROUTES,
    f"{_FILTERS}http.rbac.v3.RBAC": (_ACTION,),
    f"{_FILTERS}network.rbac.v3.RBAC": (_ACTION,),
    f"{_QUOTA}RateLimitQuotaFilterConfig": (_BUCKET,),
}
"""What has a matcher → the types of its actions. Seen with 1.37."""
_BETWEEN = ("xds.type.matcher.v3.Matcher", "envoy.config.common.matcher.v3.Matcher")


def check(on_match: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the `@type` of an action that the place does not take."""
    around: Message | None = on_match.parent
    while around is not None and around.type.startswith(_BETWEEN):
        around = around.parent
    wanted = _TAKEN.get(around.type) if around is not None else None
    action = on_match.child("action")
    any_ = next((each for each in action.below if each.field == "typed_config"), None) if action is not None else None
    if wanted and any_ is not None and (type_ := payload_type(any_.value)) and type_ not in wanted:
        named = " or ".join(each.rpartition(".")[2] for each in wanted)
        text = f"the action of this matcher is {named}; found {type_.rpartition('.')[2]}"
        yield RULE.found(text, (*any_.route, TYPE))


def page() -> Page:
    from . import _examples_of_matchers

    bad = fix_example(
        _examples_of_matchers.in_rbac("envoy.type.matcher.v3.HttpRequestHeaderMatchInput"),
        (
            "type.googleapis.com/envoy.config.rbac.v3.Action\n                          name: echo\n                          action: DENY",
            'type.googleapis.com/google.protobuf.StringValue  # want: matcher-action "is Action; found StringValue"\n                          value: echo',
        ),
    )
    return Page(
        title="A matcher that does what its place cannot do",
        catches=(
            "The action of a matcher in RBAC, in a virtual host or in a rate limit by quota that is not of the type which belongs there."
        ),
        why="Envoy rejects the listener or the routes.",
        bad=bad,
        good=fix_example(
            bad,
            (
                "google.protobuf.StringValue\n                          value: echo",
                "envoy.config.rbac.v3.Action\n                          name: echo\n                          action: DENY",
            ),
        ),
        fix="Use the type of action of the place: `envoy.config.rbac.v3.Action`, `envoy.config.route.v3.Route`, RateLimitQuotaBucketSettings.",
        log=("Didn't find a registered implementation for '…' with type URL: '…'",),
    )


RULE = Rule(
    id="matcher-action",
    severity="error",
    gate="nacked",
    on=_ON_MATCH,
    check=check,
    page=page,
)
