"""The options that say which OPA runs the custom rules."""

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
    click.option("--opa/--no-opa", "own", default=None, help="Run custom rules with the `opa` in the PATH."),
    _option("--opa-url", metavar="URL", help="Run custom rules on this OPA server."),
    _option(
        "--opa-token-file",
        metavar="FILE",
        help=f"File with the bearer token for the OPA server; or put the token into {TOKEN}.",
    ),
    _option("--opa-ca-file", metavar="FILE", help="CA bundle used to verify the OPA server's certificate."),
    _option("--opa-client-cert", metavar="FILE", help="Client certificate for the OPA server."),
    _option("--opa-client-key", metavar="FILE", help="Key of the client certificate."),
    _option(
        "--opa-timeout",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        help="Request timeout in seconds.  [default: 10]",
    ),
    _option(
        "--opa-retries",
        type=click.IntRange(min=0),
        metavar="N",
        help="How often to retry a failed connection.  [default: 2]",
    ),
)


def opa_options(command: F) -> F:
    """Adds the options; `opa_of` takes their values, all that begin with `opa_`, and `own`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
