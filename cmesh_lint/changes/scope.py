"""How far some files reach: the CECs that have to do with them, and everything that is beside CECs."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Sequence

from ..lint import one_file
from ..lint.linter import Linter, Outcome
from ..pipeline import check_files
from ..repository.facts import VersionedFacts
from ..source import files
from ..source.files import Source, holds_envoy_config, neighbour
from ..source.prefilter import POLICIES
from ..system.git import Git
from .related_files import is_kin, sets_cilium, words_beside, words_of, words_through
from .staged import candidates


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
            found = self.read(path)
            self._read[path] = found if isinstance(found, Source) else None
        return self._read[path]

    def read(self, path: str) -> one_file.Read:
        """What is read at `path`, as in a run over the repository."""
        return files.read_whole(self._guarded(path))

    def around(
        self, touched: Collection[str], told: Iterable[VersionedFacts], sources: Iterable[Source]
    ) -> dict[str, Outcome]:
        """The results of the files that are related to the touched ones.

        `told` and `sources` are about the touched files, as they are and as they were.
        """
        sources = list(sources)
        if not any(_matters(source) for source in sources):
            return {}
        found = [path for path in candidates(self._git) if path not in touched and not self._left_out(path)]
        outcomes = {path: self._alone(path) for path in found if not self._is_judged(path)}
        judged = [path for path in found if path not in outcomes]
        if any(map(sets_cilium, sources)):
            return outcomes | self._judged(judged)
        everything = filter(None, map(self.source_of, found))
        words = words_of(told).union(*map(words_beside, filter(neighbour, sources)))
        words = words_through(everything, words)
        kin = {path for path in judged if self._is_kin(path, words)}
        # Policies of several files make one CEC: all of them are checked, or none.
        stanzas = {path for path in judged if self._speaks_of_stanzas(path)}
        if kin & stanzas or any(POLICIES.in_bytes(source.data) for source in sources):
            kin |= stanzas
        return outcomes | self._judged([path for path in judged if path in kin])

    def _judged(self, paths: list[str]) -> dict[str, Outcome]:
        return dict(zip(paths, self.outcomes(paths), strict=True))

    def outcomes(self, paths: Sequence[str]) -> tuple[Outcome, ...]:
        """The results of files, each checked alone."""
        return check_files([*map(self._guarded, paths)], self._linter).outcomes

    def _guarded(self, path: str) -> str:
        return files.guard(path, (self._git.folder,)) if os.path.islink(path) else path

    def _alone(self, path: str) -> Outcome:
        return one_file.outcome(self.source_of(path) or self.read(path), self._linter)

    def _is_judged(self, path: str) -> bool:
        source = self.source_of(path)
        return source is not None and (holds_envoy_config(source.data) or POLICIES.in_bytes(source.data))

    def _speaks_of_stanzas(self, path: str) -> bool:
        source = self.source_of(path)
        return source is not None and POLICIES.in_bytes(source.data)

    def _is_kin(self, path: str, words: set[bytes]) -> bool:
        source = self.source_of(path)
        return source is not None and is_kin(source.data, words)


def _matters(source: Source) -> bool:
    return holds_envoy_config(source.data) or neighbour(source) is not None or POLICIES.in_bytes(source.data)
