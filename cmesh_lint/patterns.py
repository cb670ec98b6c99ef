"""Regular expressions that are compiled where one is first used: most runs use few of the hundred there are."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_ASKED_BY = ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split")


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, compiled when it is first used."""
    return cast("re.Pattern[AnyStr]", _Late(text, flags))


class _Late:
    """Stands for a pattern. Once that is compiled, its methods are found here at once."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self.pattern = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self._flags)
        if name in _ASKED_BY:
            for each in _ASKED_BY:
                setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)
