"""The `@type` of a nested message without `type.googleapis.com/`."""

from __future__ import annotations

from collections.abc import Iterator

from ...envoy_config import HCM, TCP_PROXY, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import TYPE, Message
from ...protobuf.wellknown import ANY
from ...rule import Rule, mended
from ..echo import ECHO
from ._managers import PREFIX

_KNOWN_BY_TEXT = (HCM, TCP_PROXY, "cilium.L7Policy", "envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec")
"""What the agent looks for by comparing the whole `@type`. Source: cec_resource_parser.go."""


def judge(any_: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames an `@type` that Envoy cannot resolve, or that the agent does not recognise."""
    type_url = any_.value.get(TYPE)
    if any_.parent is None or not isinstance(type_url, str):
        return
    host, slash, name = type_url.rpartition("/")
    if not slash:
        text = f"`@type` needs the prefix `{PREFIX}`, found `{type_url}`"
        yield RULE.found(text, (*any_.route, TYPE))
    elif f"{host}/" != PREFIX and name in _KNOWN_BY_TEXT:
        text = f"the agent knows {name.rpartition('.')[2]} only as `{PREFIX}{name}`, found `{type_url}`"
        yield RULE.found(text, (*any_.route, TYPE), gate="runtime", consequence=_UNSEEN)


_UNSEEN = "the agent puts none of its filters in and fills in no source of routes; network policies are not enforced"

FULL = '"@type": type.googleapis.com/envoy.extensions.filters.http.router'
BAD = mended(
    ECHO,
    (
        f"{FULL}.v3.Router",
        '"@type": envoy.extensions.filters.http.router.v3.Router  # want: nested-type-prefix "needs the prefix"',
    ),
)
RULE = Rule(
    id="nested-type-prefix",
    title="A nested `@type` without its prefix",
    severity="error",
    gate="nacked",
    catches=(
        "An `@type` inside a resource that is a bare name. The agent decodes it and passes it on. Also another prefix "
        "than `type.googleapis.com/` on a connection manager or TCP proxy, which the agent then takes for something else."
    ),
    why="Envoy finds no extension by a bare name and rejects the resource.",
    bad=BAD,
    good=mended(BAD, ('"@type": envoy.extensions.filters.http.router', FULL)),
    fix="Write `type.googleapis.com/` before the name of the message.",
    log=("@type must contain at least one /", "Didn't find a registered implementation for '…' with type URL: ''"),
    catalogue=("CM205",),
    on=(ANY,),
    judge=judge,
)
