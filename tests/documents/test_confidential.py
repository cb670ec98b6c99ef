"""What is secret is masked in every excerpt, and what follows on a line keeps its column."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from cmesh_lint.confidential import hidden, is_secret, masked_text
from cmesh_lint.documents import Document, read
from cmesh_lint.files import Source
from cmesh_lint.places import Route, Span

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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("header: {key: authorization, value: Basix hunter2}", "header: {key: authorization, value: •••••••••••••}"),
        ("header: {name: x-auth-token, string_match: {exact: hunter2}}", "header: {name: x-auth-token, string_match: {exact: •••••••}}"),
        ("header: {key: x-shop, value: hunter2}", "header: {key: x-shop, value: hunter2}"),
        ("env: [{name: DB_PASSWORD, value: hunter2}]", "env: [{name: DB_PASSWORD, value: •••••••}]"),
        ("DB_PASSWORD: hunter2", "DB_PASSWORD: •••"),
        ("x-api-key: hunter2", "x-api-key: •••"),
        ("max_tokens: 5", "max_tokens: 5"),
        ("domains: ['me:hunter2@shop.example']", "domains: ['me:•••••••@shop.example']"),
        ("image: shop:v1@sha256:abc", "image: shop:v1@sha256:abc"),
        ("x: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig", "x: " + "•" * 40),
        ("x: Bearer hunter2hunter2", "x: Bearer " + "•" * 14),
    ],
)  # fmt: skip
def test_headers_variables_and_what_looks_like_a_secret(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "lines",
    [
        ("password: |", "  hunter2", "  and more", "a: ["),
        ("password: 'hunter2", "  and more'", "a: ["),
        ("secret:", "  inline_string: hunter2", "  and: more", "a: ["),
        ("headers:", "- header:", "    key: authorization", "    value: hunter2", "a: ["),
        ("env:", "- name: DB_PASSWORD", "  value: hunter2", "a: ["),
        ("  DB_PASSWORD: >-", "    hunter2", "a: ["),
    ],
)
def test_secrets_over_several_lines_of_a_text_that_cannot_be_read(lines: tuple[str, ...]) -> None:
    text = "\n".join(masked_text(lines))
    assert "hunter2" not in text
    assert "more" not in text
    assert text.endswith("a: [")


def test_a_secret_that_began_above_the_lines_shown() -> None:
    above = "".join(f"    hunter2 {number}\n" for number in range(9))
    (problem,) = read(Source("x.yaml", f"{HEAD}password: |\n{above}\n\ta: [\n".encode())).problems
    assert "hunter2" not in "".join(problem.place.excerpt)


@pytest.mark.parametrize(
    "piece", ["a", "a:", "&", "& ", "|", "token: |", "token: &", "a@", "eyJ", "x:y", "{", " ", "-", '"', "Basic "]
)
def test_a_long_line_takes_no_longer_than_it_is_long(piece: str) -> None:
    """Quadratic work on 400,000 characters would take minutes."""
    command = "import sys; from cmesh_lint.confidential import masked_text; masked_text([sys.stdin.read() + ' x'] * 3)"
    text = piece * (400_000 // len(piece))
    subprocess.run([sys.executable, "-c", command], input=text, text=True, check=True, timeout=30)


def test_a_message_names_no_secret_value() -> None:
    value = {"headers": [{"header": {"key": "authorization", "value": "hunter2 %REQ(%"}}]}
    route = ("headers", 0, "header", "value")
    assert hidden("`hunter2 %REQ(%` has no end", value, route) == "`•••` has no end"
    assert hidden("`hunter2 %REQ(%` has no end", {"headers": []}, route) == "`hunter2 %REQ(%` has no end"
