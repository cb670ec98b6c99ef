"""Rego's tokens, each with its place, and what they show without a parser.

The lexical grammar is that of OPA 1.22 (`v1/ast/internal/scanner`), template strings with it. What is no Rego still
gives tokens: the engine that loads the module is the one that complains.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple, cast

Kind = Literal["name", "keyword", "number", "string", "template", "comment", "operator"]


_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")


class Token(NamedTuple):
    """A token as it stands. A template string gives its literal pieces, `$"a {` and `} b"`, and tokens between."""

    kind: Kind
    text: str
    offset: int
    """Characters before it in the module."""
    line: int
    column: int
    """Both from 1; columns count characters, as OPA's do."""

    @property
    def end(self) -> int:
        """The character after it."""
        return self.offset + len(self.text)

    @property
    def opens(self) -> int:
        """1 for a bracket that opens, -1 for one that closes; a template string opens its expressions."""
        if self.kind == "template":
            return self.text.endswith("{") - self.text.startswith("}")
        return (self.text in _OPENING) - (self.text in _CLOSING)


class Ref(NamedTuple):
    """A name and what follows it as far as it is literal: `data.a["b"][i].c` gives `("data", "a", "b")`."""

    parts: tuple[str, ...]
    line: int
    column: int
    offset: int
    """Of its first token."""
    called: bool
    """A `(` follows."""
    after: str
    """The text of the token before it: `with`, `as`, `import`; "" for the first of a module."""


class ParsedModule(NamedTuple):
    """What the tokens of one file show."""

    tokens: tuple[Token, ...]
    """Without comments."""
    package: tuple[str, ...]
    """Without `data`; empty where there is none."""
    imports: tuple[tuple[tuple[str, ...], str], ...]
    """Path and the name it goes by: `(("data", "a", "b"), "b")`."""
    heads: tuple[str, ...]
    """Names of the rules that are no functions, in order, once each. `deny["a"]` is `deny`; `a.b := 1` is none."""
    functions: tuple[str, ...]
    """Names of the functions likewise, dotted where they are: `a.b(x) := 1` is `a.b`."""
    begins: tuple[int, ...]
    """The tokens that heads begin with, of rules and functions alike, by their place in `tokens`."""


KEYWORDS = frozenset(
    re.findall(r"\w+", "package import as default else not some with null true false in every contains if")
)
"""Of Rego v1. `and` and `or` are only such where they are imported."""

_TOKEN = re.compile(
    r"""
      (?P<space>[ \t\r\n]+)
    | (?P<comment>\#[^\n]*)
    | (?P<name>[A-Za-z_][A-Za-z_\d]*)
    | (?P<number>[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]*)?)
    | (?P<string>"(?:\\[^\n]|[^"\\\n])*"?|`[^`]*`?)
    | (?P<template>\$["`])
    | (?P<operator>:=|==|!=|<=|>=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
# A literal stretch of a template string, and what ends it: its quote, or the `{` of an expression.
_PIECE = {'"': re.compile(r'(?:\\[^\n]|[^"\\{\n])*(["{]?)'), "`": re.compile(r"(?:\\\{|[^`{])*([`{]?)")}
_ENTRY = re.compile(r"(?:deny|violation|warn)(?:_[a-zA-Z0-9]+)*")


def tokens(text: str) -> Iterator[Token]:
    """All tokens of a module, comments with them, white space without."""
    lines = [0, *(match.end() for match in re.finditer("\n", text))]
    before = ""
    for kind, start, end in _stretches(text):
        line, found = bisect_right(lines, start), text[start:end]
        keyword = kind == "name" and before != "." and found in KEYWORDS
        yield Token("keyword" if keyword else kind, found, start, line, start - lines[line - 1] + 1)
        before = found


def _stretches(text: str) -> Iterator[tuple[Kind, int, int]]:
    """Kind, first character and the one after the last."""
    braces: list[str] = []  # of those open: `{`, or the quote of the template string whose expression it opens
    start = 1 if text.startswith("\ufeff") else 0
    while match := _TOKEN.match(text, start):
        found, end = match.group(), match.end()
        kind = cast('Kind | Literal["space"]', match.lastgroup)
        quote = found[1] if kind == "template" else ""
        if found == "{":
            braces.append("{")
        elif found == "}" and braces and (opened_by := braces.pop()) != "{":
            quote = opened_by
        if quote and (piece := _PIECE[quote].match(text, end)):
            kind, end = "template", piece.end()
            if piece[1] == "{":
                braces.append(quote)
        if kind != "space":
            yield kind, start, end
        start = end


def module(text: str) -> ParsedModule:
    """What the tokens of a file of Rego show."""
    code = tuple(token for token in tokens(text) if token.kind != "comment")
    begins = tuple(_heads(code))
    heads = [(_ref(code, at), follows(code, at + 1)) for at in begins]
    rules = dict.fromkeys(ref.parts[0] for ref, mark in heads if not ref.called and mark != ".")
    functions = dict.fromkeys(".".join(ref.parts) for ref, _ in heads if ref.called)
    return ParsedModule(code, _package(code), tuple(_imports(code)), tuple(rules), tuple(functions), begins)


def entries(heads: Sequence[str]) -> tuple[str, ...]:
    """Of a package's rules those that give findings, sorted. The names are those conftest asks for."""
    return tuple(sorted({name for name in heads if _ENTRY.fullmatch(name)}))


def reviews(code: Sequence[Token]) -> bool:
    """Whether it reads `input.review`, as Gatekeeper's templates do."""
    return any(ref.parts[:2] == ("input", "review") for ref in refs(code))


def bodies_of_v0(module: ParsedModule) -> Iterator[Token]:
    """For each rule that is no Rego v1 the `{` of its body: nothing before it says `if`."""
    code = module.tokens
    for begin, end in pairwise((*module.begins, len(code))):
        depth = 0
        for at in range(begin, end):
            if depth == 0 and code[at].text == "if":
                break
            if depth == 0 and code[at].text == "{" and _ends_a_term(code[at - 1]):
                yield code[at]
                break
            depth += code[at].opens


def refs(code: Sequence[Token]) -> Iterator[Ref]:
    """Every name with what follows it, those inside brackets and template strings too. `code` has no comments."""
    before = ""
    for at, token in enumerate(code):
        if token.kind == "name" and before != ".":
            yield _ref(code, at)
        before = token.text


def _ref(code: Sequence[Token], at: int) -> Ref:
    found, after = parts(code, at)
    before = code[at - 1].text if at else ""
    return Ref(found, code[at].line, code[at].column, code[at].offset, follows(code, after) == "(", before)


def parts(code: Sequence[Token], at: int) -> tuple[tuple[str, ...], int]:
    """The literal parts of the ref that begins at a token, and the token that follows them."""
    found = [code[at].text]
    at += 1
    while mark := follows(code, at):
        if mark == "." and at + 1 < len(code) and code[at + 1].kind == "name":
            found.append(code[at + 1].text)
            at += 2
        elif mark == "[" and [token.kind for token in code[at + 1 : at + 3]] == ["string", "operator"]:
            if code[at + 2].text != "]":
                break
            found.append(literal(code[at + 1].text))
            at += 3
        else:
            break
    return tuple(found), at


def follows(code: Sequence[Token], at: int) -> str:
    """The token's text where it is at once after the one before it, else ""."""
    return code[at].text if at < len(code) and code[at].offset == code[at - 1].end else ""


def literal(text: str) -> str:
    """What a string token says. One that does not end, or has an unknown escape, stays as it is written."""
    if text.startswith("`"):
        return text.strip("`")
    try:
        return str(json.loads(text))
    except ValueError:
        return text.strip('"')


def _package(code: Sequence[Token]) -> tuple[str, ...]:
    if len(code) > 1 and code[0].text == "package":
        return parts(code, 1)[0]
    return ()


def _imports(code: Sequence[Token]) -> Iterator[tuple[tuple[str, ...], str]]:
    depth = 0
    for at, token in enumerate(code[:-1]):
        depth += token.opens
        if token.text == "import" and token.kind == "keyword" and depth == 0 and code[at + 1].kind == "name":
            path, after = parts(code, at + 1)
            renamed = [token.text for token in code[after : after + 2]]
            yield path, renamed[1] if len(renamed) == 2 and renamed[0] == "as" else path[-1]


def _heads(code: Sequence[Token]) -> Iterator[int]:
    """What begins a statement: a name on the first level after the end of a term, on another line."""
    depth = 0
    for at, token in enumerate(code):
        depth += token.opens
        if depth == 0 and token.kind == "name" and at and _begins(code[at - 1], token):
            yield at


def _begins(before: Token, token: Token) -> bool:
    if before.text in ("}", "default"):
        return True
    return _ends_a_term(before) and before.line < token.line


def _ends_a_term(token: Token) -> bool:
    ends = ("]", ")", "}", "true", "false", "null")
    return token.text in ends or token.kind not in ("operator", "keyword")
