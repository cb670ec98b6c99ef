"""`connect_config` on an upgrade other than CONNECT."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

TUNNELS = frozenset({"connect", "connect-udp"})


def check(upgrade: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the `connect_config` of another upgrade."""
    type_ = upgrade.fields.get("upgrade_type")
    if "connect_config" in upgrade.fields and isinstance(type_, str) and type_.lower() not in TUNNELS:
        text = f"the upgrade `{type_}` has a `connect_config`, which is for `CONNECT` and `CONNECT-UDP` only; remove it"
        yield RULE.found(text, upgrade.route_of("connect_config"), at="key")


def page() -> Page:
    from . import _examples

    bad = _examples.routes("""\
- match: {prefix: /}
  route:
    cluster: default/echo
    upgrade_configs:
    - upgrade_type: websocket
      connect_config: {allow_post: true}  # want: connect-config "the upgrade `websocket` has a `connect_config`"
""")
    return Page(
        title="`connect_config` on an upgrade other than CONNECT",
        catches="A `connect_config` with an `upgrade_type` other than `CONNECT` and `CONNECT-UDP`.",
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("            connect_config: {allow_post: true}\n", "")),
        fix="Remove `connect_config`.",
        log=("Non-CONNECT upgrade type", "has ConnectConfig"),
    )


RULE = Rule(
    id="connect-config",
    severity="error",
    gate="nacked",
    on=("envoy.config.route.v3.RouteAction.UpgradeConfig",),
    check=check,
    page=page,
)
