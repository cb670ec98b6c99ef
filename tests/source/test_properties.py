"""What holds for any input."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cmesh_lint.places import Route, Span
from cmesh_lint.source.documents import Document, read
from cmesh_lint.source.files import Source

a_few = settings(max_examples=60, deadline=None)  # no timed tests
MARKED = {"kind": "CiliumEnvoyConfig"}
LINES = [
    b"kind: CiliumEnvoyConfig", b"---", b"--- x", b"...", b"{", b"}", b"[", b"]", b"a: &a", b"- *a", b"<<: *a", b"\xff",
    b"\xff\xfe", b"\x00", b"\xef\xbb\xbf", b"\r", b"\t", b"'", b'"', b"|", b"  b: 1", b"b: 2", b"? x", b": y", b"{{ x }}",
    b"!!int x", b"80:", b"~:", b".nan", b"a: 1e400", b'{"kind": "CiliumEnvoyConfig"}', b"\xed\xa0\x80", b"#", b"%YAML 1.2",
]  # fmt: skip
any_bytes = st.one_of(
    st.binary(),
    st.lists(st.one_of(st.sampled_from(LINES), st.binary(max_size=4)), max_size=20).map(b"\n".join),
)
# YAML 1.1 folds its other line breaks as well; PyYAML does not write them so that they survive.
texts = st.text(st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029"), max_size=8)
# Whole floats beyond 2**53 arrive as the integer that Go writes for them: another number, see the golden table.
numbers = st.one_of(
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False).filter(lambda n: not n.is_integer() or abs(n) < 2**53),
)
scalars = st.one_of(st.none(), st.booleans(), numbers, texts)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=12,
)


def documents(data: str) -> tuple[Document, ...]:
    result = read(Source("x.yaml", data.encode()))
    assert (result.problems, result.not_checked) == ((), ())
    return result.documents


def routes(value: Any, route: Route = ()) -> list[tuple[Route, Any]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(route, value), *(found for step, item in items for found in routes(item, (*route, step)))]


def cut(text: str, span: Span) -> str:
    lines = text.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


class Dumper(yaml.SafeDumper):
    """As PyYAML writes it, but for what PyYAML takes for a string and kubectl does not, as `y` or `1e3`."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def represent_text(self, data: str) -> yaml.ScalarNode:
        quoted = data[:1] in set("yYnNtTfFoO~.+-0123456789")
        return self.represent_scalar("tag:yaml.org,2002:str", data, "'" if quoted else None)


Dumper.add_representer(str, Dumper.represent_text)


def plain_yaml(value: Any, flow: bool) -> str:
    return yaml.dump(value, Dumper=Dumper, allow_unicode=True, width=10**6, default_flow_style=flow, sort_keys=False)


def from_yaml(text: str) -> Any:
    return documents(f"- EnvoyConfig\n- {text}")[0].value[1]


def check(text: str, value: Any, reread: Callable[[str], Any]) -> None:
    (document,) = documents(text)
    assert document.value == value
    for route, item in routes(value):
        shown = cut(text, document.span(route))
        if isinstance(item, (dict, list)) or item is None:
            continue
        again = reread(shown)
        assert again == item
        assert isinstance(again, bool) == isinstance(item, bool)


@a_few
@given(any_bytes)
def test_any_bytes_are_read(data: bytes) -> None:
    result = read(Source("x.yaml", b"kind: CiliumEnvoyConfig\n" + data))
    for document in result.documents:
        for route, _ in routes(document.value)[:20]:
            document.excerpt(document.span(route))
            document.span((*route, "absent"), "key")
    for problem in result.problems:
        assert problem.place.excerpt
        "".join((problem.message, *problem.place.excerpt)).encode()


@a_few
@given(any_bytes)
def test_any_bytes_alone_are_read(data: bytes) -> None:
    read(Source("x.json", data))


@a_few
@given(values, st.booleans())
def test_yaml_reads_back(value: Any, flow: bool) -> None:
    whole = {**MARKED, "v": value}
    check(plain_yaml(whole, flow), whole, from_yaml)


@a_few
@given(values, st.sampled_from([None, 2, "\t"]), st.booleans())
def test_json_reads_back(value: Any, indent: Any, ascii_only: bool) -> None:
    whole = {**MARKED, "v": value}
    check(json.dumps(whole, indent=indent, ensure_ascii=ascii_only), whole, json.loads)


@a_few
@given(
    any_bytes.filter(
        lambda data: b"\n---" not in data and not data.startswith((b"---", b"\xff\xfe", b"\xfe\xff", b"{"))
    )
)
def test_neighbours_are_unharmed(data: bytes) -> None:
    good = b"kind: CiliumEnvoyConfig\nspec: {a: 1}\n"
    result = read(Source("x.yaml", b"---\n".join((good, data + b"\n", good))))
    first, *_, last = result.documents
    assert first.value == last.value == {**MARKED, "spec": {"a": 1}}
    assert first.span(("spec", "a")) == Span(2, 11, 2, 12)
    line = data.count(b"\n") + 7
    assert last.span(("spec", "a")) == Span(line, 11, line, 12)
