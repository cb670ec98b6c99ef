"""A path prefix without a leading slash."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

FILTER = "envoy.extensions.filters.http.ext_authz.v3.ExtAuthz"
SERVICE = "envoy.extensions.filters.http.ext_authz.v3.HttpService"


def check(service: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the prefix."""
    if service.parent is None or service.parent.type != FILTER:
        return  # what a route overrides is not checked
    prefix = service.fields.get("path_prefix")
    if isinstance(prefix, str) and prefix and not prefix.startswith("/"):
        yield RULE.found(f"`path_prefix` must begin with `/`; write `/{prefix}`", service.route_of("path_prefix"))


def page() -> Page:
    from ..examples import http_filter

    bad = http_filter("""\
- name: envoy.filters.http.ext_authz
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz
    http_service:
      server_uri: {uri: http://authz.example.com, cluster: default/echo, timeout: 1s}
      path_prefix: check  # want: authz-path-prefix "write `/check`"
""")
    return Page(
        title="A path prefix without a leading slash",
        catches="A `path_prefix` of the HTTP service of external authorization that does not begin with `/`.",
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("path_prefix: check", "path_prefix: /check")),
        fix="Add `/` at the beginning.",
        log=('path_prefix should start with "/".',),
    )


RULE = Rule(
    id="authz-path-prefix",
    severity="error",
    gate="nacked",
    on=(SERVICE,),
    check=check,
    page=page,
)
