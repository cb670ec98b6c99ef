"""How an OPA server is reached: from flags, the environment and the configuration, in this order."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from .nouns import EngineError

PREFIX = "CMESH_LINT_OPA_"
"""Environment variables: `CMESH_LINT_OPA_URL`, `CMESH_LINT_OPA_TOKEN`, and so on for every field."""


class Secret:
    """A text that no message, log or traceback shows."""

    def __init__(self, text: str) -> None:
        self._text = text

    def revealed(self) -> str:
        """The text, for the header it goes into."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)


class OpaSettings(NamedTuple):
    """Where a server is and how it is spoken to."""

    url: str
    """`https://opa.example.com:8181`, with a path where a proxy wants one."""
    token: Secret | None = None
    """Sent as `Authorization: Bearer`."""
    ca_file: str | None = None
    """Certificates that the server's is held against; None: those the system trusts."""
    client_cert: str | None = None
    client_key: str | None = None
    """None where the certificate's file holds the key, too."""
    timeout: float = 10.0
    """Seconds for one request. A rule that has one manifest and takes longer is stopped."""
    retries: int = 2
    """How often a connection that fails is tried again."""


def opa_settings(flags: Mapping[str, Any], environ: Mapping[str, str], config: Mapping[str, Any]) -> OpaSettings | None:
    """The settings; None where no source names a server. Raises EngineError with what is wrong and where it stands.

    Keys of `flags` and `config` are the fields, and `token_file` for a file that holds the token. A token itself comes
    by the environment alone: command lines are seen by all, and configurations are committed.
    """
    found = _Sources(flags, environ, config)
    url = found.text("url")
    if not url:
        return None
    _check_url(url)
    return OpaSettings(
        url=url.rstrip("/"),
        token=_token(found),
        ca_file=found.file("ca_file"),
        client_cert=found.file("client_cert"),
        client_key=found.file("client_key"),
        timeout=found.number("timeout", float, OpaSettings._field_defaults["timeout"], lambda value: value > 0),
        retries=found.number("retries", int, OpaSettings._field_defaults["retries"], lambda value: value >= 0),
    )


class _Sources(NamedTuple):
    flags: Mapping[str, Any]
    environ: Mapping[str, str]
    config: Mapping[str, Any]

    def text(self, key: str) -> str | None:
        return self.named(key)[1]

    def named(self, key: str) -> tuple[str, str | None]:
        """How the source calls it, and what it says."""
        if self.flags.get(key) is not None:
            return f"--opa-{key.replace('_', '-')}", str(self.flags[key])
        if self.environ.get(PREFIX + key.upper()):
            return PREFIX + key.upper(), self.environ[PREFIX + key.upper()]
        return f"opa.{key}", str(self.config[key]) if self.config.get(key) is not None else None

    def file(self, key: str) -> str | None:
        name, path = self.named(key)
        if path is not None and not os.path.isfile(path):
            raise EngineError(f"{name}: there is no file {path}")
        return path

    def number(self, key: str, kind: Callable[[str], float], default: float, fits: Callable[[float], bool]) -> Any:
        name, text = self.named(key)
        if text is None:
            return default
        try:
            value = kind(text)
        except ValueError:
            value = float("nan")
        if not fits(value) or value == float("inf"):
            raise EngineError(f"{name}: `{text}` is no number of {'seconds' if key == 'timeout' else 'times'}")
        return value


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        port, host, signed = parts.port, parts.hostname, "@" in parts.netloc
    except ValueError:
        port, host, parts, signed = None, None, urlsplit(""), "@" in url
    # What stands before an `@` may be a password: it is not repeated.
    if signed:
        raise EngineError(f"the address of OPA holds a name or a password; {PREFIX}TOKEN takes the token")
    if parts.scheme not in ("http", "https") or not host or port == 0 or parts.query or parts.fragment:
        raise EngineError(f"`{url}` is no address of a server; one like https://opa.example.com:8181 was expected")


def _token(found: _Sources) -> Secret | None:
    """The token: a file named by a flag, else the environment's own, else a file named elsewhere."""
    name, text = f"{PREFIX}TOKEN", found.environ.get(f"{PREFIX}TOKEN", "")
    if found.flags.get("token_file") is not None or not text:
        name, path = found.named("token_file")
        found.file("token_file")
        text = _read(name, path) if path else ""
    text = text.strip()
    if any(not 32 < ord(character) < 127 for character in text):
        raise EngineError(f"{name} holds no token: there are odd characters in it")
    return Secret(text) if text else None


def _read(name: str, path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except (OSError, ValueError) as error:
        raise EngineError(f"{name}: {path} cannot be read") from error
