"""What the two engines share: what they are asked, and what they answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Literal, NamedTuple, Protocol

Shape = Literal["manifest", "review"]
"""What a package takes for its input: the manifest, as conftest gives it, or an admission review, as Gatekeeper."""


class Module(NamedTuple):
    """A file of Rego."""

    path: str
    """As it is shown: a file, or `BUNDLE.tar.gz:FILE`."""
    text: str


class EntryPoint(NamedTuple):
    """A package that checks manifests."""

    package: str
    """Without `data.`: `cmesh.rules.route_without_timeout`."""
    sets: tuple[str, ...]
    """The rules in it that are asked, sorted: `deny`, `warn`, `violation`, or one of these and a suffix, `deny_tls`."""
    shape: Shape = "manifest"


class Program(NamedTuple):
    """All that an engine loads before it is asked."""

    modules: tuple[Module, ...]
    entries: tuple[EntryPoint, ...]
    data: dict[str, Any]
    """What bundles bring along. `data.config` and `data.repository` are not in it."""


class Question(NamedTuple):
    """One manifest before all entries."""

    number: int
    manifest: str
    """JSON."""
    config: str
    """`data.config` for it, JSON. A run has few different ones."""


class Reply(NamedTuple):
    """What one set of one package holds for one manifest; empty sets are left out."""

    question: int
    package: str
    set: str
    values: tuple[Any, ...]
    """JSON values, sorted by their JSON text."""


class Failure(NamedTuple):
    """What could not be answered."""

    question: int | None
    """None where it concerns every manifest from here on."""
    package: str | None
    """None where it concerns every package."""
    reason: str


class Engine(Protocol):
    """Asked once with all questions of a run; a context manager that leaves nothing behind."""

    @property
    def name(self) -> str:
        """`regorus 0.13.0`, `opa 1.22.2`."""

    def __enter__(self) -> Engine: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def ask(self, questions: Sequence[Question]) -> Iterator[Reply | Failure]:
        """Answers in the order of the questions, then of packages and sets. What fails costs itself alone."""


class EngineError(Exception):
    """An engine cannot be had, or cannot load the program. One sentence, with the place where there is one."""


class LeftBehindError(EngineError):
    """An engine answered, and could not take away again what the run had put there."""


class GivenUpError(EngineError):
    """Modules that take too long to load, or too much memory; the others may do without them."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{path}: {reason}" for path, reason in reasons.items()))
        self.reasons = reasons
        """By the path of the module."""


class ModuleError(EngineError):
    """A module that an engine cannot load; the others may do without it."""

    def __init__(self, path: str, line: int, column: int, what: str) -> None:
        super().__init__(f"{path}:{line}:{column}: {what}")
        self.path = path
        self.line = line
        self.column = column
        self.what = what
