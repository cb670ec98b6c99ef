"""The card of a kind: its schema, its examples, and what it makes of a policy."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..fields import Schema
from ..pieces import Attachment, Making, PolicySource, Upstream

Makes = Callable[[PolicySource, Attachment], Making]
MakesCluster = Callable[[PolicySource, Upstream], Making]
MakesAlone = Callable[[PolicySource, str], Making]


class Kind(NamedTuple):
    """A kind of policy."""

    name: str
    summary: str
    """A sentence or two for hover and page."""
    spec: dict[str, Schema]
    """The fields of `spec`, without those that all kinds share."""
    examples: tuple[str, ...]
    """Policies, in YAML, that together use every field; each is expanded and checked by the tests."""
    listener: Makes | None = None
    """What it makes of how a Service is called: in the CEC of that Service."""
    cluster: MakesCluster | None = None
    """What it makes of a Service as a destination: in every CEC that sends requests there."""
    routed: bool = False
    """Whether `routes` may limit it."""
    tcp: bool = False
    """Whether it makes sense for a Service that is proxied as TCP."""
    standalone: MakesAlone | None = None
    """What it makes of a policy of its name that attaches to no Service: a CCEC of its own."""
    variant: str = ""
    """The field that distinguishes policies of one Service: those with different values do not merge."""
    required: tuple[str, ...] = ()
    """Fields that the policies of a Service must have together."""

    @property
    def attached(self) -> bool:
        """Whether its policies attach to Services."""
        return self.standalone is None
