"""A nested `@type` without `type.googleapis.com/`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...cec.envoy_config import HCM, TCP_PROXY, EnvoyConfig
from ...finding import Problem
from ...places import Route
from ...protobuf.walk import TYPE, Message
from ...protobuf.wellknown import ANY
from ...rule import Example, Page, Rule, fix_example
from ._managers import PREFIX

_KNOWN_BY_TEXT = (HCM, TCP_PROXY, "cilium.L7Policy", "envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec")
"""What the agent looks for by comparing the whole `@type`. Source: cec_resource_parser.go."""


def check(any_: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames an `@type` that Envoy cannot resolve, or that the agent does not recognise."""
    type_url = any_.value.get(TYPE)
    if any_.parent is None or not isinstance(type_url, str):
        return
    host, slash, name = type_url.rpartition("/")
    if not slash:
        if type_url not in _sent(any_.top.route, config):
            return
        text = f"write `{PREFIX}{type_url}`; found `@type` without the prefix"
        yield RULE.found(text, (*any_.route, TYPE))
    elif f"{host}/" != PREFIX and name in _KNOWN_BY_TEXT:
        text = f"the agent recognizes {name.rpartition('.')[2]} only as `{PREFIX}{name}`, found `{type_url}`"
        yield RULE.found(text, (*any_.route, TYPE), gate="runtime", consequence=_UNSEEN)


def _sent(route: Route, config: EnvoyConfig) -> set[str]:
    """The `@type`s of a resource as Envoy gets it: the agent writes those anew beside which it changes something. Of
    what it does not send, all that are written.
    """
    # Bare names are rare, and the agent's model is not.
    from ...agent.transform import Agent

    made = Agent(config.version).effective(config.manifest)
    written = next(each.value for each in config.resources if each.route == route)
    return set(_types(next((each.value for each in made.resources if each.resource.route == route), written)))


def _types(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get(TYPE), str):
            yield value[TYPE]
        value = list(value.values())
    for each in value if isinstance(value, list) else ():
        yield from _types(each)


_UNSEEN = "the agent adds none of its filters and no source of routes, so network policies are not enforced"

FULL = '"@type": type.googleapis.com/envoy.extensions.filters.http.router'


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO,
        (
            f"{FULL}.v3.Router",
            '"@type": envoy.extensions.filters.http.router.v3.Router  # want: nested-type-prefix "without the prefix"',
        ),
    )
    return Page(
        title="A nested `@type` without `type.googleapis.com/`",
        catches=(
            "An `@type` inside a resource without the prefix. The agent decodes it and passes it on. Also a prefix "
            "other than `type.googleapis.com/` on a connection manager or TCP proxy, which the agent then does not "
            "recognize."
        ),
        why="Envoy does not find an extension by a name without prefix and rejects the resource.",
        bad=bad,
        good=fix_example(bad, ('"@type": envoy.extensions.filters.http.router', FULL)),
        fix="Write `type.googleapis.com/` before the name of the message.",
        log=("@type must contain at least one /", "Didn't find a registered implementation for '…' with type URL: ''"),
        more=(
            Example(
                "another prefix on a connection manager",
                bad=fix_example(
                    ECHO,
                    (
                        "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager\n",
                        'example.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager  # want: nested-type-prefix "recognizes HttpConnectionManager only as"\n',
                    ),
                ),
            ),
            Example(
                "another prefix on a filter",
                good=fix_example(
                    ECHO,
                    (
                        "type.googleapis.com/envoy.extensions.filters.http.router",
                        "example.com/envoy.extensions.filters.http.router",
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="nested-type-prefix",
    severity="error",
    gate="nacked",
    on=(ANY,),
    check=check,
    page=page,
)
