"""A field of a listener that stands for a listener filter which Cilium's Envoy does not have."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import LISTENER, EnvoyConfig
from ...extensions import extensions
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

CHAIN = "envoy.config.listener.v3.FilterChain"
_FILTERS = {
    LISTENER: ("use_original_dst", "envoy.filters.listener.original_dst"),
    CHAIN: ("use_proxy_proto", "envoy.filters.listener.proxy_protocol"),
}
"""Message → the field, and the extension that Envoy loads by its name where the field is true."""


def check(message: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the field where the release lacks the extension."""
    field, name = _FILTERS[message.type]
    if message.fields.get(field) is not True:
        return
    if any(each.name == name and each.available(config.version) is False for each in extensions()):
        yield RULE.found(
            f"`{field}` stands for `{name}`, which Cilium's Envoy lacks", message.route_of(field), at="key"
        )


def page() -> Page:
    from ..examples import in_listener

    bad = in_listener("""\
use_original_dst: true  # want: listener-filter-by-field "which Cilium's Envoy lacks"
""")
    return Page(
        title="A field that stands for a listener filter which Cilium's Envoy lacks",
        catches=(
            "`use_original_dst: true` of a listener, and `use_proxy_proto: true` of a filter chain where the release has no filter for the PROXY protocol."
        ),
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("    use_original_dst: true\n", "")),
        fix="Take the field out: Cilium's own listener filter restores the original destination.",
        log=("Didn't find a registered implementation for name: 'envoy.filters.listener.original_dst'",),
    )


RULE = Rule(
    id="listener-filter-by-field",
    severity="error",
    gate="nacked",
    on=tuple(_FILTERS),
    check=check,
    page=page,
)
