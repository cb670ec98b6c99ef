"""How far some files reach: the CECs that have to do with them, and everything that stands beside CECs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from .. import alone, files
from ..across.facts import Told
from ..files import Source, holds_envoy_config, neighbour
from ..git import Git
from ..lint import Linter, Outcome
from ..run import judged
from .kin import is_kin, words_beside, words_of
from .staged import candidates

_STEPS = 2
"""A CEC has to do with another one through what stands beside both."""
_OF_ALL = (b"l7Proxy", b"envoyConfig:", b"enable-envoy-config", b"enable-l7-proxy")
"""Settings of Cilium, which every CEC has to do with."""


class Reach:
    """The files of a repository that have to do with others. Each is read once."""

    def __init__(self, git: Git, linter: Linter, left_out: Callable[[str], bool]) -> None:
        self._git = git
        self._linter = linter
        self._left_out = left_out
        self._read: dict[str, Source | None] = {}

    def source_of(self, path: str) -> Source | None:
        """The file at `path`, as it is."""
        if path not in self._read:
            found = files.read_whole(path)
            self._read[path] = found if isinstance(found, Source) else None
        return self._read[path]

    def around(
        self, touched: Mapping[str, Outcome], told: Iterable[Told], texts: Iterable[bytes]
    ) -> dict[str, Outcome]:
        """What the files come to that the touched ones have to do with.

        `told` and `texts` are about the touched files, as they are and as they were.
        """
        texts = [text for text in texts if _matters(text)]
        if not texts:
            return {}
        found = [path for path in candidates(self._git) if path not in touched and not self._left_out(path)]
        configs = [path for path in found if self._holds_envoy_config(path)]
        outcomes = {path: self._alone(path) for path in found if not self._holds_envoy_config(path)}
        if any(mark in text for text in texts for mark in _OF_ALL):
            return outcomes | self._judged(configs)
        words = words_of(told).union(*(words_beside(text) for text in texts if not holds_envoy_config(text)))
        for _ in range(_STEPS):
            kin = [path for path in configs if path not in outcomes and self._is_kin(path, words)]
            more = self._judged(kin)
            outcomes |= more
            words = words_of(each for outcome in more.values() for each in outcome.told)
        return outcomes

    def _judged(self, paths: list[str]) -> dict[str, Outcome]:
        return dict(zip(paths, judged(paths, self._linter).outcomes, strict=True))

    def _alone(self, path: str) -> Outcome:
        return alone.outcome(self.source_of(path) or files.read_whole(path), self._linter)

    def _holds_envoy_config(self, path: str) -> bool:
        source = self.source_of(path)
        return source is not None and holds_envoy_config(source.data)

    def _is_kin(self, path: str, words: set[bytes]) -> bool:
        source = self.source_of(path)
        return source is not None and is_kin(source.data, words)


def _matters(text: bytes) -> bool:
    return holds_envoy_config(text) or neighbour(Source("", text)) is not None
