"""The options that say which OPA runs the custom rules."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from ..config.opa import OpaSecret, OpaSettings

F = TypeVar("F", bound=Callable[..., Any])

TOKEN = "CMESH_LINT_OPA_TOKEN"
"""The only way in for a token itself: a command line is seen by all, and a configuration is committed."""


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


def opa_of(own: bool | None, options: Mapping[str, Any]) -> OpaSettings | None:
    """The server that the options name, by parameter, `opa_url`; None: no server is asked. Raises click.UsageError.

    No configuration file has a say: it comes with the repository, and would choose where manifests and a token go.
    """
    if own is not None and options["opa_url"]:
        raise click.UsageError(f"--opa-url names a server, and --{'' if own else 'no-'}opa says to ask another engine")
    url = options["opa_url"]
    if own is not None or not url:
        return None
    from ..config.opa import OpaSettings, OpaSettingsError, check

    said = {
        key: value
        for key in ("ca_file", "client_cert", "client_key", "timeout", "retries")
        if (value := options[f"opa_{key}"]) is not None
    }
    try:
        return check(OpaSettings(url, _token(options["opa_token_file"]), **said))
    except OpaSettingsError as error:
        raise click.UsageError(f"the OPA server: {error}") from error


def _token(named: str | None) -> OpaSecret | None:
    from ..config.opa import token, token_from

    return token_from(named) if named else token(os.environ.get(TOKEN, ""), TOKEN)
