"""Conflicting settings to strip the port from the host."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import HCM, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(manager: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the second where both are true."""
    if manager.fields.get("strip_matching_host_port") is True and manager.fields.get("strip_any_host_port") is True:
        text = "`strip_any_host_port` cannot be combined with `strip_matching_host_port`"
        yield RULE.found(text, manager.route_of("strip_any_host_port"), at="key")


def page() -> Page:
    from ..examples import in_manager

    bad = in_manager("""\
strip_matching_host_port: true
strip_any_host_port: true  # want: port-stripping-conflict "cannot be combined with"
""")
    return Page(
        title="Conflicting settings to strip the port from the host",
        catches="Both `strip_matching_host_port` and `strip_any_host_port` are true.",
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("          strip_matching_host_port: true\n", "")),
        fix="Keep `strip_any_host_port`, which covers both.",
        log=("Error: Only one of `strip_matching_host_port` or `strip_any_host_port` can be set.",),
    )


RULE = Rule(
    id="port-stripping-conflict",
    severity="error",
    gate="nacked",
    on=(HCM,),
    check=check,
    page=page,
)
