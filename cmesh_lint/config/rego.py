"""What a run was asked to do with the custom rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ..tuples import NamedTuple

if TYPE_CHECKING:
    from .opa import OpaSettings

Kind = Literal["regorus", "opa"]

SHIPPED = "shipped"
"""The word for the rules that come with the package."""


class Limits(NamedTuple):
    """What one evaluation may take: all rules before one object."""

    seconds: float = 5.0
    megabytes: int = 1024
    """Beyond what the engine has when it begins."""


DEFAULT = Limits()


class Allowed(NamedTuple):
    """What a rule may reach beside its input and data."""

    network: bool = False
    clock: bool = False
    """Whatever gives another answer on the next run: the time, chance."""


class Rego(NamedTuple):
    """The rules, and what runs them."""

    sources: tuple[str, ...] = ()
    """Folders, files, bundles, and the word `shipped`."""
    by_flag: bool = False
    """Whether a user named them, who may mean a pipe."""
    kind: Kind = "regorus"
    server: OpaSettings | None = None
    """The OPA that is asked; None: one of our own is started."""
    limits: Limits = Limits()
    allowed: Allowed = Allowed()
