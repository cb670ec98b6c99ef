"""What must hold wherever ignores stand: nothing is lost, nothing is invented, and no text is too odd."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cmesh_lint.config.settings import Settings
from cmesh_lint.filters.ignores.collect import ignores
from cmesh_lint.finding import Finding
from cmesh_lint.pipeline import of_sources
from cmesh_lint.report import Report
from cmesh_lint.rules import catalogue
from cmesh_lint.rules.page import without_wants
from cmesh_lint.source.files import Source

SAYS = {"malformed-ignore", "ignore-without-reason", "ignore-unknown-rule", "unused-ignore"}
NAMES = ("path-without-slash", "weight-zero", "duplicate-domain", "unknown-field", "invalid-duration", "missing-oneof")
TEXTS = [without_wants(catalogue.find(name).page().bad) for name in NAMES]

comments = st.builds(
    "# cmesh-lint: {}[{}]{}".format,
    st.sampled_from(["ignore", "ignore-document", "ignore-file", "ignroe"]),
    st.sampled_from([*NAMES, "no-such-rule", ", ".join(NAMES)]),
    st.sampled_from(["", " why"]),
)
places = st.lists(st.tuples(st.integers(0, 60), st.booleans(), comments), max_size=6)


def judged(text: str, asked: bool) -> Report:
    return of_sources([Source("cec.yaml", text.encode())], Settings(paths=(), ignores=asked))


def commented(text: str, where: list[tuple[int, bool, str]]) -> str:
    """The text with comments at the ends of lines, and on lines of their own above them."""
    lines = text.splitlines()
    for number, alone, comment in where:
        at = number % len(lines)
        lines[at] = f"{comment}\n{lines[at]}" if alone else f"{lines[at]}  {comment}"
    return "\n".join(lines) + "\n"


def unplaced(findings: tuple[Finding, ...]) -> list[tuple[str, str, object]]:
    return sorted((each.rule, each.message, str(each.place.route)) for each in findings)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(TEXTS), places)
def test_comments_change_no_verdict_and_nothing_is_lost(text, where):
    plain, with_comments = judged(text, False), commented(text, where)
    loud = judged(with_comments, False)
    assert unplaced(loud.findings) == unplaced(plain.findings)
    assert (loud.ignored, loud.not_checked) == ((), plain.not_checked)
    sifted = judged(with_comments, True)
    kept = [each for each in sifted.findings if each.rule not in SAYS]
    assert sorted([*kept, *(each.finding for each in sifted.ignored)]) == sorted(loud.findings)
    assert sifted.not_checked == loud.not_checked
    assert all(each.reason in ("", "why") and each.place for each in sifted.ignored)


pieces = st.sampled_from(
    ["# cmesh-lint: ignore[a] b", "#", "---", "...", "a:", "- ", "'", '"', "|", "{", "}", "[", "]", "&a", "*a", "\n", "\r\n", "\t", " ", "é", "😀", "\x00", "\x85", "\u2028", "%YAML 1.1", "kind: CiliumEnvoyConfig", "ignore.cmesh-lint.io/a: b", "metadata: {annotations: {ignore.cmesh-lint.io/a: 1}}"]
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.lists(pieces, max_size=25).map("".join), st.sampled_from(["utf-8", "utf-16", "latin-1"]))
def test_any_text_is_read(text, encoding):
    for each in ignores(Source("x.yaml", text.encode(encoding, "replace"))):
        assert each.place.file == "x.yaml"
        assert each.rules or each.fault


@given(st.binary(max_size=60))
def test_any_bytes_are_read(data):
    ignores(Source("x.yaml", b"# cmesh-lint: ignore[a] b\n" + data))
