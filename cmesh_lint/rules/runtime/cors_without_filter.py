"""A CORS policy that no filter reads."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import HCM, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_FILTER = "envoy.extensions.filters.http.cors.v3.Cors"


def check(policy: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames policies that nobody reads."""
    if config.of(HCM) and not config.of(_FILTER):
        yield RULE.found(
            "no connection manager of this object has the CORS filter that reads this", policy.route, at="key"
        )


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A CORS policy that no filter reads",
        catches=(
            "A `cors` policy, as a field or in `typed_per_filter_config`, in a CEC whose connection managers "
            "have no CORS filter; and credentials allowed for every origin."
        ),
        why=(
            "Without the filter nothing of the policy happens. With credentials and any origin, every site "
            "can act for the user."
        ),
        bad=fix_example(
            ECHO,
            (
                "          timeout: 5s\n",
                """          timeout: 5s
          cors:  # want: cors-without-filter "CORS filter that reads this"
            allow_methods: GET
""",
            ),
        ),
        good=ECHO,
        fix="Add `envoy.filters.http.cors`, and name the origins.",
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
