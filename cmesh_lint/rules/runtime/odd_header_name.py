"""Header name is not valid."""

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
        yield RULE.found(f"{show(name)} is not a valid HTTP header name", header.route_of("key"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Header name is not valid",
        catches=(
            "A header to add whose name contains a space, a colon after the first character, or another character that "
            "HTTP does not allow."
        ),
        why=(
            "Envoy accepts it. Requests that get the header are answered with 503 (`invalid header name`), and HTTP/2 "
            "clients cannot read responses that have it."
        ),
        bad=fix_example(
            ECHO,
            (
                "          timeout: 5s\n",
                '          timeout: 5s\n        request_headers_to_add:\n        - header: {key: "x id", value: a}  # want: odd-header-name "not a valid HTTP header name"\n',
            ),
        ),
        good=ECHO,
        fix="Use only letters, digits and `-`.",
    )


RULE = Rule(
    id="odd-header-name",
    severity="warning",
    gate="runtime",
    effect="requests with this header get 503; HTTP/2 clients cannot read responses with it",
    on=("envoy.config.core.v3.HeaderValue",),
    check=check,
    page=page,
)
