"""Plain calls of `lint` and `hook`, read without click: argv → the values that click would hand over.

Loading click takes as long as checking a CEC. Whatever is not in the tables below is for click to read: help, errors,
completion, environment variables and the rarer options.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..config.rego import Limits
from ..config.settings import COLOURS, FAIL_LEVELS
from ..reports import FORMATS
from ..tuples import NamedTuple
from . import COMMANDS

_VARIABLES = ("CMESH_LINT_", "_CMESH_LINT_")
"""What variables that click reads begin with."""
_JUDGING: dict[str, Any] = {
    "cilium_versions": (),
    "exclude": (),
    "fail_level": None,
    "complete": None,
    "kustomize": True,
    "kustomize_plugins": False,
    "severities": (),
    "baseline": None,
    "new_baseline": None,
    "no_ignores": False,
    "show_ignored": False,
    "rules": (),
    "rule_timeout": Limits().seconds,
    "rule_memory": Limits().megabytes,
    "allow_network": False,
    "allow_clock": False,
    "own": None,
    "opa_url": None,
    "opa_token_file": None,
    "opa_ca_file": None,
    "opa_client_cert": None,
    "opa_client_key": None,
    "opa_timeout": None,
    "opa_retries": None,
    "config": None,
    "no_config": False,
    "colour": "auto",
}
_LINT: dict[str, Any] = {
    **_JUDGING,
    "formats": (),
    "files": (),
    "changed_since": None,
    "config_from": "base",
    "progress": None,
}
_NOTHING_SAID = {"lint": _LINT, "hook": _JUDGING}
"""The values of a call without options."""
_PATHS = {"lint": "paths", "hook": "files"}

_FLAGS: dict[str, tuple[str, bool]] = {
    "--assume-complete": ("complete", True),
    "--kustomize": ("kustomize", True),
    "--no-kustomize": ("kustomize", False),
    "--no-config": ("no_config", True),
    "--no-ignores": ("no_ignores", True),
    "--show-ignored": ("show_ignored", True),
    "--progress": ("progress", True),
    "--no-progress": ("progress", False),
}
_WORDS: dict[str, tuple[str, Sequence[str]]] = {
    "--fail-level": ("fail_level", FAIL_LEVELS),
    "--color": ("colour", COLOURS),
    "--format": ("formats", tuple(FORMATS)),
}
"""Options with a value that is one of a few."""
_TEXTS = {"--config": "config", "--baseline": "baseline"}
"""Options with any value."""
_ONE_OF_MANY = "formats"
"""An option that may be repeated; several are for click, which pairs them with files."""


class Call(NamedTuple):
    """A call of a command."""

    command: str
    """`lint` or `hook`."""
    values: dict[str, Any]
    """By the name of the parameter, all there are."""


def read(args: Sequence[str], environ: Mapping[str, str]) -> Call | None:
    """The call, where it names files and options of the tables; None where click has to read it."""
    if not args or any(name.startswith(_VARIABLES) for name in environ):
        return None
    first = args[0]
    if first in COMMANDS and first not in _NOTHING_SAID:
        return None
    command = first if first in COMMANDS else "lint"
    values = dict(_NOTHING_SAID[command])
    paths = _said(args[1:] if first in COMMANDS else args, values)
    if not paths:
        return None
    values[_PATHS[command]] = tuple(paths)
    return Call(command, values)


def _said(args: Sequence[str], values: dict[str, Any]) -> list[str] | None:
    """Puts what options say into `values`, and gives the paths; None where click has to read it."""
    paths: list[str] = []
    left = iter(args)
    for each in left:
        if each == "--":
            return [*paths, *left]
        if each == "-" or not each.startswith("-"):
            paths.append(each)
            continue
        # What is a file as well is refused.
        if os.path.lexists(each) or not _is_set(each, left, values):
            return None
    return paths


def _is_set(said: str, left: Iterator[str], values: dict[str, Any]) -> bool:
    """Whether an option, whose value may be `left`, could be put into `values`."""
    if said in _FLAGS:
        name, flag = _FLAGS[said]
        return _is_put(name, flag, values)
    option, has_value, value = said.partition("=")
    if option not in _WORDS and option not in _TEXTS:
        return False
    if not has_value:
        value = next(left, "-")
        if value.startswith("-"):
            return False
    if option in _TEXTS:
        return _is_put(_TEXTS[option], value, values)
    name, words = _WORDS[option]
    if value not in words:
        return False
    if name == _ONE_OF_MANY:
        return not values.get(name) and _is_put(name, (value,), values)
    return _is_put(name, value, values)


def _is_put(name: str, value: object, values: dict[str, Any]) -> bool:
    if name not in values:
        return False
    values[name] = value
    return True


def run(call: Call) -> int:
    """Does what the call asks for and gives the exit status. Raises what click shows."""
    if call.command == "hook":
        from .hook_run import run_hook

        return run_hook(**call.values)
    from .lint_run import run_lint

    return run_lint(**call.values, folder=_no_folder)


def _no_folder() -> str:
    raise AssertionError("what needs a folder is for click to read")
