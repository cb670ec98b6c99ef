"""Many modules as one. A server compiles all it has for each module that comes or goes: fifty take 16 s, one takes one.

A rule `deny` of package `a.b` is the same as a rule `a.b.deny` of the package above. So heads get the path of their
package, and names of the package and of imports are written out. A module in which such a name may mean a variable is
left alone, and so is what it needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from . import tokens
from .edits import Edit, EditedText, edit, instead
from .ruleset import dotted
from .types import Module

Path = tuple[str, ...]

_PLAIN_IMPORTS = (("rego", "v1"), *(("future", "keywords", each) for each in ("if", "in", "contains", "every")))
"""They change nothing in Rego v1."""


class SplitModule(NamedTuple):
    """Modules, by what can be made of them."""

    alone: tuple[Module, ...]
    """They need nothing of the others."""
    merged: tuple[tuple[Module, EditedText], ...]
    """What they become below one package."""


def split(modules: Sequence[Module], namespace: str) -> SplitModule:
    """Which modules can be one, with `namespace` for its package."""
    read = {module.path: tokens.module(module.text) for module in modules}
    names = _names(read.values())
    roots = {module.package[0] for module in read.values() if module.package}
    alone = {path for path, module in read.items() if not _can_merge(module, names.get(module.package, set()), roots)}
    alone = _with_needs(alone, read)
    return SplitModule(
        tuple(module for module in modules if module.path in alone),
        tuple(
            (module, edit(module.text, _edits(module.text, read[module.path], names, namespace)))
            for module in modules
            if module.path not in alone
        ),
    )


def _names(modules: Iterable[tokens.ParsedModule]) -> dict[Path, set[str]]:
    """What each package calls its own: rules and functions, of dotted ones the first part."""
    names: dict[Path, set[str]] = {}
    for module in modules:
        names.setdefault(module.package, set()).update(module.tokens[at].text for at in module.begins)
    return names


def _can_merge(module: tokens.ParsedModule, names: set[str], roots: set[str]) -> bool:
    """`roots`: what packages begin with; these become names of the one package."""
    code = module.tokens
    imported = [(path, alias) for path, alias in module.imports if path not in _PLAIN_IMPORTS]
    aliases = {alias for _, alias in imported}
    return (
        # Without a rule it would be no package at all.
        bool(module.begins)
        and code[1].kind == "name"
        and all(path[0] in ("data", "input") for path, _ in imported)
        and not aliases & names
        # The place it would report is another one.
        and all(ref.parts[:2] != ("rego", "metadata") for ref in tokens.refs(code))
        and not any(_is_called_like_a_keyword(code, at) for at in range(len(code)))
        and not names.union(aliases) & set(_variables(module))
        and not roots.difference(names, aliases) & _left(module)
    )


def _left(module: tokens.ParsedModule) -> set[str]:
    """The names that are in it, its package's and its imports' aside."""
    gone = {each for at in range(len(module.tokens)) for each in _statement(module.tokens, at)}
    return {
        token.text
        for at, token in enumerate(module.tokens)
        if token.kind == "name" and at not in gone and module.tokens[at - 1].text != "."
    }


def _is_called_like_a_keyword(code: Sequence[tokens.Token], at: int) -> bool:
    """`in.b := 1` is a rule called `in`."""
    return code[at].kind == "keyword" and tokens.follows(code, at + 1) in (".", "[")


def _variables(module: tokens.ParsedModule) -> Iterator[str]:
    """All names that are, or may be, those of variables of their own: declared, assigned or taken as arguments."""
    code, begins = module.tokens, set(module.begins)
    for at, token in enumerate(code):
        if token.kind == "keyword" and token.text in ("some", "every"):
            yield from _declared(code, at + 1)
        elif token.text == ":=":
            yield from (code[each].text for each in _assigned(code, at) if each not in begins)
        elif at in begins:
            yield from _arguments(code, tokens.parts(code, at)[1])


def _declared(code: Sequence[tokens.Token], at: int) -> Iterator[str]:
    """From `some` or `every` to `in`, or to the end of the line."""
    line = code[at].line if at < len(code) else 0
    while (
        at < len(code)
        and code[at].text not in ("in", ";")
        and (code[at].line == line or code[at - 1].text in (",", "[", "{"))
    ):
        if code[at].kind == "name":
            yield code[at].text
        at += 1


def _assigned(code: Sequence[tokens.Token], at: int) -> Iterator[int]:
    """The names left of `:=`, by their places."""
    depth = 0
    while at > 0:
        at -= 1
        token = code[at]
        if depth == 0 and (token.line < code[at + 1].line or token.text in (";", "|", "if", "else", "default")):
            return
        depth -= token.opens
        if depth < 0:
            return
        if token.kind == "name":
            yield at


def _arguments(code: Sequence[tokens.Token], at: int) -> Iterator[str]:
    """The names between the parentheses of a function's head; none where there are none."""
    if tokens.follows(code, at) != "(":
        return
    depth = 0
    for token in code[at:]:
        depth += token.opens
        if depth == 0:
            return
        if token.kind == "name":
            yield token.text


def _with_needs(alone: set[str], read: Mapping[str, tokens.ParsedModule]) -> set[str]:
    """The modules, with all that they read or share a package with, and what these read."""
    found, new = set(alone), set(alone)
    while new:
        wanted = {path for each in new for path in _reads(read[each])}
        new = {path for path, module in read.items() if path not in found and _is_among(module.package, wanted)}
        found |= new
    return found


def _reads(module: tokens.ParsedModule) -> Iterator[Path]:
    yield module.package
    yield from (path[1:] for path, _ in module.imports if path[0] == "data")
    yield from (ref.parts[1:] for ref in tokens.refs(module.tokens) if ref.parts[0] == "data")


def _is_among(package: Path, wanted: Iterable[Path]) -> bool:
    return any(path[: len(package)] == package[: len(path)] for path in wanted)


def _edits(text: str, module: tokens.ParsedModule, names: Mapping[Path, set[str]], namespace: str) -> list[Edit]:
    """Heads with their package, names written out; the package, imports and comments go."""
    written = dict(_written(module, names[module.package], namespace))
    gone = {each for at, token in enumerate(module.tokens) for each in _statement(module.tokens, at)}
    edits = [instead(token, "") for token in tokens.tokens(text) if token.kind == "comment"]
    last = ""
    for at, token in enumerate(module.tokens):
        if at in gone:
            edits.append(instead(token, ""))
        elif token.kind == "name" and last != ".":
            if at in module.begins:
                edits.append(instead(token, f"{dotted(module.package)}.{token.text}"))
            elif token.text in written:
                edits.append(instead(token, written[token.text]))
        last = token.text
    return sorted(edits)


def _written(module: tokens.ParsedModule, names: set[str], namespace: str) -> Iterator[tuple[str, str]]:
    """What stands for a name."""
    yield from ((name, f"data.{namespace}.{dotted(module.package)}.{name}") for name in names)
    for path, alias in module.imports:
        if path not in _PLAIN_IMPORTS:
            yield alias, dotted(("data", namespace, *path[1:]) if path[0] == "data" else path)
    yield "data", f"data.{namespace}"


def _statement(code: Sequence[tokens.Token], at: int) -> range:
    """The tokens of a `package` or `import` that begins here."""
    if code[at].kind != "keyword" or code[at].text not in ("package", "import") or at + 1 == len(code):
        return range(0)
    end = tokens.parts(code, at + 1)[1]
    return range(at, end + 2 if [token.text for token in code[end : end + 1]] == ["as"] else end)
