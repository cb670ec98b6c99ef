"""Names and texts of strangers: no report, error or file that is written lets them hide anything or give an order."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmesh_lint.diagrams.graph import Graph, Node
from cmesh_lint.diagrams.mermaid import diagram
from cmesh_lint.finding import Counts, Finding, NotChecked, ObjectRef, Related
from cmesh_lint.krm.committed import Order
from cmesh_lint.krm.committed import text as committed
from cmesh_lint.krm.expand import expand
from cmesh_lint.krm.function import answer
from cmesh_lint.krm.group import STANZAS
from cmesh_lint.krm.reading import Found, read
from cmesh_lint.places import Place, Span
from cmesh_lint.redaction.printable import json_text, printable, printable_lines
from cmesh_lint.report import Ignored, InBaseline, Report, Since
from cmesh_lint.reports import github, github_summary, gitlab, json_v1, junit, sarif, text
from cmesh_lint.source.yaml_writer import dump
from cmesh_lint.versions import NEWEST

from .commands import Ended, ended, within
from .mutations import CONFIG, POLICIES

ORDERS = [
    *(
        "::error::x",
        "  ::set-output name=a::b",
        "\n::error::x",
        "\r::error::x",
        "##[set-output name=a;]b",
        "x ##vso[a]b",
    ),
    *("##[error]x", "\u2028::add-mask::x", "\x85::x", "\u00a0::error::x", "##teamcity[x]", "###[a]"),
    *(
        "\x1b[31mred",
        "\x1b]8;;http://x\x07y",
        "\x9b31m",
        "\x00",
        "\x7f",
        "\udcff",
        "\ud800",
        "\u202eabc",
        "\u2066x",
        "\u200f",
    ),
    *(
        "\u061c",
        "\ufeff",
        "\u200b",
        "\U000e0041",
        "\n# x",
        "\nkind: Secret\n",
        "\n---\nkind: Secret",
        "`",
        "``` \n::error::",
        "|",
    ),
    *(
        "[x](http://a)",
        "![x](http://a)",
        "<img src=x>",
        "</code><script>",
        "@user",
        "#1",
        "org/repo#1",
        "GH-1",
        "www.a.example",
    ),
    *(
        "https://a.example",
        "user@a.example",
        ":smile:",
        "$x$",
        "%0A::error::x",
        "%",
        ",title=x",
        "]]>",
        "&lt;",
        "&#10;::error",
        "{0}",
    ),
]
words = st.lists(st.one_of(st.sampled_from(ORDERS), st.text(max_size=5)), min_size=1, max_size=3).map("".join)
HIDING = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
COMMAND = re.compile(r"(?m)^\s*::|##\w*\[")
EVERY = settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))

places = st.builds(
    Place,
    file=words,
    document=st.just(0),
    route=st.tuples(words),
    span=st.just(Span(1, 1, 1, 4)),
    excerpt=st.lists(words.map(lambda each: each.replace("\n", " ")), max_size=2).map(tuple),
)
findings = st.builds(
    Finding,
    rule=st.sampled_from(["unknown-field", "of-nobody"]),
    severity=st.sampled_from(["error", "warning"]),
    gate=st.sampled_from([None, "nacked"]),
    message=words,
    consequence=words,
    place=places,
    object=st.builds(ObjectRef, words, words, words),
    versions=st.just(("1.20",)),
    related=st.lists(st.builds(Related, places, words), max_size=1).map(tuple),
    url=st.just(""),
)
reports = st.builds(
    Report,
    findings=st.lists(findings, min_size=1, max_size=2).map(tuple),
    not_checked=st.lists(st.builds(NotChecked, words, words), max_size=1).map(tuple),
    counts=st.just(Counts(1, 0, 1, 1, 1)),
    versions=st.just(("1.20",)),
    ignored=st.lists(st.builds(Ignored, findings, words, st.just("comment"), places), max_size=1).map(tuple),
    known=st.none() | st.builds(InBaseline, words, st.just(()), st.lists(words, max_size=1).map(tuple)),
    organisation=st.none(),
    since=st.none()
    | st.builds(Since, words, st.just("0" * 40), st.just(()), st.just(0), st.tuples(words), st.just("")),
)


def harmless(said: str) -> bool:
    return not HIDING.search(said) and not COMMAND.search(said)


@EVERY
@given(words)
def test_text_of_strangers_is_one_line_and_no_order(word: str) -> None:
    assert harmless(printable(word))
    assert "\n" not in printable(word)
    assert harmless(printable_lines(word))
    assert harmless(json_text({"a": word, word: 1}))
    assert json.loads(json_text({"a": word, word: 1})) == {"a": word, word: 1}


def test_text_that_hides_nothing_is_printed_as_it_is() -> None:
    for plain in ("apps/é 名.yaml", "a::b", "use ::1", "# x", "a ## b", "[::]:80", "x  y", "👩\u200d🔧"):
        assert printable(plain) == plain
    assert printable("::error::x") == "<U+003A>:error::x"
    assert printable("a ##vso[b]") == "a <U+0023>#vso[b]"


@pytest.mark.parametrize("module", [text, gitlab, junit, sarif, github_summary, json_v1])
def test_no_report_can_be_abused(module: object) -> None:
    @EVERY
    @given(reports)
    def check(report: Report) -> None:
        said = module.render(report)  # type: ignore[attr-defined]
        assert harmless(said)
        if module is text:
            assert harmless(text.render_everything(report))

    check()


@EVERY
@given(reports)
def test_annotations_of_github_are_the_ones_we_mean(report: Report) -> None:
    said = github.render(report)
    assert not HIDING.search(said)
    for line in said.splitlines():
        command = re.fullmatch(r"::(error|warning|notice) (\w+=[^:,]*(?:,\w+=[^:,]*)*)::(.*)", line)
        assert command is not None
        names = [each.partition("=")[0] for each in command[2].split(",")]
        assert len(set(names)) == len(names)
        assert set(names) <= {"file", "line", "endLine", "col", "endColumn", "title"}
        message = command[3].replace("%0A", "\n").replace("%25", "%")
        assert not re.search(r"##\w*\[", message)


@EVERY
@given(reports)
def test_markdown_has_no_link_picture_mention_or_html_of_a_stranger(report: Report) -> None:
    said = github_summary.render(report)
    # What is ours: the links to the pages of rules, code, line breaks and the foldable diagram.
    said = re.sub(r"\[<code>[\w-]+</code>\]\(<https://[^>]*>\)|</?code>|<br>", "", said)
    assert not re.search(r"[<>@]|\]\(|https?://|www\.|(?<!&)#\d|GH-\d(?!.*)", said.replace("&#", "&"))


@EVERY
@given(st.lists(st.tuples(words, words), min_size=1, max_size=3))
def test_a_diagram_draws_names_and_obeys_none(names: list[tuple[str, str]]) -> None:
    nodes = {Node("cluster", one): two for one, two in names}
    drawn = diagram({}, {ObjectRef("CiliumEnvoyConfig", *names[0]): Graph(nodes, {})})  # type: ignore[arg-type]
    assert harmless(drawn)
    assert not re.search(r"```|click|javascript:|<(?!br/>)", drawn)


@EVERY
@given(words, words)
def test_what_is_made_of_policies_holds_nothing_of_a_path(path: str, name: str) -> None:
    policy = {**POLICIES[0][0], "metadata": {"name": name or "a", "namespace": "default"}}
    stanzas, complaints = read([Found(policy, path)])
    assert not complaints
    (made,) = expand(stanzas, NEWEST).resources
    assert made["metadata"]["annotations"][STANZAS].count("\n") == 0
    # As the name of a file: without NUL, and with halves of surrogate pairs only for bytes that make no character.
    folder = os.fsdecode(path.encode("utf-8", "replace").replace(b"\0", b"\xff")) or "a"
    rendered = committed(Order(folder, f"{folder}/x", NEWEST), [made])
    assert not HIDING.search(rendered)
    (again,) = yaml.safe_load_all(rendered)
    assert again == yaml.safe_load(dump(made))


NAMES = [
    *(
        b"::error::x.yaml",
        b"a\n::error::x.yaml",
        b"##[error]x.yaml",
        b"\x1b[31m.yaml",
        b"\xff\xfe.yaml",
        b"\xe2\x80\xae.yaml",
    ),
    *(b"a\nkind: Secret\n.yaml", b"\xc2\x85::error::.yaml", b" ::error::x.yaml", b"<img src=x>@user.yaml"),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "command",
    [
        ["lint", "--no-config"],
        *(["lint", "--no-config", "--format", form] for form in ("gitlab", "junit", "sarif", "markdown", "json")),
        ["expand"],
        ["expand", "--explain"],
        ["import"],
        ["explain-config"],
        ["upgrade-check", "--from", "1.18", "--to", "1.20"],
    ],
)
def test_a_file_of_any_name_is_only_a_name(name: bytes, command: list[str], tmp_path: Path) -> None:
    whole = f"{CONFIG}---\n{dump(POLICIES[0][0])}"
    for data in (whole, whole.replace("targetRefs", "targets"), "kind: [CiliumEnvoyConfig policy.cmesh-lint.io"):
        with within(str(tmp_path)):
            Path(os.fsdecode(name)).write_text(data)
            for path in (".", os.fsdecode(name)):
                assert_harmless(ended([*command, "--", path]))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "command", ["lint", "verify", "expand", "render", "import", "explain-config", "hook", "schema"]
)
def test_an_error_of_the_command_line_is_no_order(name: bytes, command: str, tmp_path: Path) -> None:
    with within(str(tmp_path)):
        assert_harmless(ended([command, "--", os.fsdecode(name)]))
        assert_harmless(ended([command, f"--{os.fsdecode(name)}"]))


@pytest.mark.parametrize("word", ORDERS)
def test_what_the_function_says_is_no_order(word: str) -> None:
    policy = {**POLICIES[0][0], "metadata": {"name": word, "annotations": {"config.kubernetes.io/path": word}}}
    value = {"apiVersion": "config.kubernetes.io/v1", "kind": "ResourceList"}
    for more in (
        {"items": [{**policy, "spec": {word: 1}}]},
        {"functionConfig": {"apiVersion": word, "kind": word}},
        {"kind": word},
        {"apiVersion": word},
        {"functionConfig": {"kind": "ConfigMap", "data": {"ciliumVersion": word}}},
    ):
        data = dump({**value, **more}).encode("utf-8", "surrogatepass")
        assert harmless(answer(data).errors)


def assert_harmless(done: Ended) -> None:
    assert "internal error" not in done.errors and "please report it" not in done.errors
    assert harmless(done.errors), done.errors
    assert harmless(done.out), done.out
