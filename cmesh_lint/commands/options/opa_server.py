"""The options that say which OPA runs the rules of an organisation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from ..opa_server import TOKEN

F = TypeVar("F", bound=Callable[..., Any])


def _option(name: str, **more: Any) -> Callable[[F], F]:
    variable = "CMESH_LINT_" + name.removeprefix("--").replace("-", "_").upper()
    return click.option(name, envvar=variable, show_envvar=True, **more)


_OPTIONS = (
    click.option("--opa/--no-opa", "own", default=None, help="Run rules in the opa on PATH, started for the run."),
    _option("--opa-url", metavar="URL", help="Run rules on this OPA server."),
    _option("--opa-token-file", metavar="FILE", help=f"The bearer token for it; {TOKEN} may hold the token instead."),
    _option("--opa-ca-file", metavar="FILE", help="Certificates that its own is held against."),
    _option("--opa-client-cert", metavar="FILE", help="Our certificate for it."),
    _option("--opa-client-key", metavar="FILE", help="The key of our certificate."),
    _option(
        "--opa-timeout",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        help="How long a request may take. 10 where nothing is said.",
    ),
    _option(
        "--opa-retries",
        type=click.IntRange(min=0),
        metavar="N",
        help="How often a connection that fails is tried again. 2 where nothing is said.",
    ),
)


def opa_options(command: F) -> F:
    """Adds the options; `opa_of` takes their values, all that begin with `opa_`, and `own`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
