"""Which OPA runs the rules of an organisation: what the options ask for."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .usage import usage_error

if TYPE_CHECKING:
    from ..config.opa import OpaSecret, OpaSettings

TOKEN = "CMESH_LINT_OPA_TOKEN"
"""The only way in for a token itself: a command line is seen by all, and a configuration is committed."""


def opa_of(own: bool | None, options: Mapping[str, Any]) -> OpaSettings | None:
    """The server that the options name, by parameter, `opa_url`; None: no server is asked. Raises click.UsageError.

    No configuration file has a say: it comes with the repository, and would choose where manifests and a token go.
    """
    if own is not None and options["opa_url"]:
        raise usage_error(f"--opa-url names a server, and --{'' if own else 'no-'}opa says to ask another engine")
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
        raise usage_error(f"the OPA server: {error}") from error


def _token(named: str | None) -> OpaSecret | None:
    from ..config.opa import token, token_from

    return token_from(named) if named else token(os.environ.get(TOKEN, ""), TOKEN)
