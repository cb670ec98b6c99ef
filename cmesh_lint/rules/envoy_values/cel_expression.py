"""An invalid CEL expression."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ...suggest import did_you_mean

_PACKAGES = ("google.api.expr.v1alpha1", "cel.expr")
_PARTS = ("Expr", "Expr.Ident", "Expr.Select", "Expr.Call", "Expr.CreateStruct.Entry", "Constant")
MATCHER = "xds.type.matcher.v3.CelMatcher"
_ATTRIBUTES = "xds.type.matcher.v3.HttpAttributesCelMatchInput"
_GIVEN = ("parsed_expr", "checked_expr", "cel_expr_parsed", "cel_expr_checked")
EXPRESSION = "xds.type.v3.CelExpression"
_TWO = (
    *("_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "_+_", "_-_", "_*_", "_/_", "_%_", "_&&_", "_||_"),
    *("in", "@in", "_in_"),
)
_TIMES = (
    *("getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear"),
    *("getHours", "getMinutes", "getSeconds", "getMilliseconds"),
)
_SHAPES = {
    **dict.fromkeys(_TWO, ("2",)),
    **dict.fromkeys(("!_", "-_", "@not_strictly_false", "__not_strictly_false__"), ("1",)),
    **dict.fromkeys(("int", "uint", "double", "bytes", "bool", "timestamp", "duration", "type", "dyn"), ("1",)),
    **dict.fromkeys(("startsWith", "endsWith", "contains", "matches"), ("2", "x.1")),
    **dict.fromkeys(
        _TIMES,
        ("x.0", "x.1"),
    ),
    "_[_]": ("2", "x.1"),
    "_?_:_": ("3",),
    "size": ("1", "x.0"),
    "re.extract": ("3",),
    "re.capture": ("2",),
    "re.captureN": ("2",),
}
"""Function → how many arguments it takes, and after `x.` how many besides a target. Seen with Envoy 1.37."""


def check(message: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames parts that are not set, comprehensions, and functions that Envoy does not have."""
    name = message.type.rpartition("expr.")[2].removeprefix("v1alpha1.")
    if message.type == MATCHER:
        fault = _matcher(message)
    elif message.type == EXPRESSION:
        fault = _whole(message)
    elif name == "Expr":
        fault = _expression(message)
    elif name == "Expr.Select":
        fault = _missing(message, "operand", "field")
    elif name == "Expr.Call":
        fault = _call(message, config)
    elif name == "Expr.CreateStruct.Entry":
        fault = _entry(message)
    elif name == "Constant":
        fault = "" if message.value else "the constant has no value"  # it may be a null
    else:
        fault = _missing(message, "name")
    if fault:
        yield RULE.found(fault, message.route)


def _entry(entry: Message) -> str:
    around = entry.parent
    if not {"field_key", "map_key"} & entry.fields.keys():
        return "the entry has no key"
    is_map = around is not None and not around.fields.get("message_name")
    return "the entries of a map need `map_key`, not `field_key`" if is_map and "field_key" in entry.fields else ""


def _matcher(matcher: Message) -> str:
    if not _set(matcher, "expr_match"):
        return "the expression is missing"
    extension = matcher.parent.parent if matcher.parent is not None else None
    predicate = extension.parent if extension is not None else None
    given = predicate.child("input") if predicate is not None else None
    typed = given.child("typed_config") if given is not None else None
    if typed is not None and typed.type != _ATTRIBUTES:
        return "a CEL matcher needs the input HttpAttributesCelMatchInput"
    return ""


def _whole(expression: Message) -> str:
    given = next((each for each in expression.below if each.field in _GIVEN), None)
    return "the expression is empty" if given is not None and "expr" not in given.fields else ""


def _set(message: Message, name: str) -> bool:
    below = message.child(name)
    return below is not None and bool(below.fields)


def _missing(message: Message, *names: str) -> str:
    missing = next((name for name in names if not message.fields.get(name) and not _set(message, name)), "")
    return f"`{missing}` is missing" if missing else ""


def _expression(message: Message) -> str:
    if "comprehension_expr" in message.fields:
        return "Envoy does not support comprehensions (`all`, `exists`, `map`, `filter`)"
    return "" if set(message.fields) - {"id"} else "the expression is empty"


def _call(message: Message, config: EnvoyConfig) -> str:
    function = message.fields.get("function", "")
    if not isinstance(function, str) or _has_more_functions(message):
        return ""
    shapes = _SHAPES.get(function)
    if shapes is None:
        return f"Envoy has no function `{function}`{did_you_mean(function, _SHAPES)}"
    number = len(message.children("args"))
    return (
        ""
        if f"{'x.' * ('target' in message.fields)}{number}" in shapes
        else f"`{function}` does not take {number} argument{'' if number == 1 else 's'}"
    )


def _has_more_functions(message: Message) -> bool:
    """Whether what is around the expression says which functions there are."""
    around = message.parent
    while around is not None and around.type.startswith((*_PACKAGES, EXPRESSION)):
        around = around.parent
    return around is not None and "cel_config" in around.fields


def _condition(expression: str) -> str:
    """A manifest whose RBAC has this condition, given as YAML at the left margin."""
    import textwrap

    from ..examples import http_filter

    return http_filter(
        """\
- name: envoy.filters.http.rbac
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC
    rules:
      policies:
        readers:
          permissions: [{any: true}]
          principals: [{any: true}]
          condition:
"""
        + textwrap.indent(expression, " " * 12)
    )


def page() -> Page:
    from ..examples import http_filter

    bad = http_filter("""\
- name: envoy.filters.http.rbac
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC
    rules:
      policies:
        readers:
          permissions: [{any: true}]
          principals: [{any: true}]
          condition:
            call_expr:
              function: _=_  # want: cel-expression "Envoy has no function `_=_`; did you mean"
              args:
              - select_expr: {operand: {ident_expr: {name: request}}, field: method}
              - const_expr: {string_value: GET}
""")
    return Page(
        title="An invalid CEL expression",
        catches=(
            "An expression tree with an empty part, a comprehension, or a function that Envoy does not have or that "
            "takes another number of arguments: in an RBAC condition and in a matcher. Expressions written as text "
            "are parsed only by Envoy (`cmesh-lint verify`)."
        ),
        why="Envoy compiles expressions when it receives them, and rejects the resource.",
        bad=bad,
        good=fix_example(bad, ("_=_", "_==_")),
        fix="Complete the tree; operators are functions such as `_==_`, `_&&_` and `!_`.",
        log=("failed to create an expression:",),
        more=(
            Example(
                "the wrong number of arguments",
                bad=_condition("""\
call_expr:
  function: _==_  # want: cel-expression "`_==_` does not take 1 argument"
  args: [{const_expr: {string_value: GET}}]
"""),
            ),
            Example(
                "an empty part",
                bad=_condition("""\
call_expr:
  function: _==_
  args:
  - select_expr: {operand: {ident_expr: {name: request}}}  # want: cel-expression "`field` is missing"
  - const_expr: {}  # want: cel-expression "the constant has no value"
"""),
            ),
            Example(
                "a comprehension",
                bad=_condition("""\
comprehension_expr:  # want: cel-expression "does not support comprehensions"
  iter_var: x
"""),
            ),
        ),
    )


RULE = Rule(
    id="cel-expression",
    severity="error",
    gate="nacked",
    on=(MATCHER, *(f"{package}.{part}" for package in _PACKAGES for part in _PARTS)),
    check=check,
    page=page,
)
