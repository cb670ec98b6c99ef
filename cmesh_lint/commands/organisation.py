"""Which rules of an organisation run, and where: what the options and the configuration ask for."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..config import file as configuration
from ..config.file import Config
from ..config.rego import SHIPPED, Allowed, Limits, Rego
from .usage import usage_error

if TYPE_CHECKING:
    from ..config.opa import OpaSettings
    from ..rego.ruleset import Ruleset


def rego_settings(
    file: Config,
    *,
    rules: tuple[str, ...],
    rule_timeout: float,
    rule_memory: int,
    allow_network: bool,
    allow_clock: bool,
    own: bool | None,
    **opa: Any,
) -> Rego:
    """What the options and the configuration file ask for. Raises click.UsageError for a path that is not there."""
    _refuse_missing(rules)
    server = _server(own, opa)
    return Rego(
        sources=rules or file.rules,
        by_flag=bool(rules),
        kind="opa" if own or server else "regorus",
        server=server,
        limits=Limits(rule_timeout, rule_memory),
        allowed=Allowed(allow_network, allow_clock),
    )


def _server(own: bool | None, options: Mapping[str, Any]) -> OpaSettings | None:
    if own is None and not options["opa_url"]:
        return None
    from .opa_server import opa_of

    return opa_of(own, options)


def load(sources: Sequence[str]) -> Ruleset | None:
    """The custom rules at some paths, else those that the configuration names. Raises click.UsageError."""
    from ..rego import ruleset

    _refuse_missing(sources)
    paths = tuple(sources) or _configured()
    return ruleset.load(paths, by_flag=bool(sources)) if paths else None


def _refuse_missing(sources: Sequence[str]) -> None:
    for path in sources:
        if path != SHIPPED and not os.path.exists(path):
            raise usage_error(f"no such folder, file or bundle of rules: `{path}`")


def _configured() -> tuple[str, ...]:
    path = configuration.find(os.getcwd(), os.path.expanduser("~"))
    try:
        return configuration.load(path).rules if path else ()
    except configuration.ConfigError as wrong:
        raise usage_error(str(wrong)) from wrong
    except OSError as error:
        from ..redaction.printable import printable

        raise usage_error(f"cannot read `{printable(str(path))}`: {error.strerror}") from error
