"""A Finding → what it is known by from one run to the next: a hash of what it says, not of its line.

Lines can move, other documents and other findings can come and go, and the fingerprint stays. It changes with the file,
the rule, the object, the route or the message.
"""

from __future__ import annotations

from collections.abc import Iterable

from .finding import Finding, NotChecked
from .places import spell

NAME = "cmeshLint/v1"
"""The version of how it is made; a change of that is a new name."""


def fingerprint(finding: Finding) -> str:
    """32 hexadecimal digits. The same for two findings that say the same of one place, or of copies of an object."""
    where = str(finding.object) if finding.object else ""
    return _hash(finding.place.file, finding.rule, where, spell(finding.place.route), finding.message)


def fingerprints(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The fingerprint of each, in order, none twice: those that say the same are reported apart by their order."""
    return number_duplicates(map(fingerprint, findings))


def fingerprint_not_checked(missed: NotChecked) -> str:
    """32 hexadecimal digits, for something that was not checked."""
    return _hash(missed.file, "not-checked", missed.reason)


def number_duplicates(prints: Iterable[str]) -> tuple[str, ...]:
    """Each as it is when it comes first; a repetition is hashed with its number."""
    times: dict[str, int] = {}
    distinct = []
    for each in prints:
        times[each] = times.get(each, 0) + 1
        distinct.append(each if times[each] == 1 else _hash(each, str(times[each])))
    return tuple(distinct)


def _hash(*parts: str) -> str:
    from hashlib import sha256

    # No part can hold the separator of another: each comes with its length. A lone surrogate is a character, too.
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
