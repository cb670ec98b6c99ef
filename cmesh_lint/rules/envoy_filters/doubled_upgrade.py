"""Duplicate upgrade type in a connection manager."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import HCM, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(manager: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the second of two upgrades of the same type, whatever their case."""
    seen: set[str] = set()
    for upgrade in manager.children("upgrade_configs"):
        name = upgrade.fields.get("upgrade_type", "")
        if not isinstance(name, str):
            continue
        if name.lower() in seen:
            where = upgrade.route_of("upgrade_type") if "upgrade_type" in upgrade.keys else upgrade.route
            yield RULE.found(f"duplicate upgrade type `{name}`; case does not matter", where)
        seen.add(name.lower())


def page() -> Page:
    from ..examples import in_manager

    bad = in_manager("""\
upgrade_configs:
- upgrade_type: websocket
- upgrade_type: WebSocket  # want: doubled-upgrade "duplicate upgrade type `WebSocket`"
""")
    return Page(
        title="Duplicate upgrade type in a connection manager",
        catches=("Two `upgrade_configs` of a connection manager with the same `upgrade_type`. Case does not matter."),
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("          - upgrade_type: WebSocket\n", "")),
        fix="Remove one of them.",
        log=("Error: multiple upgrade configs with the same name: 'WebSocket'",),
    )


RULE = Rule(
    id="doubled-upgrade",
    severity="error",
    gate="nacked",
    on=(HCM,),
    check=check,
    page=page,
)
