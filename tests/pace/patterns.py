"""Every regular expression of the package, with how it is asked; run as a program, it asks each about long texts.

`python -m pace.patterns` prints a line for each expression that takes more than SECONDS of the processor for a text.
"""

from __future__ import annotations

import ast
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import cmesh_lint

ROOT = Path(cmesh_lint.__file__).parent
GENERATORS = "generate"
"""Programs of the project that read the protos and nothing of a user."""
METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split")
SIZES = (80_000,)
SECONDS = 1.0
"""What is linear takes a hundredth of it."""


class Used(NamedTuple):
    """An expression and the methods it is asked by."""

    where: str
    pattern: re.Pattern[Any]
    methods: tuple[str, ...]


def sources() -> dict[str, ast.Module]:
    """The modules of the package that read what users write."""
    files = (file for file in ROOT.rglob("*.py") if GENERATORS not in file.relative_to(ROOT).parts)
    return {str(file.relative_to(ROOT)): ast.parse(file.read_text(encoding="utf-8")) for file in sorted(files)}


def written(modules: dict[str, ast.Module]) -> Iterator[tuple[str, ast.Call, str]]:
    """(module, call, name) of each call of `re`, or of `pattern` in its place.

    The name is the one that its value is given, or the method of `re` itself.
    """
    for path, module in modules.items():
        names = {
            id(call): target.id
            for node in ast.walk(module)
            if isinstance(node, ast.Assign)
            for call in ast.walk(node.value)
            for target in node.targets
            if isinstance(call, ast.Call) and isinstance(target, ast.Name)
        }
        for call in ast.walk(module):
            if isinstance(call, ast.Call) and (method := _of_re(call.func)):
                yield path, call, names.get(id(call), "") if method == "compile" else method


def _of_re(function: ast.expr) -> str:
    """The method of `re` that a function is; empty where it is another."""
    if isinstance(function, ast.Name) and function.id == "pattern":
        return "compile"
    name = function.value if isinstance(function, ast.Attribute) else None
    known = isinstance(function, ast.Attribute) and function.attr in (*METHODS, "compile")
    return function.attr if known and isinstance(name, ast.Name) and name.id == "re" else ""


def methods(modules: dict[str, ast.Module]) -> dict[str, set[str]]:
    """By the name of a pattern, the methods that some module asks it by."""
    found: dict[str, set[str]] = {}
    for module in modules.values():
        for node in ast.walk(module):
            if isinstance(node, ast.Attribute) and node.attr in METHODS:
                of = node.value.value if isinstance(node.value, ast.Subscript) else node.value
                if isinstance(of, ast.Name):
                    found.setdefault(of.id, set()).add(node.attr)
    return found


def compiled(path: str, call: ast.Call) -> re.Pattern[Any]:
    """The expression of a call, evaluated among the names of its module; raises NameError where it is no constant."""
    name = "cmesh_lint." + path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    __import__(name)
    space = vars(sys.modules[name])
    flags = [each for each in (*call.args[1:], *(k.value for k in call.keywords)) if _is_flag(each)]
    values = [eval(compile(ast.Expression(each), path, "eval"), space) for each in (call.args[0], *flags)]
    numbers = [each for each in values[1:] if isinstance(each, re.RegexFlag)]
    return re.compile(values[0], numbers[0] if numbers else 0)


def _is_flag(node: ast.expr) -> bool:
    names = [each.id for each in ast.walk(node) if isinstance(each, ast.Name)]
    return bool(names) and set(names) == {"re"} and not any(isinstance(each, ast.Call) for each in ast.walk(node))


def every() -> tuple[list[Used], list[str]]:
    """All expressions, and where there are some that are made while the program runs."""
    modules = sources()
    asked = methods(modules)
    found, dynamic = [], []
    for path, call, name in written(modules):
        where = f"{path}:{call.lineno}"
        try:
            pattern = compiled(path, call)
        except NameError:
            dynamic.append(path)
            continue
        known = (name,) if name in METHODS else tuple(sorted(asked.get(name, METHODS)))
        found.append(Used(where, pattern, known))
    return found, sorted(set(dynamic))


def pieces(pattern: re.Pattern[Any]) -> tuple[list[str], list[str]]:
    """Characters that the expression knows, and the runs of literal characters in it."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    parse = (re._parser if sys.version_info >= (3, 11) else __import__("sre_parse")).parse  # type: ignore[attr-defined]
    characters: dict[str, None] = {}
    runs: dict[str, None] = {}
    _walk(parse(text, pattern.flags & ~re.LOCALE), characters, runs)
    return list(characters), list(runs)


_CATEGORIES = {"CATEGORY_WORD": "a_7", "CATEGORY_SPACE": " \n", "CATEGORY_DIGIT": "7", "CATEGORY_NOT_SPACE": "x!",
               "CATEGORY_NOT_WORD": "!", "CATEGORY_NOT_DIGIT": "x"}  # fmt: skip


def _walk(node: Any, characters: dict[str, None], runs: dict[str, None]) -> None:
    run = ""
    for operator, argument in node:
        kind = str(operator)
        if kind == "LITERAL":
            run += chr(argument)
            characters[chr(argument)] = None
            continue
        if run:
            runs[run], run = None, ""
        if kind == "IN":
            for kind_of, value in argument:
                if str(kind_of) == "LITERAL":
                    characters[chr(value)] = None
                elif str(kind_of) == "RANGE":
                    characters[chr(value[0])] = None
                elif str(kind_of) == "CATEGORY":
                    characters.update(dict.fromkeys(_CATEGORIES.get(str(value), "")))
        elif kind in {"NOT_LITERAL", "ANY"}:
            characters["x"] = None
        else:
            for each in _subpatterns(argument):
                _walk(each, characters, runs)
    if run:
        runs[run] = None


def _subpatterns(argument: Any) -> Iterator[Any]:
    if hasattr(argument, "data"):
        yield argument
    elif isinstance(argument, (tuple, list)):
        for each in argument:
            yield from _subpatterns(each)


def texts(pattern: re.Pattern[Any], size: int) -> Iterator[str]:
    """Long texts that are nearly what the expression takes."""
    characters, runs = pieces(pattern)
    characters = characters[:24]
    words = [*runs[:12], *characters]
    tails = ("", "\0")
    for word in words:
        many = word * (size // len(word))
        yield from (many + tail for tail in tails)
    for start in runs[:6]:
        for word in characters[:12]:
            yield start + word * size + "\0"
            yield (start + word) * (size // (len(start) + 1))
    for one in characters[:10]:
        for other in characters[:10]:
            if one != other:
                yield (one + other) * (size // 2) + "\0"
    yield "".join(runs) * (size // max(1, len("".join(runs))))


class TooLongError(Exception):
    """An expression took its time."""


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise TooLongError


def slow(used: Used, sizes: tuple[int, ...] = SIZES) -> str:
    """How an expression is asked what takes too long; empty where nothing does."""
    for size in sizes:
        for text in texts(used.pattern, size):
            data: Any = text if isinstance(used.pattern.pattern, str) else text.encode("latin-1", "replace")
            for method in used.methods:
                signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
                try:
                    _ask(used.pattern, method, data)
                except TooLongError:
                    return f"{method} of {size} characters: {text[:40]!r} …"
                finally:
                    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return ""


def _ask(pattern: re.Pattern[Any], method: str, data: Any) -> None:
    if method in {"sub", "subn"}:
        getattr(pattern, method)(data[:0], data)
    elif method == "finditer":
        for _ in pattern.finditer(data):
            pass
    else:
        getattr(pattern, method)(data)


def main() -> None:
    """Asks every expression."""
    signal.signal(signal.SIGVTALRM, _stop)
    for used in every()[0]:
        if found := slow(used):
            print(f"{used.where}: `{used.pattern.pattern!r}`: {found}", flush=True)


if __name__ == "__main__":
    main()
