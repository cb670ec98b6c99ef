"""Invalid inline JSON Web Key Set."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ..data_sources import inline
from . import _jwk

PROVIDER = "envoy.extensions.filters.http.jwt_authn.v3.JwtProvider"


def check(provider: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames an inline key set that is no JSON with `keys`."""
    source = provider.child("local_jwks")
    text = inline(source)
    if source is None or not text or "${" in text or "{{" in text:
        return
    if fault := _fault(text):
        yield RULE.found(f'{fault}; write a JSON Web Key Set such as `{{"keys": […]}}`', source.route)


def _fault(text: str) -> str:
    """What keeps Envoy from reading the text; empty for nothing."""
    try:
        read = json.loads(text)
    except ValueError:
        return "the key set is not valid JSON"
    keys = read.get("keys") if isinstance(read, dict) else None
    if not isinstance(keys, list):
        return "the key set has no `keys` list"
    found = [key for key in keys if isinstance(key, dict) and isinstance(key.get("kty"), str)]
    if not found:
        return "the key set has no key with a `kty`"
    faults = [_jwk.fault(key) for key in found]
    # Envoy passes over keys that it cannot read, as long as it can read one.
    return f"Envoy cannot read the key: {faults[0]}" if all(faults) else ""


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
        local_jwks:
          inline_string: https://accounts.example.com/jwks.json  # want: local-jwks "the key set is not valid JSON"
    rules:
    - match: {prefix: /}
      requires: {provider_name: accounts}
""")
    return Page(
        title="Invalid inline JSON Web Key Set",
        catches="An inline `local_jwks` that is not JSON, or has no `keys` or no key in it.",
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(
            bad,
            ("https://accounts.example.com/jwks.json", '\'{"keys": [{"kty": "oct", "alg": "HS256", "k": "ZWNobw"}]}\''),
        ),
        fix="Write the key set as JSON, or use `remote_jwks`.",
        log=("Provider 'p' in jwt_authn config has invalid local jwks: …",),
        more=(
            Example(
                "a single key",
                bad=bad.replace(
                    "inline_string: https://accounts.example.com/jwks.json",
                    'inline_string: \'{"kty": "oct", "k": "ZWNobw"}\'',
                ).replace("is not valid JSON", "has no `keys` list"),
            ),
            Example(
                "no key",
                bad=bad.replace("https://accounts.example.com/jwks.json  # want", "'{\"keys\": []}'  # want").replace(
                    "is not valid JSON", "has no key with a `kty`"
                ),
            ),
        ),
    )


RULE = Rule(
    id="local-jwks",
    severity="error",
    gate="nacked",
    on=(PROVIDER,),
    check=check,
    page=page,
)
