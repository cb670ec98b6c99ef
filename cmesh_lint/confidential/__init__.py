"""What of a manifest is secret. None of it is printed: a report ends in the log of a CI job.

By the key it is under (`names`), by where it is in a document (`inside`), by its look (`looks`), and in a text that
cannot be read (`texts`); `said` takes it out of messages.
"""

from __future__ import annotations

from .inside import extents, is_secret, secrets
from .looks import DOT, MASK, masked, unlike_secrets
from .said import cut_short, discreet, discreet_at, spellings
from .texts import masked_comment, masked_lines, masked_text

__all__ = [
    "DOT",
    "MASK",
    "cut_short",
    "discreet",
    "discreet_at",
    "extents",
    "is_secret",
    "masked",
    "masked_comment",
    "masked_lines",
    "masked_text",
    "secrets",
    "spellings",
    "unlike_secrets",
]
