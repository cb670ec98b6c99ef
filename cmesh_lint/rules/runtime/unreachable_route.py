"""Unreachable route."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(host: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames routes behind a covering prefix."""
    open_prefixes: dict[str, int] = {}
    lengths: set[int] = set()
    for route in host.children("routes"):
        match = route.child("match")
        path = _path(match) if match is not None else None
        beginnings = (path[:length] for length in lengths) if path is not None else ()
        covering = min(
            (each for each in beginnings if each in open_prefixes), key=open_prefixes.__getitem__, default=None
        )
        if match is not None and covering is not None:
            text = f"unreachable: an earlier route matches every path that starts with `{covering}`"
            yield RULE.found(text, match.route, at="key")
        prefix = match.fields.get("prefix") if match is not None else None
        if (
            match is not None
            and isinstance(prefix, str)
            and set(match.fields) <= {"prefix", "case_sensitive"}
            and _sensitive(match)
        ):
            open_prefixes.setdefault(prefix, len(open_prefixes))
            lengths.add(len(prefix))


def _path(match: Message) -> str | None:
    """What every path that the match takes begins with."""
    for name in ("prefix", "path", "path_separated_prefix"):
        path = match.fields.get(name)
        if isinstance(path, str):
            return path if _sensitive(match) else None
    return None


def _sensitive(match: Message) -> bool:
    return match.fields.get("case_sensitive") is not False


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Unreachable route",
        catches="A route after one whose `prefix` covers it and that has no other condition.",
        why="Envoy uses the first route that matches, so this one never gets a request.",
        bad=fix_example(
            ECHO,
            (
                "      - match:\n          prefix: /\n        route:\n          cluster: default/echo\n          timeout: 5s\n",
                '      - match:\n          prefix: /\n        route:\n          cluster: default/echo\n          timeout: 5s\n      - match:  # want: unreachable-route "unreachable"\n          prefix: /admin\n        direct_response: {status: 403}\n',
            ),
        ),
        good=ECHO,
        fix="Put the more specific route first.",
    )


RULE = Rule(
    id="unreachable-route",
    severity="warning",
    gate="runtime",
    effect="an earlier route takes every request that this one is meant for",
    on=("envoy.config.route.v3.VirtualHost",),
    check=check,
    page=page,
)
