"""Redirect changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_CHANGES = (
    "https_redirect",
    "scheme_redirect",
    "host_redirect",
    "port_redirect",
    "path_redirect",
    "prefix_rewrite",
    "regex_rewrite",
    "strip_query",
)
_MOST = 65535
_NOWHERE = "clients are redirected to a port that cannot exist"


def check(redirect: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames redirects to the same place."""
    if not any(redirect.fields.get(name) not in (None, "", 0, False) for name in _CHANGES):
        yield RULE.found("the redirect changes nothing and leads back to the same URL", redirect.route, at="key")
    port = redirect.fields.get("port_redirect")
    if isinstance(port, int) and port > _MOST:
        yield RULE.found(f"`{port}` is not a valid port", redirect.route_of("port_redirect"), consequence=_NOWHERE)


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Redirect changes nothing",
        catches="A `redirect` action that changes nothing in the URL, or with a port above 65535.",
        why="Clients are redirected to the URL they came from, again and again.",
        bad=fix_example(
            ECHO,
            (
                "        route:\n          cluster: default/echo\n          timeout: 5s\n",
                '        redirect: {}  # want: redirect-to-itself "changes nothing"\n',
            ),
        ),
        good=ECHO,
        fix="Set what is to change, such as `https_redirect` or `path_redirect`.",
    )


RULE = Rule(
    id="redirect-to-itself",
    severity="warning",
    gate="runtime",
    effect="clients are redirected to the same URL again and again until they give up",
    on=("envoy.config.route.v3.RedirectAction",),
    check=check,
    page=page,
)
