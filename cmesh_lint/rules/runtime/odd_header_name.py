"""A header name that HTTP does not know."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...decode.wording import show
from ...finding import Problem
from ...patterns import pattern
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_NAME = pattern(r":?[0-9A-Za-z!#$%&'*+.^_|~`-]+")


def check(header: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames names that are no token of HTTP."""
    name = header.fields.get("key")
    if isinstance(name, str) and name and not _NAME.fullmatch(name):
        yield RULE.found(f"{show(name)} is no name of an HTTP header", header.route_of("key"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A header name that HTTP does not know",
        catches=(
            "A header to add whose name holds a blank or a colon behind its first letter, or other signs that "
            "HTTP does not allow."
        ),
        why="Envoy accepts it; a request or response with it is refused or loses it.",
        bad=fix_example(
            ECHO,
            (
                "          timeout: 5s\n",
                '          timeout: 5s\n        request_headers_to_add:\n        - header: {key: "x id", value: a}  # want: odd-header-name "no name of an HTTP header"\n',
            ),
        ),
        good=ECHO,
        fix="Write letters, digits and `-`.",
    )


RULE = Rule(
    id="odd-header-name",
    severity="warning",
    gate="runtime",
    on=("envoy.config.core.v3.HeaderValue",),
    check=check,
    page=page,
)
