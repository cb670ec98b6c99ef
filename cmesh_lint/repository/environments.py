"""Which files do not go to one cluster together: overlays, environments, clusters.

A repository often holds one object several times, once for each environment. Folders show which, by their names.
"""

from __future__ import annotations

import re

from ..patterns import pattern

_ABOVE = pattern(
    r"overlays|variants|clusters?|environments?|envs?|stages|regions|tenants|examples|tests|testdata|fixtures", re.I
)
"""Each folder in one of these is another place to go to."""
_STAGE = pattern(
    r"(?:.*[-_])?(?:dev|develop|development|test|testing|qa|uat|int|staging|stage|preprod|prod|production|live|sandbox"
    r"|canary|base|common)(?:[-_].*)?",
    re.I,
)
"""Folders of such names are one environment each."""


def apart(one: str, other: str) -> bool:
    """Whether two files, by their paths, belong to different environments."""
    ours, theirs = one.split("/")[:-1], other.split("/")[:-1]
    common = 0
    while common < min(len(ours), len(theirs)) and ours[common] == theirs[common]:
        common += 1
    rest = {*ours[common:], *theirs[common:]}
    above = ours[common - 1] if common else ""
    return bool(rest) and (_ABOVE.fullmatch(above) is not None or any(map(_is_environment, rest)))


def _is_environment(folder: str) -> bool:
    return _STAGE.fullmatch(folder) is not None or _ABOVE.fullmatch(folder) is not None
