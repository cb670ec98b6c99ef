"""Which rules a run asks about everything they need to see, so that their silence means something."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ...rule import POLICY, REPOSITORY, holds
from ...rules import catalogue
from ...versions import Version

OF_ENVOY = "envoy-rejects"
"""Only Envoy itself reports this rule, in `verify`."""


def is_asked(rule_id: str, versions: Sequence[Version], complete: bool, enabled: Collection[str]) -> bool:
    """Whether linting runs a built-in rule. `complete`: every file there is belongs to the run.

    A rule about several files may have found nothing because the other file is not among those of the run.
    """
    card = catalogue.find(rule_id)
    if card is None or card.id == OF_ENVOY or not (card.default or card.id in enabled):
        return False
    if not complete and {REPOSITORY, POLICY} & set(card.on):
        return False
    return any(holds(card, version) for version in versions)
