"""Invalid basic authentication users."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ..data_sources import inline

_TYPES = (
    "envoy.extensions.filters.http.basic_auth.v3.BasicAuth",
    "envoy.extensions.filters.http.basic_auth.v3.BasicAuthPerRoute",
)
_SHA = "{SHA}"
_LENGTH = 28
"""Characters of a SHA-1 in base64."""


def check(basic: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the users; neither names nor hashes are shown."""
    source = basic.child("users")
    text = inline(source)
    if source is None or text is None or "${" in text or "{{" in text:
        return
    if not text and basic.type == _TYPES[1]:
        return  # an override may have no users: it lets nobody in
    for fault in _faults(text):
        yield RULE.found(fault, source.route)


def _faults(text: str) -> Iterator[str]:
    if not text:
        yield "no users; add lines `USER:{SHA}HASH`"
    seen: set[str] = set()
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        user, colon, password = line.partition(":")
        if not colon or not user or not password:
            yield f"line {number} of the users: expected `USER:{_SHA}HASH`"
        elif user in seen:
            yield f"line {number} of the users: duplicate user"
        elif not password.startswith(_SHA):
            yield f"line {number} of the users: only hashes that begin with `{_SHA}` are supported (`htpasswd -s`)"
        elif len(password) != len(_SHA) + _LENGTH:
            found = len(password) - len(_SHA)
            yield f"line {number} of the users: a hash must have {_LENGTH} characters, found {found}"
        seen.add(user)


def page() -> Page:
    from ..examples import http_filter

    bad = http_filter("""\
- name: envoy.filters.http.basic_auth
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.basic_auth.v3.BasicAuth
    users:
      inline_string: "anna:$apr1$W5b1"  # want: htpasswd "only hashes that begin with `{SHA}` are supported"
""")
    return Page(
        title="Invalid basic authentication users",
        catches=(
            "Inline `users` of basic authentication with lines that are not `USER:{SHA}HASH`, with hashes of another "
            "type or length, or with a duplicate user."
        ),
        why="Envoy accepts only SHA-1 hashes in the format of `htpasswd -s`, and rejects the resource.",
        bad=bad,
        good=fix_example(bad, ("$apr1$W5b1", "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=")),
        fix="Create the lines with `htpasswd -s`, or read them from a file.",
        log=(
            "basic auth: unsupported htpasswd format: please use {SHA}",
            "basic auth: duplicate users",
            "basic auth: invalid htpasswd format, invalid SHA hash length",
        ),
        more=(
            Example(
                "a line without a colon",
                bad=http_filter("""\
- name: envoy.filters.http.basic_auth
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.basic_auth.v3.BasicAuth
    users:
      inline_string: "anna"  # want: htpasswd "line 1 of the users: expected `USER:{SHA}HASH`"
"""),
            ),
            Example(
                "a short hash",
                bad=http_filter("""\
- name: envoy.filters.http.basic_auth
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.basic_auth.v3.BasicAuth
    users:
      inline_string: "anna:{SHA}W6ph5"  # want: htpasswd "must have 28 characters, found 5"
"""),
            ),
            Example(
                "a duplicate user",
                bad=http_filter("""\
- name: envoy.filters.http.basic_auth
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.basic_auth.v3.BasicAuth
    users:
      inline_string: "anna:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=\\nanna:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g="  # want: htpasswd "line 2 of the users: duplicate user"
"""),
            ),
        ),
    )


RULE = Rule(
    id="htpasswd",
    severity="error",
    gate="nacked",
    on=_TYPES,
    check=check,
    page=page,
)
