"""The nouns: what is made of files, and what of them it was made of."""

from __future__ import annotations

from collections.abc import Callable

from ..finding import At
from ..places import Place, Route
from ..source.documents import Document
from ..source.files import Source
from ..tuples import NamedTuple


class Cause(NamedTuple):
    """Where something that was made comes from: a place of a file that people edit."""

    document: Document
    route: Route
    at: At = "value"


class Made(NamedTuple):
    """A text that is in no file."""

    source: Source
    """Its path is a name for the run alone; the folders in it are those of its sources."""
    shown: str
    """What reports call it: `<kustomize build overlays/prod>`."""
    words: str
    """How messages describe a place in it: "in the output of `kustomize build overlays/prod`"."""
    cause: Callable[[Place], Cause | None]
    """What a place in it comes from; None where that is not known."""
