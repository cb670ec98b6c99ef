"""A domain that matches no request."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example


def check(host: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames each domain that is compared literally although it is no host."""
    domains = host.get("domains")
    for index, domain in enumerate(domains if isinstance(domains, list) else ()):
        if isinstance(domain, str) and (fault := flaw(domain)):
            yield RULE.found(f"the domain `{domain}` matches no request: {fault}", (*host.route_of("domains"), index))


def flaw(domain: str) -> str:
    """Why no `:authority` can be like this domain; empty where one can."""
    if not domain:
        return "it is empty"
    if "/" in domain:
        return "a host has no scheme and no path"
    if any(char.isspace() for char in domain):
        return "a host has no blanks"
    literal = domain[1:] if domain.startswith("*") else domain.removesuffix("*")
    if "*" in literal:
        return "`*` is a wildcard only at the beginning or the end, and literal elsewhere"
    return ""


def page() -> Page:
    from . import _examples

    bad = _examples.hosts("""\
- name: echo
  domains:
  - api.*.example.com  # want: unmatchable-domain "is a wildcard only at the beginning or the end"
  routes:
  - match: {prefix: /}
    direct_response: {status: 200}
""")
    return Page(
        title="A domain that matches no request",
        catches=(
            "A domain with `*` in the middle or at both ends, with a scheme, a path or a blank, or an empty one. "
            "Envoy accepts it and compares it literally."
        ),
        why="The virtual host never gets a request for that domain; another virtual host or a 404 responds.",
        bad=bad,
        good=fix_example(bad, ("api.*.example.com", '"*.example.com"')),
        fix="Write only the host, with `*` as its first or last character if needed.",
        more=(
            Example(
                "a scheme, a blank and two wildcards",
                bad=_examples.hosts("""\
- name: echo
  domains:
  - https://api.example.com  # want: unmatchable-domain "a host has no scheme and no path"
  - "api example"  # want: unmatchable-domain "a host has no blanks"
  - "*.example.*"  # want: unmatchable-domain "is a wildcard only at the beginning or the end"
  routes:
  - match: {prefix: /}
    direct_response: {status: 200}
"""),
            ),
            Example(
                "a port and a wildcard at the end",
                good=_examples.hosts("""\
- name: echo
  domains: ["echo.example.com:8080", "echo.*"]
  routes:
  - match: {prefix: /}
    direct_response: {status: 200}
"""),
            ),
        ),
    )


RULE = Rule(
    id="unmatchable-domain",
    severity="warning",
    gate="runtime",
    effect="no request matches the domain: another virtual host answers, or a 404",
    on=("envoy.config.route.v3.VirtualHost",),
    check=check,
    page=page,
)
