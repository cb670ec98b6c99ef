"""RBAC filter without effective rules."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_MATCHER = "only the `matcher` decides which requests pass"
_DENIED = "every request is denied with 403"
_PASSED = "every request passes"


def check(rbac: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames filters that guard nothing or everything."""
    rules = rbac.child("rules")
    if "rules" in rbac.fields and "matcher" in rbac.fields:
        yield RULE.found(
            "Envoy ignores `rules` if `matcher` is set", rbac.route_of("rules"), at="key", consequence=_MATCHER
        )
    elif rules is not None and not rules.fields.get("policies") and rules.fields.get("action", "ALLOW") == "ALLOW":
        yield RULE.found(
            "`rules` with the action ALLOW have no policy", rbac.route_of("rules"), at="key", consequence=_DENIED
        )
    elif not rbac.fields and rbac.parent is not None and rbac.parent.field == "typed_config":
        yield RULE.found("neither `rules` nor `matcher` is set", rbac.route, at="key", consequence=_PASSED)


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="RBAC filter without effective rules",
        catches=(
            "An `RBAC` filter without `rules` and `matcher`, which lets every request pass; with both, of which Envoy "
            "only uses the matcher; or with rules that allow but have no policy, which deny every request."
        ),
        why="What looks like access control does nothing, or denies everyone.",
        bad=fix_example(
            ECHO,
            (
                "          - name: envoy.filters.http.router\n",
                '          - name: envoy.filters.http.rbac\n            typed_config:  # want: rbac-without-rules "neither `rules` nor `matcher`"\n              "@type": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC\n          - name: envoy.filters.http.router\n',
            ),
        ),
        good=ECHO,
        fix="Write the policies in `rules`.",
    )


RULE = Rule(
    id="rbac-without-rules",
    severity="warning",
    gate="runtime",
    effect="the filter lets every request pass, or denies every request",
    on=("envoy.extensions.filters.http.rbac.v3.RBAC",),
    check=check,
    page=page,
    formerly=("idle-rbac",),
)
