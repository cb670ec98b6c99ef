"""What is secret is masked in every excerpt, and what follows on a line keeps its column."""

from __future__ import annotations

import json

import pytest

from cmesh_lint.places import Route, Span
from cmesh_lint.redaction import is_secret, masked_text
from cmesh_lint.source.documents import Document, read
from cmesh_lint.source.files import Source

HEAD = "kind: CiliumEnvoyConfig\n"


def document(text: str, path: str = "x.yaml") -> Document:
    (found,) = read(Source(path, text.encode())).documents
    return found


def shown(text: str, line: int = 2) -> str:
    """A line of a document as an excerpt shows it."""
    return document(HEAD + text).excerpt(Span(line, 1, line, 2), before=0)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("private_key: {inline_string: hunter2, bogus: 1}", "private_key: {inline_string: •••••••, bogus: •}"),
        ("privateKey: {inlineString: 'hunter2'}", "privateKey: {inlineString: •••••••••}"),
        ("password: hunter2", "password: •••"),
        ("password: hunter2 # really", "password: ••••••• # really"),
        ("tls_certificates: [{private_key: {filename: /k.pem}}]", "tls_certificates: [{private_key: {filename: /k.pem}}]"),
        ("token_secret: {name: t, sds_config: {path: /t}}", "token_secret: {name: t, sds_config: {path: /t}}"),
        ("text_format_source: {inline_string: '%UPSTREAM%'}", "text_format_source: {inline_string: '%UPSTREAM%'}"),
        ("max_tokens: 5", "max_tokens: 5"),
        ("secret: {}", "secret: {}"),
        ("tls_certificat: {inline_strin: hunter2}", "tls_certificat: {inline_strin: hunter2}"),
        ("x: '-----BEGIN PRIVATE KEY-----' # y", f"x: '{'•' * 27}' # y"),
    ],
)  # fmt: skip
def test_on_one_line(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_over_several_lines() -> None:
    text = "secret:\n  inline_string: |\n    one\n\n    two\n  more: 'a\n    b' # c\n  - end"
    lines = document(HEAD + text.replace("  - end", "last: &a x")).excerpt(Span(9, 1, 9, 2), before=9)
    assert lines == (
        "kind: CiliumEnvoyConfig",
        "secret:",
        "  inline_string: •••",
        "    •••",
        "",
        "    •••",
        "  more: •••",
        "    •• # c",
        "last: &a x",
    )


def test_through_an_alias() -> None:
    assert shown("a: &a hunter2\npassword: *a") == "a: •••"


def test_in_json() -> None:
    text = json.dumps({"kind": "CiliumEnvoyConfig", "secret": {"inlineString": "hunter2"}, "more": 1})
    (line,) = document(text, "x.json").excerpt(Span(1, 1, 1, 2))
    assert line == text.replace('"hunter2"', "•" * 9)


def test_of_text_that_cannot_be_read() -> None:
    lines = ("password: hunter2", "  secret: {inline_bytes: aHVudGVy}", "inline_string: |", "secret: [", "a: b")
    assert masked_text(lines) == ("password: •••", "  secret: •••", "inline_string: |", "secret: [", "a: b")
    (problem,) = read(Source("x.yaml", f"{HEAD}token: hunter2\na: [\n".encode())).problems
    assert problem.place.excerpt == ("token: •••", "a: [", "")


@pytest.mark.parametrize(
    ("route", "secret"),
    [
        (("generic_secret", "secret", "inline_string"), True),
        (("sessionTicketKeys", "keys", 0, "inline_string"), True),
        (("generic_secret", "secret", "filename"), False),
        (("transport_socket", "name"), False),
        ((), False),
    ],
)
def test_routes(route: Route, secret: bool) -> None:
    assert is_secret(route) == secret
