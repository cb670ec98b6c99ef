"""Text of a manifest → the same text as it may be printed: secrets masked, nothing hidden in it.

A report ends in the log of a CI job.

By the key it is under (`names`), by where it is in a document (`inside`), by its look (`looks`), and in a text that
cannot be read (`texts`); `messages` takes it out of findings; `printable` shows control characters.
"""

from __future__ import annotations

from .inside import extents, is_secret, secrets
from .looks import DOT, MASK, mask, unlike_secrets
from .messages import cut_short, discreet, discreet_at, spellings
from .texts import masked_comment, masked_lines, masked_text

__all__ = [
    "DOT",
    "MASK",
    "cut_short",
    "discreet",
    "discreet_at",
    "extents",
    "is_secret",
    "mask",
    "masked_comment",
    "masked_lines",
    "masked_text",
    "secrets",
    "spellings",
    "unlike_secrets",
]
