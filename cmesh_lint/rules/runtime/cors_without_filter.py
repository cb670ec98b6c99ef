"""CORS policy without the CORS filter."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import HCM, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_FILTER = "envoy.extensions.filters.http.cors.v3.Cors"


def check(policy: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames policies that no filter applies."""
    if config.of(HCM) and not config.of(_FILTER):
        yield RULE.found(
            "no connection manager in this CEC has `envoy.filters.http.cors`, which applies this policy",
            policy.route,
            at="key",
        )


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="CORS policy without the CORS filter",
        catches=(
            "A `cors` policy, as a field or in `typed_per_filter_config`, in a CEC whose connection managers do not "
            "have the CORS filter."
        ),
        why="The filter applies the policy. Without it the policy has no effect.",
        bad=fix_example(
            ECHO,
            (
                "          timeout: 5s\n",
                """          timeout: 5s
          cors:  # want: cors-without-filter "which applies this policy"
            allow_methods: GET
""",
            ),
        ),
        good=ECHO,
        fix="Add `envoy.filters.http.cors` to `http_filters`, before the router.",
    )


RULE = Rule(
    id="cors-without-filter",
    severity="warning",
    gate="runtime",
    effect="the CORS policy has no effect; browsers refuse responses to cross-origin requests",
    on=("envoy.config.route.v3.CorsPolicy",),
    check=check,
    page=page,
)
