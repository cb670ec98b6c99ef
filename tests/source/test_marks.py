"""Which files may hold Envoy configuration or stanzas, however their kind is written."""

from __future__ import annotations

import base64
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmesh_lint.repository.kubernetes import WantedObjects, read_cilium
from cmesh_lint.repository.kubernetes import read as neighbours_of
from cmesh_lint.source.documents import read
from cmesh_lint.source.files import Source, holds_envoy_config, neighbour
from cmesh_lint.source.manifests import Manifest, manifests
from cmesh_lint.source.prefilter import IN_GIT, POLICIES, resolve_escapes
from cmesh_lint.source.resources import is_envoy_config

a_few = settings(max_examples=300, deadline=None)
KINDS = ("CiliumEnvoyConfig", "CiliumClusterwideEnvoyConfig")
BREAKS = ("\n", "\r\n", "\r", "\n\n", "\x85", "\u2028", "\u2029")


def objects(data: bytes, name: str = "x.yaml") -> list[Manifest]:
    """All objects, whatever their text."""
    return [each for document in read(Source(name, data), bool).documents for each in manifests(document)]


@st.composite
def quoted(draw: st.DrawFn, word: str) -> str:
    """A word in double quotes, with any of its characters escaped and folded over lines anywhere."""
    pieces = []
    for char in word:
        code = ord(char)
        forms = [
            char,
            char,
            char,
            f"\\x{code:02x}",
            f"\\u{code:04X}",
            f"\\U{code:08x}",
            *(["\\/"] if char == "/" else []),
        ]
        pieces.append(draw(st.sampled_from(forms)))
        if draw(st.integers(0, 9)) == 0:
            pieces.append("\\" + draw(st.sampled_from(BREAKS)) + draw(st.sampled_from(["  ", " \t ", "   "])))
    return f'"{"".join(pieces)}"'


@st.composite
def encoded(draw: st.DrawFn, word: str) -> tuple[str, str]:
    """A word in base64 under a tag, and what to write in front of the document."""
    tags = [
        ("!!binary", ""),
        ("!<tag:yaml.org,2002:binary>", ""),
        ("!!bin%61ry", ""),
        ("!x!ary", "%TAG !x! tag:yaml.org,2002:bin\n---\n"),
    ]
    tag, before = draw(st.sampled_from([*tags, ("!binary", "%TAG ! tag:yaml.org,2002:\n---\n")]))
    text = base64.b64encode(word.encode()).decode()
    at = draw(st.integers(0, len(text)))
    forms = [text, f"'{text}'", draw(quoted(text)), f"|\n   {text[:at]}\n   {text[at:]}\n", f"|-\n   {text}"]
    return f"{tag} {draw(st.sampled_from(forms))}", before


@st.composite
def written(draw: st.DrawFn, word: str) -> tuple[str, str]:
    plain = st.sampled_from(
        [word, f"'{word}'", f"!!str {word}", f"|-\n   {word}", f">-\n   {word}", f"&k {word}", f"\n   {word}"]
    )
    folded = st.just(f"{word[:6]}\n   {word[6:]}")
    return draw(st.one_of(st.tuples(st.one_of(plain, folded, quoted(word)), st.just("")), encoded(word)))


@st.composite
def files(draw: st.DrawFn, word: str, key: str) -> bytes:
    """A file with an object whose `key` says the word, in one way or another."""
    value, before = draw(written(word))
    name = draw(st.one_of(st.just(key), quoted(key)))
    flow = f"{{{name}: {value}, b: 1}}"
    forms = [f"{name}: {value}\nb: 1\n", f"a: &a\n  {name}: {value}\n<<: *a\n", f"? {name}\n: {value}\n"]
    forms += [flow, f"a: [&v {value.removeprefix('&k ')}]\n{name}: *v\n"]
    text = (
        before
        + draw(st.sampled_from(["", "# \\\n", "a\\: '\\'\n", "---\n"])) * (not before)
        + draw(st.sampled_from(forms))
    )
    return text.encode(draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16"])))


@a_few
@given(st.sampled_from(KINDS).flatmap(lambda kind: files(kind, "kind")))
def test_no_cec_is_overlooked(data: bytes) -> None:
    if any(map(is_envoy_config, objects(data))):
        assert holds_envoy_config(data)
        reading = read(Source("x.yaml", data))
        assert [each for document in reading.documents for each in manifests(document) if is_envoy_config(each)]


@a_few
@given(files("policy.cmesh-lint.io/v1alpha1", "apiVersion"))
def test_no_stanza_is_overlooked(data: bytes) -> None:
    found = [document.value for document in read(Source("x.yaml", data), bool).documents]
    if any(isinstance(each, dict) and each.get("apiVersion") == "policy.cmesh-lint.io/v1alpha1" for each in found):
        assert POLICIES.in_bytes(data)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "spelled",
    [
        '"%s\\u0067"', '"%s\\x67"', '"%s\\U00000067"', '"%s\\\n  g"', '"%s\\\r\n  g"', '"%s\\\x85 g"',
    ],
)  # fmt: skip
def test_spellings(kind: str, spelled: str) -> None:
    data = f"kind: {spelled % kind[:-1]}\n".encode()
    data = data.replace(b"Envoy", b"\\x45nvoy")
    assert [each.kind for each in objects(data)] == [kind]
    assert holds_envoy_config(data)
    assert holds_envoy_config(data.decode().encode("utf-16"))


@pytest.mark.parametrize(
    "data", [b"run: |\n  a \\\n  b\n", b"a: !!binary aGVsbG8=\n", b'a: "\\u0041\\x42"\n', b"a: !x y\n"]
)
def test_what_hides_nothing(data: bytes) -> None:
    assert not holds_envoy_config(data)
    assert not POLICIES.in_bytes(data)


def test_escapes_in_a_row() -> None:
    assert resolve_escapes(b'"\\\\u0041 \\u0041 \\" \\x42"') == b'"\\\\u0041 A \\" B"'


def test_git_finds_what_the_byte_test_accepts(tmp_path: Path) -> None:
    hidden = ['kind: "Cilium\\x45nvoyConfig"', 'kind: "Cilium\\\n  EnvoyConfig"', 'kind: "Cilium\\\r\n  EnvoyConfig"']
    hidden += [
        "kind: !!binary Q2lsaXVtRW52b3lDb25maWc=",
        '{"kind": "Cilium\\u0045nvoyConfig"}',
        'kind: "Cilium\\\x85 EnvoyConfig"',
    ]
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    for number, text in enumerate([*hidden, "kind: Deployment\n"]):
        (tmp_path / f"{number}.yaml").write_bytes(text.encode())
    command = ["git", "grep", "-l", "--untracked", "-E", "-e", IN_GIT]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert said.stdout.split() == [f"{number}.yaml" for number in range(len(hidden))]


SERVICE = "metadata: {name: shop}\nspec: {ports: [{port: 80}]}\n"


@pytest.mark.parametrize(
    "text",
    [
        "kind: Service\n" + SERVICE,
        'kind: "S\\u0065rvice"\n' + SERVICE,
        '"k\\x69nd": Service\n' + SERVICE,
        "kind: !!str Service\n" + SERVICE,
        "kind: &kind Service\n" + SERVICE,
        "x: &kind Service\nkind: *kind\n" + SERVICE,
        "kind:\n  Service\n" + SERVICE,
        "kind: >-\n  Service\n" + SERVICE,
        "? kind\n: Service\n" + SERVICE,
        "kind: Service\nx: &n shop\nmetadata: {name: *n}\n",
        'kind: Service\nmetadata: {name: "sh\\x6fp"}\n',
        "kind: ServiceList\nitems:\n- metadata: {name: shop}\n",
    ],
)
def test_a_service_is_found_however_it_is_written(text: str) -> None:
    source = Source("x.yaml", f"apiVersion: v1\n{text}".encode())
    assert neighbour(source)
    assert [each.name for each in neighbours_of(source, WantedObjects(frozenset({"shop"}))).services] == ["shop"]


def test_a_policy_is_found_however_it_is_written() -> None:
    text = """
apiVersion: cilium.io/v2
kind: "CiliumNetwork\\x50olicy"
metadata: {name: x}
spec: {egress: [{toPorts: [{listener: {"envoyConfi\\u0067": {name: a}, name: b}}]}]}
"""
    source = Source("x.yaml", text.encode())
    found = neighbour(source)
    assert found is not None
    assert found.policies
    assert [each.config for policy in read_cilium(source).policies for each in policy.listeners] == ["a"]


def test_words_are_found_by_git_as_they_are() -> None:
    assert re.compile(IN_GIT)
