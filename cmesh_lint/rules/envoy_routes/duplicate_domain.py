"""Duplicate domain in a RouteConfiguration."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import ROUTES, EnvoyConfig
from ...finding import Note, Problem
from ...places import Route
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example


def check(routes: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames each domain that an earlier one of the RouteConfiguration equals but for case."""
    first: dict[str, tuple[str, Route]] = {}
    for domain, route in domains(routes):
        before = first.setdefault(domain.lower(), (domain, route))
        if before[1] is not route:
            text = f"duplicate domain `{domain}` in this RouteConfiguration"
            yield RULE.found(text, route, notes=(Note(before[1], f"first here, as `{before[0]}`", "value"),))


def domains(routes: Message) -> Iterator[tuple[str, Route]]:
    """The domains of all virtual hosts with their places, in Envoy's order."""
    for host in routes.children("virtual_hosts"):
        listed = host.get("domains")
        for index, domain in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(domain, str):
                yield domain, (*host.route_of("domains"), index)


def page() -> Page:
    from . import _examples

    bad = _examples.hosts("""\
- name: first
  domains: ["a.example.com"]
  routes:
  - match: {prefix: /}
    direct_response: {status: 200}
- name: second
  domains:
  - A.example.com  # want: duplicate-domain "duplicate domain `A.example.com`"
  routes:
  - match: {prefix: /}
    direct_response: {status: 503}
""")
    return Page(
        title="Duplicate domain in a RouteConfiguration",
        catches=(
            "A domain that two virtual hosts of a RouteConfiguration have, or that one has twice. Case does not "
            "matter, and `*` is also allowed only once."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("A.example.com", "b.example.com")),
        fix="Remove the domain from one of the virtual hosts, or merge the virtual hosts.",
        log=(
            "Only unique values for domains are permitted. Duplicate entry of domain",
            "Only a single wildcard domain is permitted in route",
        ),
        more=(
            Example(
                "two catch-all hosts",
                bad=_examples.hosts("""\
- name: first
  domains: ["*"]
  routes: [{match: {prefix: /a}, direct_response: {status: 200}}]
- name: second
  domains: ["*"]  # want: duplicate-domain "duplicate domain `*`"
  routes: [{match: {prefix: /b}, direct_response: {status: 200}}]
"""),
                good=_examples.hosts("""\
- name: first
  domains: ["*"]
  routes:
  - {match: {prefix: /a}, direct_response: {status: 200}}
  - {match: {prefix: /b}, direct_response: {status: 200}}
"""),
            ),
            Example(
                "twice in one virtual host",
                bad=_examples.hosts("""\
- name: echo
  domains:
  - a.example.com
  - a.example.com  # want: duplicate-domain "duplicate domain `a.example.com`"
  routes: [{match: {prefix: /}, direct_response: {status: 200}}]
"""),
            ),
        ),
    )


RULE = Rule(
    id="duplicate-domain",
    severity="error",
    gate="nacked",
    on=(ROUTES,),
    check=check,
    page=page,
)
