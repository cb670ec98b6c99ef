"""What becomes of a file: documents, problems at their places, and what is said to be unread."""

from __future__ import annotations

import pytest

from cmesh_lint.finding import NotChecked
from cmesh_lint.places import Span
from cmesh_lint.source.documents import Reading, read, too_large
from cmesh_lint.source.files import Source, TooLarge
from cmesh_lint.syntax.errors import MAX_DEPTH

HEAD = "apiVersion: cilium.io/v2\nkind: CiliumEnvoyConfig\nmetadata: {name: x}\n"
VALUE = {"apiVersion": "cilium.io/v2", "kind": "CiliumEnvoyConfig", "metadata": {"name": "x"}}


def reading(data: str | bytes, path: str = "x.yaml") -> Reading:
    return read(Source(path, data.encode() if isinstance(data, str) else data))


def problems(data: str | bytes, path: str = "x.yaml") -> list[tuple[str, str, int, int]]:
    found = reading(data, path).problems
    return [(p.rule, p.message, p.place.span.line, p.place.span.column) for p in found]


def test_a_document_is_its_value() -> None:
    result = reading(HEAD)
    assert [d.value for d in result.documents] == [VALUE]
    assert (result.problems, result.not_checked, result.skipped) == ((), (), 0)


def test_documents_are_counted_whatever_they_hold() -> None:
    text = f"# licence\n---\na: 1\n---\n# nothing\n---  # named\n{HEAD}---\n{HEAD}"
    result = reading(text)
    assert [d.index for d in result.documents] == [1, 2]
    assert result.skipped == 1


def test_a_broken_document_costs_itself_alone() -> None:
    result = reading(f"{HEAD}---\n{HEAD}spec: [\n---\n{HEAD}")
    assert [d.index for d in result.documents] == [0, 2]
    assert [(p.rule, p.place.document) for p in result.problems] == [("yaml-syntax", 1)]
    assert result.documents[1].span(("kind",), "key") == Span(11, 1, 11, 5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: b: c", ("`:` is not allowed here; quote the value or check the indentation", 4, 5)),
        ("spec:\n\ta: 1", ("a tab in the indentation; YAML allows spaces only", 5, 1)),
        ('spec: "a\n\n', ("a quote is not closed", 4, 7)),
        ("spec: @a", ("`@` cannot begin a value without quotes", 4, 7)),
        ("spec: [a\n", ("did not find expected ',' or ']'", 5, 1)),
        ("spec:\n  a: 1\n b: 2", ("expected a key; check the indentation", 6, 2)),
        ("spec: *a", ("an alias without an anchor", 4, 7)),
        ("ä: \x01", ("control character '\\x01'", 4, 4)),
    ],
)
def test_syntax(text: str, expected: tuple[str, int, int]) -> None:
    assert problems(HEAD + text) == [("yaml-syntax", *expected)]
    assert problems((HEAD + text).replace("\n", "\r\n")) == [("yaml-syntax", *expected)]
    shown = reading(f"a: 1\n---\n{HEAD}{text}").problems[0].place
    assert (shown.span.line, shown.document) == (expected[1] + 2, 1)
    assert shown.excerpt[-1] == (HEAD + text).split("\n")[expected[1] - 1]


def test_a_separator_with_anything_but_a_comment() -> None:
    assert problems(f"a: 1\n--- b\n{HEAD}") == [("yaml-syntax", "only a comment is allowed after `---`", 2, 5)]


def test_what_is_no_config_of_ours_is_not_checked() -> None:
    result = reading("a: EnvoyConfig\nb: [\n")
    assert result.problems == ()
    assert result.not_checked == (NotChecked("x.yaml", "cannot be read: expected a value", 0, 3),)


@pytest.mark.parametrize("line", ["  {{- if .Values.a }}", "  a: {{ .Values.a }}", '  {{ include "a" . }}'])
def test_a_template_is_not_checked(line: str) -> None:
    result = reading(f"{HEAD}spec:\n{line}\n---\n{HEAD}")
    reason = "looks like a Helm template; lint the output of `helm template` instead"
    assert result.problems == ()
    assert result.not_checked == (NotChecked("x.yaml", reason, 0, 1),)
    assert [d.index for d in result.documents] == [1]


@pytest.mark.parametrize("line", ["a: [&x 1, &x 2]", "a: {b:}"])
def test_what_kubectl_reads_and_we_do_not_is_not_checked(line: str) -> None:
    result = reading(f"{HEAD}{line}\n")
    assert result.problems == ()
    assert len(result.not_checked) == 1
    assert "kubectl accepts it, but the parser used here does not" in result.not_checked[0].reason


def test_what_follows_the_end_of_a_document() -> None:
    result = reading(f"a: 1\n...\n{HEAD}---\n{HEAD}...\n")
    reason = "kubectl ignores everything after `...`; begin a document with `---`"
    assert result.not_checked == (NotChecked("x.yaml", reason, 1, 2),)
    assert [d.index for d in result.documents] == [2]


def test_duplicate_keys() -> None:
    result = reading(f"{HEAD}spec:\n  yes: 1\n  80: 1\n  'true': 2\n  \"80\": 2\n")
    assert result.documents[0].value["spec"] == {"true": 2, "80": 2}
    message = "duplicate key `{}` in this mapping; the last one wins"
    assert [(p.rule, p.message, p.place.route, p.place.span, p.related[0].place.span) for p in result.problems] == [
        ("duplicate-key", message.format("true"), ("spec", "true"), Span(7, 3, 7, 9), Span(5, 3, 5, 6)),
        ("duplicate-key", message.format("80"), ("spec", "80"), Span(8, 3, 8, 7), Span(6, 3, 6, 5)),
    ]
    # kubectl takes it; so it is not refused, and half of it is lost.
    assert {problem.consequence for problem in result.problems} == {
        "kubectl silently keeps the last one; kustomize and Flux refuse the file"
    }


def test_a_merged_key_may_be_overridden() -> None:
    result = reading(f"{HEAD}a: &a {{x: 1}}\nb:\n  <<: *a\n  x: 2\n")
    assert result.documents[0].value["b"] == {"x": 2}
    assert result.problems == ()


def test_duplicate_keys_elsewhere_are_not_ours() -> None:
    assert reading("kind: ConfigMap\ndata:\n  a: CiliumEnvoyConfig\n  a: 1\n").problems == ()


def test_duplicate_keys_in_json() -> None:
    text = '{"kind": "CiliumEnvoyConfig",\n "a": {"b": 1, "b": 2}}'
    assert problems(text) == [("duplicate-key", "duplicate key `b` in this mapping; the last one wins", 2, 16)]


def test_json_objects_in_a_row() -> None:
    result = reading('{"kind": "CiliumEnvoyConfig"}\n  {"kind": "CiliumEnvoyConfig",\n"a": 1}\n# c\n', "x.json")
    assert [(d.index, d.value) for d in result.documents] == [
        (0, {"kind": "CiliumEnvoyConfig"}),
        (1, {"kind": "CiliumEnvoyConfig", "a": 1}),
    ]
    assert result.documents[1].span(("kind",)) == Span(2, 12, 2, 31)
    assert result.documents[1].span(("a",)) == Span(3, 6, 3, 7)


def test_what_follows_json_may_be_yaml() -> None:
    text = '{"kind": "CiliumEnvoyConfig"}\nkind: CiliumEnvoyConfig\na: b'
    assert [d.span(("kind",)).line for d in reading(text).documents] == [1, 2]
    expected = "`:` is not allowed here; quote the value or check the indentation"
    assert problems(text + ": c") == [("yaml-syntax", expected, 3, 5)]


def test_what_begins_like_json_may_be_yaml() -> None:
    assert reading("{kind: CiliumEnvoyConfig, a: NaN}").documents[0].value == {"kind": "CiliumEnvoyConfig", "a": "NaN"}


def test_broken_json_is_told_as_json() -> None:
    text = '{"kind": "CiliumEnvoyConfig",\n "a": 1,, }'
    expected = "not valid JSON: expecting property name enclosed in double quotes"
    assert problems(text, "x.json") == [("yaml-syntax", expected, 2, 9)]


def test_numbers_of_json() -> None:
    text = '{"kind": "CiliumEnvoyConfig", "a": [1.0, 1e3, -0, 1e-2, 18446744073709551616, 9223372036854775807]}'
    value = reading(text, "x.json").documents[0].value["a"]
    assert [(type(n), n) for n in value] == [
        (int, 1),
        (int, 1000),
        (int, 0),
        (float, 0.01),
        (float, 18446744073709551616.0),
        (int, 9223372036854775807),
    ]


def test_a_number_beyond_a_float() -> None:
    text = '{"kind": "CiliumEnvoyConfig",\n "a": 1e400}'
    assert problems(text) == [("yaml-unsupported", "the number `1e400` does not fit 64 bits", 2, 7)]


def test_strings_of_json() -> None:
    text = '{"kind": "CiliumEnvoyConfig",\t"\\ud83d\\ude00\\/\\u00e4": "\\ud800",\t"b": 1}'
    document = reading(text, "x.json").documents[0]
    assert document.value == {"kind": "CiliumEnvoyConfig", "😀/ä": "\ufffd", "b": 1}
    assert document.span(("😀/ä",)) == Span(1, 55, 1, 63)


def test_utf16_with_a_mark_is_read() -> None:
    for codec, mark in (("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")):
        result = reading(mark + f"{HEAD}---\n{HEAD}".encode(codec))
        assert [d.value for d in result.documents] == [VALUE, VALUE]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (HEAD.encode() + b"spec: \xe4\xf6\n", ("the byte 0xe4 is not valid UTF-8", 4, 7)),
        (HEAD.encode("utf-16-le"), ("UTF-16 without a byte order mark", 1, 1)),
        (HEAD.encode("utf-16-be"), ("UTF-16 without a byte order mark", 1, 1)),
        (b"\xff\xfe" + HEAD.encode("utf-16-le"), ("UTF-16, which kubectl cannot read", 1, 1)),
        (b"\xfe\xff" + HEAD.encode("utf-16-be").removesuffix(b"\0\n"), ("UTF-16, which kubectl cannot read", 1, 1)),
    ],
)
def test_bytes_that_are_no_text(data: bytes, expected: tuple[str, int, int]) -> None:
    assert problems(data) == [("not-utf8", *expected)]


def test_half_a_character_of_utf16_is_told() -> None:
    assert problems(b"\xff\xfe" + HEAD.encode("utf-16-le") + b"a")[-1] == ("not-utf8", "half a UTF-16 character", 4, 1)


def test_utf16_that_kubectl_reads_has_no_problem() -> None:
    assert problems(b"\xfe\xff" + HEAD.encode("utf-16-be")) == []


@pytest.mark.parametrize(
    ("text", "at"),
    [
        (f"%YAML 1.1\n---\n{HEAD}", (1, 1)),
        (f"# c\n\n%TAG ! tag:a,2000:\n---\n{HEAD}", (3, 1)),
        (f"{HEAD}---\n%YAML 1.2\n---\n{HEAD}", (5, 1)),
        (f"--- {{}}\n---\n{HEAD}", (1, 5)),
        (f"{HEAD}--- {{}}\n", (4, 5)),
    ],
)
def test_kubectl_stops_at_directives_and_at_what_follows_a_separator(text: str, at: tuple[int, int]) -> None:
    ((rule, _, *place),) = problems(text.encode())
    assert (rule, tuple(place)) == ("yaml-syntax", at)


def test_a_template_is_not_blamed_for_its_separators() -> None:
    assert problems(f"--- {{{{ .Values }}}}\n---\n{HEAD}".encode()) == []


def test_a_bad_byte_costs_its_document_alone() -> None:
    result = reading(HEAD.encode() + b"---\na: \xff\n---\n" + HEAD.encode() + b"a: \xff\n")
    assert [d.index for d in result.documents] == [0]
    assert [(p.rule, p.place.document, p.place.excerpt[-1]) for p in result.problems] == [("not-utf8", 2, "a: \ufffd")]


def test_a_byte_order_mark_has_no_column() -> None:
    document = reading("\ufeff" + HEAD).documents[0]
    assert document.value == VALUE
    assert document.span(("apiVersion",), "key") == Span(1, 1, 1, 11)
    assert document.span(("kind",), "key") == Span(2, 1, 2, 5)


def test_nesting_up_to_the_limit() -> None:
    for text in (f"{HEAD}a: %s\n", '{"kind": "CiliumEnvoyConfig", "a": %s}'):
        at_most, beyond = (text % ("[" * n + "]" * n) for n in (MAX_DEPTH - 1, MAX_DEPTH))
        assert len(reading(at_most).documents) == 1
        assert [rule for rule, *_ in problems(beyond)] == ["yaml-too-deep"]


def test_aliases_nest_as_well() -> None:
    text = HEAD + "a0: &a0 [x]\n" + "".join(f"a{i + 1}: &a{i + 1} [*a{i}]\n" for i in range(MAX_DEPTH))
    assert [rule for rule, *_ in problems(text)] == ["yaml-too-deep"]


def test_an_alias_is_the_same_object() -> None:
    value = reading(f"{HEAD}a: &a [1]\nb: *a\n").documents[0].value
    assert value["a"] is value["b"]


def test_a_file_too_large() -> None:
    problem = too_large(TooLarge("x.yaml"))
    assert (problem.rule, problem.place.file, problem.place.span) == ("file-too-large", "x.yaml", Span(1, 1, 1, 1))
