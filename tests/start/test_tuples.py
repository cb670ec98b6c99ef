"""`cmesh_lint.tuples.NamedTuple` is what `typing.NamedTuple` is to whoever uses it."""

from __future__ import annotations

import copy
import pickle
import typing
from collections.abc import Callable
from typing import Any

import pytest

from cmesh_lint import tuples


class Ours(tuples.NamedTuple):
    """A place."""

    name: str
    line: int = 1
    """Counts from 1."""
    more: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """Both."""
        return f"{self.name}:{self.line}"

    def __str__(self) -> str:
        return self.shown


class Theirs(typing.NamedTuple):
    """A place."""

    name: str
    line: int = 1
    more: tuple[str, ...] = ()


class Narrower(Ours):
    """Another place."""


def outcome(do: Callable[[], Any]) -> Any:
    """What is computed, or the kind of the error."""
    try:
        return do()
    except Exception as error:
        return type(error)


ASKED: dict[str, Callable[[Any], Any]] = {
    "none": lambda made: tuple(made()),
    "one": lambda made: tuple(made("a")),
    "all": lambda made: tuple(made("a", 2, ("b",))),
    "too many": lambda made: tuple(made("a", 2, (), 4)),
    "by name": lambda made: tuple(made(more=("b",), name="a")),
    "twice": lambda made: tuple(made("a", name="b")),
    "unknown": lambda made: tuple(made("a", 2, (), what=1)),
    "fields": lambda made: made("a", 2, ("b",)).name + str(made("a").line),
    "unpacked": lambda made: [*made("a")],
    "equal": lambda made: (made("a") == made("a"), made("a") == made("b"), made("a") == ("a", 1, ())),
    "hash": lambda made: hash(made("a")) == hash(("a", 1, ())),
    "order": lambda made: made("a") < made("b"),
    "repr": lambda made: repr(made("a")).partition("(")[2],
    "replaced": lambda made: (tuple(made("a")._replace(line=3)), type(made("a")._replace(line=3)) is made),
    "replaced unknown": lambda made: made("a")._replace(what=3),
    "made": lambda made: tuple(made._make(["a", 1, ()])),
    "made short": lambda made: tuple(made._make([])),
    "dict": lambda made: made("a")._asdict(),
    "known fields": lambda made: (made._fields, made._field_defaults, made.__match_args__),
    "set": lambda made: setattr(made("a"), "name", "b"),
    "new attribute": lambda made: setattr(made("a"), "other", "b"),
    "no dict": lambda made: hasattr(made("a"), "__dict__"),
    "doc": lambda made: made.__doc__,
    "module": lambda made: made.__module__ == __name__,
    "annotations": lambda made: list(made.__annotations__),
    "pickled": lambda made: pickle.loads(pickle.dumps(made("a", 5))) == made("a", 5),
    "pickled type": lambda made: type(pickle.loads(pickle.dumps(made("a", 5)))) is made,
    "copied": lambda made: type(copy.deepcopy(made("a", 5))) is made,
    "indexed": lambda made: made("a")[0],
    "type": lambda made: type(made) is type and issubclass(made, tuple),
}


@pytest.mark.parametrize("asked", ASKED)
def test_it_is_as_in_typing(asked: str) -> None:
    ask = ASKED[asked]
    assert outcome(lambda: ask(Ours)) == outcome(lambda: ask(Theirs))


def test_methods_and_patterns() -> None:
    match Ours("a", 2):
        case Ours(name, line):
            assert (name, line, str(Ours("a", 2))) == ("a", 2, "a:2")


def test_a_class_of_a_class() -> None:
    made = Narrower("a", line=7)
    assert (made.shown, type(made._replace(line=8)), made == Ours("a", 7)) == ("a:7", Narrower, True)


def test_a_default_is_not_followed_by_a_field_without() -> None:
    with pytest.raises(TypeError):
        type(tuples.NamedTuple)("Wrong", (tuples.NamedTuple,), {"__annotations__": {"a": "int", "b": "int"}, "a": 1})
