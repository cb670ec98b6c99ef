"""An undefined JWT provider or requirement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ...suggest import did_you_mean, few

JWT = "envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication"
_REQUIREMENT = "envoy.extensions.filters.http.jwt_authn.v3.JwtRequirement"
_AUDIENCES = "envoy.extensions.filters.http.jwt_authn.v3.ProviderWithAudiences"


def check(jwt: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames each name that `providers` or `requirement_map` does not have."""
    providers, requirements = (_keys(jwt, name) for name in ("providers", "requirement_map"))
    for message in _within(jwt):
        if message.type == _AUDIENCES or (message.type == _REQUIREMENT and "provider_name" in message.fields):
            yield from _missing(message, "provider_name", "provider", "providers", providers)
    for rule in jwt.children("rules"):
        if "requirement_name" in rule.fields:
            yield from _missing(rule, "requirement_name", "requirement", "requirement_map", requirements)


def _keys(jwt: Message, name: str) -> dict[str, Any]:
    found = jwt.fields.get(name)
    return found if isinstance(found, dict) else {}


def _within(message: Message) -> Iterator[Message]:
    for below in message.below:
        yield below
        yield from _within(below)


def _missing(message: Message, field: str, noun: str, table: str, known: dict[str, Any]) -> Iterator[Problem]:
    name = message.fields.get(field, "")
    if isinstance(name, str) and name not in known:
        text = f"{noun} `{name}` is not defined in `{table}`{did_you_mean(name, few(known))}"
        yield RULE.found(text, message.route_of(field) if field in message.keys else message.route)


def page() -> Page:
    from ..examples import http_filter

    bad = http_filter("""\
- name: envoy.filters.http.jwt_authn
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication
    providers:
      accounts:
        issuer: https://accounts.example.com
        audiences: [echo]
        remote_jwks:
          http_uri: {uri: https://accounts.example.com/jwks.json, cluster: default/echo, timeout: 1s}
    rules:
    - match: {prefix: /}
      requires: {provider_name: acounts}  # want: unknown-jwt-provider "did you mean `accounts`?"
""")
    return Page(
        title="An undefined JWT provider or requirement",
        catches=(
            "A `provider_name` in a JWT filter that is not in `providers`, at any depth of its requirements, and a "
            "`requirement_name` that is not in `requirement_map`."
        ),
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("acounts", "accounts")),
        fix="Write the name of a provider of the same filter.",
        log=("Required provider ['q'] is not configured.", "Wrong requirement_name: q. It should be one of []"),
        more=(
            Example(
                "a requirement by name",
                bad=fix_example(
                    bad,
                    (
                        "requires: {provider_name: acounts}\n",
                        'requirement_name: accounts  # want: unknown-jwt-provider "requirement `accounts` is not defined in `requirement_map`"\n',
                    ),
                ),
            ),
            Example(
                "a provider inside `requires_any`",
                bad=fix_example(
                    bad,
                    (
                        "requires: {provider_name: acounts}\n",
                        'requires:\n                  requires_any:\n                    requirements:\n                    - {provider_name: accounts}\n                    - {provider_name: other}  # want: unknown-jwt-provider "provider `other` is not defined in `providers`"\n',
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="unknown-jwt-provider",
    severity="error",
    gate="nacked",
    on=(JWT,),
    check=check,
    page=page,
)
