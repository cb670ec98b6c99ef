"""Globs of paths as git's ignore files spell them, without `!`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence


def matcher(globs: Sequence[str]) -> Callable[[str], bool]:
    """Whether a path, written with `/`, is one that the globs name, or lies below one. No globs name nothing."""
    if not globs:
        return lambda path: False
    pattern = re.compile("|".join(map(_regex, globs)))
    return lambda path: pattern.match(path) is not None


def _regex(glob: str) -> str:
    """A glob as a regular expression that matches the path it names, and everything below."""
    body = glob.removeprefix("./").strip("/")
    anchored = "/" in glob.rstrip("/")
    parts = re.split(r"(\*\*/|/\*\*\Z|\*|\?|\[[^]/]{1,64}\])", body)
    regex = "".join(_WILD.get(part) or _class(part) for part in parts)
    return f"{'' if anchored else '(?:.*/)?'}{regex}(?:/.*)?\\Z"


_WILD = {"**/": "(?:.*/)?", "/**": "/.*", "*": "[^/]*", "?": "[^/]"}


def _class(part: str) -> str:
    if not (part.startswith("[") and part.endswith("]")):
        return re.escape(part)
    inside = part[1:-1].replace("\\", "\\\\")
    return f"[^{inside[1:]}]" if inside[0] in "!^" else f"[{inside}]"
