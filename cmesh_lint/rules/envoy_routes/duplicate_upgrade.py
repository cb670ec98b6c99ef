"""Duplicate upgrade type in a route."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(action: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames each upgrade whose type an earlier one has, but for case."""
    seen: set[str] = set()
    for upgrade in action.children("upgrade_configs"):
        type_ = upgrade.fields.get("upgrade_type")
        if isinstance(type_, str):
            if type_.lower() in seen:
                text = f"duplicate upgrade type `{type_}`; case does not matter"
                yield RULE.found(text, upgrade.route_of("upgrade_type"))
            seen.add(type_.lower())


def page() -> Page:
    from . import _examples

    bad = _examples.routes("""\
- match: {prefix: /}
  route:
    cluster: default/echo
    upgrade_configs:
    - upgrade_type: websocket
    - upgrade_type: WebSocket  # want: duplicate-upgrade "duplicate upgrade type `WebSocket`"
""")
    return Page(
        title="Duplicate upgrade type in a route",
        catches="Two `upgrade_configs` of a route with the same `upgrade_type`. Case does not matter.",
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("          - upgrade_type: WebSocket\n", "")),
        fix="Remove one of them.",
        log=("Duplicate upgrade",),
    )


RULE = Rule(
    id="duplicate-upgrade",
    severity="error",
    gate="nacked",
    on=("envoy.config.route.v3.RouteAction",),
    check=check,
    page=page,
)
