"""Which findings an ignore reaches, what is said of ignores that are wrong, and that nothing is lost on the way."""

from __future__ import annotations

import json

import pytest

from cmesh_lint.config.settings import Settings
from cmesh_lint.pipeline import of_sources
from cmesh_lint.report import Report
from cmesh_lint.rule import fix_example
from cmesh_lint.rules.echo import ECHO
from cmesh_lint.source.files import Source
from cmesh_lint.versions import Version

SLASH = "path-without-slash"
TWO = fix_example(
    ECHO,
    (
        "      - match:\n          prefix: /\n        route:\n          cluster: default/echo\n          timeout: 5s\n",
        "      - match:\n          prefix: one\n        route:\n          cluster: default/echo\n          timeout: 5s\n"
        "      - match:\n          prefix: two\n        route:\n          cluster: default/echo\n          timeout: 5s\n",
    ),
)
"""Two routes with something to ignore."""
ANNOTATIONS = '    cec.cilium.io/use-original-source-address: "false"\n'


def judged(*files: str | bytes, name: str = "cec.yaml", **settings: object) -> Report:
    sources = [
        Source(name if number == 0 else f"{number}.yaml", text if isinstance(text, bytes) else text.encode())
        for number, text in enumerate(files)
    ]
    return of_sources(sources, Settings(paths=(), **settings))  # type: ignore[arg-type]


def ignored(report: Report) -> list[tuple[str, str]]:
    """The line of each finding that is ignored, bare, and the reason."""
    return [(each.finding.place.excerpt[-1].partition("#")[0].strip(), each.reason) for each in report.ignored]


def told(report: Report) -> list[tuple[str, int]]:
    """The rule and the line of each finding that counts."""
    return [(each.rule, each.place.span.line) for each in report.findings]


def line(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


COMMENT = f"# cmesh-lint: ignore[{SLASH}] why"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param([("one\n", f"one  {COMMENT}\n")], ["prefix: one"], id="at the end of the line"),
        pytest.param(
            [("          prefix: one\n", f"          {COMMENT}\n          prefix: one\n")],
            ["prefix: one"],
            id="above it",
        ),
        pytest.param(
            [("          prefix: one\n", f"{COMMENT}\n\n          # more\n          prefix: one\n")],
            ["prefix: one"],
            id="above it, further comments between",
        ),
        pytest.param(
            [("      - match:\n          prefix: one\n", f"      {COMMENT}\n      - match:\n          prefix: one\n")],
            ["prefix: one"],
            id="above the item",
        ),
        pytest.param(
            [("      routes:\n", f"      {COMMENT}\n      routes:\n")],
            ["prefix: one", "prefix: two"],
            id="above the list",
        ),
        pytest.param(
            [("        route:\n", f"        {COMMENT}\n        route:\n")], [], id="above another key of the item"
        ),
        pytest.param(
            [("      - match:\n          prefix: one\n", f"      - match:  {COMMENT}\n          prefix: one\n")],
            [],
            id="at the end of another line",
        ),
        pytest.param([("spec:\n", f"{COMMENT}\nspec:\n")], ["prefix: one", "prefix: two"], id="above the spec"),
        pytest.param([("apiVersion", f"{COMMENT}\napiVersion")], [], id="above the first key"),
        pytest.param([("    timeout: 5s\n  - ", f"    timeout: 5s\n{COMMENT}\n  - ")], [], id="below it"),
    ],
)
def test_what_a_comment_reaches(changes, expected):
    text = fix_example(TWO, *changes)
    report = judged(text)
    assert ignored(report) == [(each, "why") for each in expected]
    rest = [each for each in ("prefix: one", "prefix: two") if each not in expected]
    assert [each for each in told(report) if each[0] == SLASH] == [(SLASH, line(text, each)) for each in rest]
    assert ("unused-ignore" in dict(told(report))) is (not expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"# cmesh-lint: ignore-document[{SLASH}] why\n{TWO}---\n{TWO}", 2, id="in the document"),
        pytest.param(f"--- # cmesh-lint: ignore-document[{SLASH}] why\n{TWO}---\n{TWO}", 2, id="behind its separator"),
        pytest.param(f"# cmesh-lint: ignore-document[{SLASH}] why\n---\n{TWO}---\n{TWO}", 2, id="above its separator"),
        pytest.param(f"{TWO}---\n{TWO}# cmesh-lint: ignore-document[{SLASH}] why\n", 2, id="at its end"),
        pytest.param(f"{TWO}---\n{TWO}# cmesh-lint: ignore-file[{SLASH}] why\n", 4, id="in the file"),
        pytest.param(f"# cmesh-lint: ignore-file[{SLASH}] why\n---\n{TWO}---\n{TWO}", 4, id="at the top of the file"),
        pytest.param(f"{TWO}---\n{TWO}---\n# cmesh-lint: ignore-file[{SLASH}] why\n", 4, id="behind all documents"),
        pytest.param(f"{COMMENT}\n---\n{TWO}", 0, id="an entry of the next document"),
    ],
)
def test_documents_and_files(text, expected):
    report = judged(text)
    assert len(ignored(report)) == expected
    assert sum(rule == SLASH for rule, _ in told(report)) == text.count("prefix: one") * 2 - expected


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_line_ends_and_encodings(end, encoding):
    text = fix_example(TWO, ("one\n", f"one\t{COMMENT}, grüße\n")).replace("\n", end)
    assert ignored(judged(text.encode(encoding))) == [("prefix: one", "why, grüße")]


def test_a_hash_in_a_string_is_no_comment():
    text = fix_example(TWO, ("    name: echo\n    virtual", f'    name: "echo {COMMENT}"\n    virtual'))
    assert ignored(judged(text)) == []
    block = fix_example(TWO, (ANNOTATIONS, f"{ANNOTATIONS}    note: |\n      # cmesh-lint: ignore-file[{SLASH}] why\n"))
    report = judged(block)
    assert ignored(report) == []
    assert sum(rule == SLASH for rule, _ in told(report)) == 2


def test_a_broken_document_costs_no_ignore_of_others():
    broken = "kind: CiliumEnvoyConfig\na: b: c\n"
    text = f"{broken}---\n{fix_example(TWO, ('one', f'one  {COMMENT}'))}"
    report = judged(text)
    assert ignored(report) == [("prefix: one", "why")]
    syntax = f"# cmesh-lint: ignore-document[yaml-syntax] a template\n{text}"
    assert [(each.finding.rule, each.reason) for each in judged(syntax).ignored] == [
        ("yaml-syntax", "a template"),
        (SLASH, "why"),
    ]
    own = f"kind: CiliumEnvoyConfig\n# cmesh-lint: ignore[yaml-syntax] a template\na: b: c\n---\n{TWO}"
    assert [each.reason for each in judged(own).ignored] == ["a template"]


def annotated(*pairs: tuple[str, str]) -> str:
    lines = "".join(f"    ignore.cmesh-lint.io/{rule}: {json.dumps(reason)}\n" for rule, reason in pairs)
    return fix_example(TWO, (ANNOTATIONS, ANNOTATIONS + lines))


def test_an_annotation_reaches_its_object_only():
    text = annotated((SLASH, "why")) + "---\n" + TWO.replace("name: echo", "name: other", 1)
    report = judged(text)
    assert ignored(report) == [("prefix: one", "why"), ("prefix: two", "why")]
    assert {each.by for each in report.ignored} == {"annotation"}
    assert {each.place.span.line for each in report.ignored if each.place} == {line(text, "ignore.cmesh")}
    assert sum(rule == SLASH for rule, _ in told(report)) == 2


def test_an_annotation_in_json_and_in_a_list():
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe")
    one, two = yaml.load(annotated((SLASH, "why"))), yaml.load(TWO)
    two["metadata"]["name"] = "other"
    data = json.dumps({"apiVersion": "v1", "kind": "List", "items": [two, one]}).encode()
    report = judged(data, name="cec.json")
    assert [(each.finding.object.name, each.reason) for each in report.ignored] == [("echo", "why"), ("echo", "why")]
    assert sum(rule == SLASH for rule, _ in told(report)) == 2


@pytest.mark.parametrize(
    ("comment", "rule", "message"),
    [
        (f"ignore[{SLASH}]", "ignore-without-reason", f"`{SLASH}` is ignored without a reason"),
        (
            f"ignore[{SLASH}, path-without-slashes] why",
            "ignore-unknown-rule",
            f"the rule `path-without-slashes` does not exist; did you mean `{SLASH}`?",
        ),
        (
            f"ignore[{SLASH}, weight-zero] why",
            "unused-ignore",
            "`weight-zero` finds nothing here to ignore for Cilium 1.20",
        ),
        (
            f"ignore[{SLASH}, unused-ignore] why",
            "unused-ignore",
            "`unused-ignore` cannot be ignored by a comment or annotation; turn it off in the configuration",
        ),
    ],
)
def test_what_is_wrong_with_an_ignore_is_a_finding_at_its_place(comment, rule, message):
    text = fix_example(TWO, ("one\n", f"one  # cmesh-lint: {comment}\n"))
    report = judged(text)
    (found,) = [each for each in report.findings if each.rule == rule]
    assert (found.message, found.severity, str(found.object)) == (message, "warning", "CiliumEnvoyConfig/default/echo")
    span = found.place.span
    assert text.splitlines()[span.line - 1][span.column - 1 : span.end_column - 1] == f"# cmesh-lint: {comment}"
    # The rules that it names rightly are ignored all the same.
    assert len(report.ignored) == 1


def test_an_ignore_that_is_not_understood_ignores_nothing():
    report = judged(fix_example(TWO, ("one\n", f"one  # cmesh-lint: ignore {SLASH}\n")))
    assert [rule for rule, _ in told(report) if rule in (SLASH, "malformed-ignore")] == [
        SLASH,
        "malformed-ignore",
        SLASH,
    ]
    assert report.ignored == ()


@pytest.mark.parametrize(
    ("rule", "settings"),
    [
        pytest.param(
            "ipv4-compat", {"cilium_versions": (Version.parse("1.14"),), "other_versions": True}, id="other versions"
        ),
        pytest.param("unknown-service", {}, id="about several files"),
        pytest.param("envoy-rejects", {}, id="only Envoy knows"),
        pytest.param("annotation-too-new", {"cilium_versions": (Version.parse("1.20"),)}, id="not for this version"),
    ],
)
def test_silence_is_no_proof_where_a_rule_was_not_asked(rule, settings):
    from cmesh_lint.rules import catalogue

    card = catalogue.find(rule)
    assert card is not None
    if rule == "annotation-too-new":
        assert card.until is not None and card.until != "1.20"
    text = fix_example(
        ECHO, ("    connect_timeout: 5s\n", f"    connect_timeout: 5s  # cmesh-lint: ignore[{rule}] why\n")
    )
    assert "unused-ignore" not in dict(told(judged(text, **settings)))


def test_with_all_files_at_hand_silence_says_more():
    text = fix_example(
        ECHO, ("    connect_timeout: 5s\n", "    connect_timeout: 5s  # cmesh-lint: ignore[address-in-use] why\n")
    )
    assert "unused-ignore" not in dict(told(judged(text)))
    assert "unused-ignore" in dict(told(judged(text, complete=True)))


def test_silence_is_no_proof_where_something_hides_the_rest():
    unused = "    connect_timeout: 5s  # cmesh-lint: ignore[weight-zero] why\n"
    text = fix_example(ECHO, ("    connect_timeout: 5s\n", unused))
    assert "unused-ignore" in dict(told(judged(text)))
    undecoded = fix_example(text, ("    type: EDS\n", "    tpye: EDS\n"))
    assert "unused-ignore" not in dict(told(judged(undecoded)))
    unread = f"{text}---\nkind: CiliumEnvoyConfig\nname: {{{{ .Values.name }}}}: x\n"
    report = judged(unread)
    assert len(report.not_checked) == 1
    assert "unused-ignore" not in dict(told(report))


def test_what_was_not_checked_cannot_be_ignored():
    text = "# cmesh-lint: ignore-file[yaml-syntax] a chart\nkind: CiliumEnvoyConfig\nname: {{ .Values.name }}: x\n"
    assert len(judged(text).not_checked) == 1


def test_findings_between_files_are_ignored_where_they_are_told():
    other = ECHO.replace("name: echo\n  namespace", "name: other\n  namespace", 1)
    before = [each for each in judged(ECHO, other).findings if each.rule == "service-redirected-twice"]
    assert before
    note = "# cmesh-lint: ignore-file[service-redirected-twice] moved step by step\n"
    report = judged(note + ECHO, note + other)
    assert len(report.ignored) == len(before)
    assert not [each for each in report.findings if each.rule in ("service-redirected-twice", "unused-ignore")]


def test_an_ignore_of_another_file_counts_for_nothing():
    other = TWO.replace("name: echo\n  namespace", "name: other\n  namespace", 1)
    report = judged(TWO, f"# cmesh-lint: ignore-file[{SLASH}] why\n{other}")
    assert {each.finding.place.file for each in report.ignored} == {"1.yaml"}
    assert {each.place.file for each in report.findings if each.rule == SLASH} == {"cec.yaml"}


def test_the_nearest_of_several_ignores_gives_the_reason_and_all_are_used():
    text = fix_example(TWO, ("one\n", f"one  {COMMENT} here\n"))
    report = judged(f"# cmesh-lint: ignore-file[{SLASH}] everywhere\n{text}")
    assert [each.reason for each in report.ignored] == ["why here", "everywhere"]
    assert "unused-ignore" not in dict(told(report))


def test_a_secret_beside_a_comment_stays_masked():
    text = fix_example(
        ECHO,
        (
            "    connect_timeout: 5s\n",
            "    connect_timeout: 5s\n    transport_socket:\n      name: envoy.transport_sockets.tls\n"
            "      typed_config:\n"
            '        "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext\n'
            "        common_tls_context:\n          tls_certificates:\n"
            "          - private_key: {inline_string: hunter2}  # cmesh-lint: ignore[weight-zero]\n",
        ),
    )
    report = judged(text)
    places = [each.place for each in report.findings if each.rule == "ignore-without-reason"]
    assert len(places) == 1
    assert not any("hunter2" in shown for each in report.findings for shown in each.place.excerpt)
