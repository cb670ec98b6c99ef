"""A team's own OPA server as an engine. What a run puts there is below a package of its own, and is removed."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from types import TracebackType

from ...config.opa import OpaSettings
from ..shutdown import leaving_by_the_door
from ..types import EngineError, Failure, LeftBehindError, Program, Question, Reply
from .batching import Asking
from .client import Door, Gone, Refused, ServerResponse, TookTooLong
from .program import server_program

NAMESPACE = "cmesh_lint_run_"
"""What the names of all packages, policies and data of a run begin with; sixteen hexadecimal digits follow."""


class OpaEngine:
    """A server at an address. See `nouns.Engine`."""

    def __init__(self, program: Program, repository: str, settings: OpaSettings) -> None:
        self._made = partial(server_program, program, repository, NAMESPACE + secrets.token_hex(8))
        self._program = self._made(merge=True)
        self._settings = settings
        self._put: dict[str, None] = {}
        self._data_put = False
        self._gone = False
        self._exits = ExitStack()
        self._version = ""

    @property
    def name(self) -> str:
        """`opa 1.22.2`; `opa` where the server does not say."""
        return f"opa {self._version}".strip()

    def __enter__(self) -> OpaEngine:
        with ExitStack() as exits:
            exits.enter_context(leaving_by_the_door())
            self._door = Door(self._settings)
            exits.callback(self._door.close)
            with in_a_sentence(self._error):
                self._version = spoken_version(self._door)
                exits.push(self._remove)
                self._push()
            self._exits = exits.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._exits.__exit__(kind, error, trace)

    def ask(self, questions: Sequence[Question]) -> Iterator[Reply | Failure]:
        """See `nouns.Engine`."""
        for reply in Asking(self._door, self._program).replies(questions):
            self._gone = isinstance(reply, Failure) and reply.question is None and reply.package is None
            yield reply

    def _error(self, told: ServerResponse) -> EngineError:
        # By the program as it is then: it changes when modules turn out not to be one.
        return self._program.error(told)

    def _push(self) -> None:
        self._data_put = True
        self._door.put_data(self._program.namespace, self._program.data)
        try:
            self._push_policies()
        except Refused as refused:
            if not refused.told or self._program == self._made(merge=False):
                raise
            # Alone, each module is held for its own faults only.
            self._remove_policies()
            self._program = self._made(merge=False)
            self._push_policies()

    def _push_policies(self) -> None:
        waiting = {name: policy.text for name, policy in self._program.policies.items()}
        while waiting:
            late = self._push_each(waiting)
            if len(late) == len(waiting):
                raise next(iter(late.values()))
            waiting = {name: waiting[name] for name in late}
        self._put_policy(self._program.asking_package, self._program.asking)

    def _push_each(self, policies: Mapping[str, str]) -> dict[str, Refused]:
        """The policies that have to wait for others: a server wants a function to be there before its calls."""
        pushed = {name: self._pushed(name, text) for name, text in policies.items()}
        return {name: refused for name, refused in pushed.items() if refused}

    def _pushed(self, name: str, text: str) -> Refused | None:
        try:
            self._put_policy(name, text)
        except Refused as refused:
            if _misses_a_function(refused):
                return refused
            raise
        return None

    def _put_policy(self, name: str, text: str) -> None:
        # Noted before it is sent: a request that is broken off may have arrived.
        self._put.pop(name, None)
        self._put[name] = None
        self._door.put_policy(name, text)

    def _remove(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Takes away all that was put there."""
        left = self._remove_policies()
        if self._data_put and not _removed(self._door.delete_data, self._program.namespace):
            left.append(self._program.namespace)
        if left and error is None and not self._gone:
            raise LeftBehindError(f"what this run stored on the OPA server could not be removed: {', '.join(left)}")

    def _remove_policies(self) -> list[str]:
        """Callers before what they call; gives those that could not be removed."""
        left = [name for name in reversed(self._put) if not _removed(self._door.delete_policy, name)]
        self._put.clear()
        return left


def _removed(remove: Callable[[str], None], name: str) -> bool:
    try:
        remove(name)
    except Refused as refused:
        return refused.missing
    except (Gone, TookTooLong):
        return False
    return True


def _misses_a_function(refused: Refused) -> bool:
    return bool(refused.told) and all(told.message.startswith("undefined function ") for told in refused.told)


def spoken_version(door: Door) -> str:
    """The version of a server that understands Rego v1. Raises EngineError for another."""
    version = door.version()
    if version.startswith("0."):
        raise EngineError(f"the OPA server has version {version}; expected 1.0 or newer, for Rego v1")
    return version


@contextmanager
def in_a_sentence(error: Callable[[ServerResponse], EngineError]) -> Iterator[None]:
    """What a server says at the start, as EngineError, or as what `error` makes of it."""
    try:
        yield
    except Refused as refused:
        raise (error(refused.told[0]) if refused.told else EngineError(f"OPA reports: {refused}")) from refused
    except (Gone, TookTooLong) as gone:
        raise EngineError(str(gone)) from gone
