"""A domain of a virtual host that no request can have."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


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
        return "a host has neither scheme nor path"
    if any(char.isspace() for char in domain):
        return "a host has no blanks"
    literal = domain[1:] if domain.startswith("*") else domain.removesuffix("*")
    if "*" in literal:
        return "`*` is a wildcard at one end only, and is taken literally elsewhere"
    return ""


def page() -> Page:
    from . import _examples

    bad = _examples.hosts("""\
- name: echo
  domains:
  - api.*.example.com  # want: unmatchable-domain "is a wildcard at one end only"
  routes:
  - match: {prefix: /}
    direct_response: {status: 200}
""")
    return Page(
        title="A domain that no request can have",
        catches=(
            "A domain with `*` in the middle or at both ends, with a scheme, a path or a blank, or an empty one. Envoy takes it "
            "and compares it letter by letter."
        ),
        why="The virtual host never gets a request for that domain; another one or a 404 answers.",
        bad=bad,
        good=fix_example(bad, ("api.*.example.com", '"*.example.com"')),
        fix="Write the host alone, with `*` as its first or its last character if need be.",
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
