"""URI templates: `/users/{id}/**`.

Source: the comments of envoy/extensions/path/match/uri_template/v3/uri_template_match.proto, and what
source/extensions/path/uri_template_lib/ of Envoy takes and refuses.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ...patterns import pattern
from ...tuples import NamedTuple

MATCH = "envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig"
REWRITE = "envoy.extensions.path.rewrite.uri_template.v3.UriTemplateRewriteConfig"
MOST_VARIABLES = 5
LONGEST_NAME = 16
_VARIABLE = pattern(r"\{([^}]*)\}")
_NAME = pattern(r"[a-zA-Z][a-zA-Z0-9_]*")
_LITERAL = pattern(r"[a-zA-Z0-9._~%!$&'()*+,;=:@-]+")
_LITERALS = pattern(r"[a-zA-Z0-9._~%!$&'()*+,;=:@/-]*")
_GRAPHIC = pattern(r"[!-~]*")


class Segment(NamedTuple):
    """A part of a template: an operator, a variable or a literal."""

    text: str
    variable: str | None = None
    """The name, where it is a variable."""
    globs: tuple[str, ...] = ()
    """Its operators, `*` and `**`, in order."""


class BadTemplateError(ValueError):
    """A template that Envoy does not read. Its text says why."""


def variables(template: str) -> list[str]:
    """The names of the variables, in order."""
    return [inner.partition("=")[0] for inner in _parts(template)[0]]


def _parts(template: str) -> tuple[list[str], str]:
    """What is in the braces, and the template without it. Of braces that nothing closes the first is looked at."""
    inside: list[str] = []
    literals: list[str] = []
    at, start = 0, template.find("{")
    while start >= 0 and (end := template.find("}", start)) >= 0:
        literals.append(template[at:start])
        inside.append(template[start + 1 : end])
        at, start = end + 1, template.find("{", end)
    return inside, "".join([*literals, template[at:]])


def rewrite_fault(template: str) -> str:
    """What is wrong with the template of a rewrite; empty for nothing."""
    try:
        _start(template)
        names, literals = _parts(template)
        for name in names:
            _named(name)
        if "{" in literals:
            raise BadTemplateError("a `{` is not closed")
        if not _LITERALS.fullmatch(literals):
            raise BadTemplateError("a rewrite may have only the characters of a path, and `{NAME}`")
    except BadTemplateError as fault:
        return str(fault)
    return ""


def match_fault(template: str) -> str:
    """What is wrong with the template of a match; empty for nothing."""
    try:
        _start(template)
        segments = list(_segments(template[1:]))
        _check_variables([segment.variable for segment in segments if segment.variable is not None])
        _check_globs([glob for segment in segments for glob in segment.globs])
    except BadTemplateError as fault:
        return str(fault)
    return ""


def _start(template: str) -> None:
    if not template.startswith("/"):
        raise BadTemplateError("it does not begin with `/`")
    if "//" in template:
        raise BadTemplateError("it has an empty segment, `//`")
    if not _GRAPHIC.fullmatch(template):
        raise BadTemplateError("it has a blank or a character that is not ASCII")


def _segments(rest: str) -> Iterator[Segment]:
    """The segments of what follows the first slash."""
    while rest:
        segment = _segment(rest)
        yield segment
        rest = rest[len(segment.text) :]
        if rest and not rest.startswith("/"):
            # A suffix such as `.html` ends the template.
            _literal(rest)
        rest = rest.partition("/")[2]


def _segment(rest: str) -> Segment:
    if rest.startswith("*"):
        glob = "**" if rest.startswith("**") else "*"
        return Segment(glob, globs=(glob,))
    if not rest.startswith("{"):
        return Segment(_literal(rest.partition("/")[0]))
    match = _VARIABLE.match(rest)
    if match is None:
        raise BadTemplateError("a `{` is not closed")
    name, equals, inner = match[1].partition("=")
    globs = tuple(_inner(inner)) if equals else ("*",)
    return Segment(match[0], _named(name), globs)


def _inner(pattern: str) -> Iterator[str]:
    """The operators of what stands behind the `=` of a variable."""
    for part in pattern.split("/"):
        if part in {"*", "**"}:
            yield part
        else:
            _literal(part)


def _literal(text: str) -> str:
    if not _LITERAL.fullmatch(text):
        raise BadTemplateError(
            f"`{text}` is not a valid segment; expected text, `*`, `**` or a variable such as `{{name}}`"
        )
    return text


def _named(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise BadTemplateError(f"`{name}` is not a valid variable name; expected a letter, then letters, digits or `_`")
    return name


def _check_variables(names: list[str]) -> None:
    for name in names:
        if len(name) > LONGEST_NAME:
            raise BadTemplateError(f"the name `{name}` is longer than {LONGEST_NAME} characters")
        if names.count(name) > 1:
            raise BadTemplateError(f"duplicate variable `{name}`")
    if len(names) > MOST_VARIABLES:
        raise BadTemplateError(f"it has {len(names)} variables, but only {MOST_VARIABLES} are allowed")


def _check_globs(globs: list[str]) -> None:
    for before, glob in pairwise(globs):
        if before == "**":
            raise BadTemplateError(f"`{glob}` or a variable follows `**`, which already matches the rest")
