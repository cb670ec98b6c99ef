"""An RBAC filter without rules."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(rbac: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames filters that guard nothing or everything."""
    rules = rbac.child("rules")
    if "rules" in rbac.fields and "matcher" in rbac.fields:
        yield RULE.found("with a `matcher` these rules are not read", rbac.route_of("rules"), at="key")
    elif rules is not None and not rules.fields.get("policies") and rules.fields.get("action", "ALLOW") == "ALLOW":
        yield RULE.found("rules that allow and name no policy bar every request", rbac.route_of("rules"), at="key")
    elif not rbac.fields and rbac.parent is not None and rbac.parent.field == "typed_config":
        yield RULE.found("no rules: every request passes", rbac.route, at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="An RBAC filter without rules",
        catches=(
            "An `RBAC` filter without `rules` and `matcher`, which lets everything pass, or with both, of "
            "which Envoy reads the matcher only; and rules that allow nothing because they hold no policy."
        ),
        why="What looks like a guard is none, or bars everybody.",
        bad=fix_example(
            ECHO,
            (
                "          - name: envoy.filters.http.router\n",
                '          - name: envoy.filters.http.rbac\n            typed_config:  # want: idle-rbac "every request passes"\n              "@type": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC\n          - name: envoy.filters.http.router\n',
            ),
        ),
        good=ECHO,
        fix="Write the rules.",
    )


RULE = Rule(
    id="idle-rbac",
    severity="warning",
    gate="runtime",
    effect="the filter lets every request pass, or denies every request",
    on=("envoy.extensions.filters.http.rbac.v3.RBAC",),
    check=check,
    page=page,
)
