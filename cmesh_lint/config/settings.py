"""What a run was asked to do: the command line, the environment and the configuration file, settled."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal

from ..finding import SEVERITIES, Severity
from ..tuples import NamedTuple
from ..versions import NEWEST, Version
from .overrides import Tuning
from .rego import Rego

if TYPE_CHECKING:
    pass

    pass

FailLevel = Severity | Literal["never"]
FAIL_LEVELS: tuple[FailLevel, ...] = (*SEVERITIES, "never")

Colour = Literal["auto", "always", "never"]
COLOURS: tuple[Colour, ...] = ("auto", "always", "never")


class Output(NamedTuple):
    """A report to write."""

    format: str = "text"
    """A name in `reports.FORMATS`."""
    path: str | None = None
    """The file to write; None for standard output."""


class Settings(NamedTuple):
    """Everything a run needs to know, decided."""

    paths: tuple[str, ...]
    """Files and folders to read; `-` is standard input."""
    exclude: tuple[str, ...] = ()
    """Globs of paths that are not read."""
    cilium_versions: tuple[Version, ...] = (NEWEST,)
    """Each once, oldest first; never empty."""
    other_versions: bool = False
    """Whether the configuration names versions that this run does not check for."""
    fail_level: FailLevel = "error"
    """The mildest severity that fails the run."""
    outputs: tuple[Output, ...] = (Output(),)
    """At most one of them goes to standard output."""
    colour: Colour = "auto"
    config: str | None = None
    """The configuration file that was read."""
    complete: bool = False
    """Whether what the files refer to and do not hold is nowhere."""
    progress: bool | None = None
    """Whether to show progress; None where the terminal decides."""
    tuning: Tuning = Tuning()
    """What is on or off, how severe, with which parameters."""
    rego: Rego = Rego()
    """The custom rules."""
    ignores: bool = True
    """Whether comments and annotations can ignore findings."""
    known: Baseline | None = None
    """The findings that do not count, because they were there before."""
    base: Base | None = None
    """The state to compare with, whose findings do not count; None to compare with nothing."""
    kustomize: bool = True
    """Whether to build the kustomizations of folders that hold CECs or policies."""
    kustomize_plugins: bool = False
    """Whether kustomize may run what they name: functions, plugins, helm."""
    show_ignored: bool = False
    """Whether reports for people list what does not count, too."""


class Base(NamedTuple):
    """The state that a change is compared with."""

    ref: str
    """What was asked for: a branch, a tag, a commit."""
    commit: str
    """The commit that `ref` and HEAD have in common, in hexadecimal digits."""
    top: str
    """The folder of the repository."""
    not_applied: tuple[str, ...] = ()
    """Files of the change that do not say how it is checked, as the repository calls them."""


class BaselineEntry(NamedTuple):
    """Findings that say the same. All but the fingerprint and the number is for people."""

    file: str
    rule: str
    object: str
    path: str
    message: str
    fingerprint: str
    times: int

    def __str__(self) -> str:
        where = f"{self.object}: {self.path}" if self.object else self.path
        return f"{self.file}: {self.rule}: {where or 'the whole document'}: {self.message}"


class Baseline(NamedTuple):
    """What a file of known findings holds."""

    path: str
    """The file, as it was named."""
    folder: str
    """Its folder seen from where the paths of findings are seen from."""
    entries: tuple[BaselineEntry, ...]

    def reached(self, entry: BaselineEntry) -> str:
        """The absolute path of an entry's file."""
        return os.path.abspath(os.path.join(self.folder, entry.file))
