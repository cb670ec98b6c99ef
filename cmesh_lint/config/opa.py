"""How an OPA server is reached."""

from __future__ import annotations

import os
from typing import NamedTuple
from urllib.parse import urlsplit

from ..system import regular_files

_LONGEST = 100_000
"""Bytes of a file with a token."""


class OpaSecret:
    """A text that no message, log or traceback shows."""

    def __init__(self, text: str) -> None:
        self._text = text

    def revealed(self) -> str:
        """The text, for the header it goes into."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OpaSecret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)


class OpaSettings(NamedTuple):
    """Where a server is and how it is spoken to."""

    url: str
    """`https://opa.example.com:8181`, with a path where a proxy wants one."""
    token: OpaSecret | None = None
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


class OpaSettingsError(ValueError):
    """What cannot be meant. One sentence, without anything secret."""


def check(settings: OpaSettings) -> OpaSettings:
    """The settings, the address without a slash at its end. Raises OpaSettingsError."""
    _check_url(settings.url)
    for path in (settings.ca_file, settings.client_cert, settings.client_key):
        if path is not None and not os.path.isfile(path):
            # TLS takes the name of a file and not what is in it: a pipe could not be read twice.
            raise OpaSettingsError(f"there is no file {path}")
    if settings.client_key and not settings.client_cert:
        raise OpaSettingsError(f"there is a client key, {settings.client_key}, but no client certificate")
    return settings._replace(url=settings.url.rstrip("/"))


def _check_url(url: str) -> None:
    # What is before an `@` may be a password: it is not repeated.
    if "@" in url:
        raise OpaSettingsError("the address contains a user name or a password; use --opa-token-file for a token")
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        fits = False
    if not fits or "?" in url or "#" in url:
        raise OpaSettingsError(
            f"`{url}` is not the address of a server; expected one such as https://opa.example.com:8181"
        )


def token(text: str, where: str) -> OpaSecret | None:
    """The token in a text from `where`; None in an empty one. Raises OpaSettingsError, without the text."""
    bare = text.strip()
    if any(not 32 < ord(character) < 127 for character in bare):
        raise OpaSettingsError(f"{where} does not hold a token: it contains invalid characters")
    return OpaSecret(bare) if bare else None


def token_from(path: str) -> OpaSecret | None:
    """The token in a file. Raises OpaSettingsError."""
    try:
        return token(regular_files.read(path, _LONGEST, pipes=True).decode("utf-8"), path)
    except OSError as error:
        raise OpaSettingsError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}") from error
    except UnicodeDecodeError:
        raise OpaSettingsError(f"{path} does not hold a token: it is not text") from None
